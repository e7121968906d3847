#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "table/schema.h"

namespace assay::lake {

/// What a Delta schema string says.
struct ParsedSchema {
  table::Schema schema;
  std::vector<std::string> required_columns;  ///< those with "nullable": false
  bool operator==(const ParsedSchema&) const = default;
};

/// `schema` as a Delta schema string, on one line; columns are nullable but for `required_columns`. Pure.
std::string SchemaText(const table::Schema& schema, std::span<const std::string> required_columns = {});

/// Reads a Delta schema string. Column metadata that is no text is kept as its JSON text. kCorrupt when it is no such
/// string; kUnsupported, naming the column, for a type the lake does not hold (nested types, timestamp_ntz, void, ...).
/// Pure.
Result<ParsedSchema> ParseSchema(std::string_view text);

/// Fails with kInvalidInput unless a table can have these columns: at least one that is no partition column, names
/// unique ignoring ASCII case, not empty, without any of " ,;{}()\n\t=`", every partition column among them and not
/// binary. Pure.
Status CheckSchema(const table::Schema& schema, std::span<const std::string> partition_columns);

}  // namespace assay::lake
