#pragma once

#include <map>
#include <optional>
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

}  // namespace assay::table
