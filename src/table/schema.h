#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "table/data_type.h"

namespace assay::table {

/// A column: its name as in the table, its type, and text metadata that travels in the Delta schema.
/// Columns of the lake are always nullable; "not null" is an audit.
struct Field {
  std::string name;
  DataType type;
  std::map<std::string, std::string> metadata = {};
  bool operator==(const Field&) const = default;
};

/// The columns of a table, in order. Names are unique ignoring ASCII case.
struct Schema {
  std::vector<Field> fields;
  bool operator==(const Schema&) const = default;

  /// Position of the column called `name` (exact case), or nothing.
  std::optional<std::size_t> Find(std::string_view name) const;

  std::vector<std::string> Names() const;
};

/// Key in the metadata of a column that holds personal data. What describes a table, such as statistics, leaves the
/// values of such a column out.
inline constexpr std::string_view kPersonalData = "assay.pii";

bool IsPersonal(const Field& field);

/// Marks the columns of these names as personal data, and no others. Names the schema does not have are passed over.
void MarkPersonal(Schema& schema, const std::set<std::string, std::less<>>& names);

}  // namespace assay::table
