#include "engine/row_content.h"

#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "engine/sql_text.h"

namespace assay::engine {

std::string RowContentSql(std::span<const table::Field> fields) {
  std::vector<std::string> parts;
  for (const table::Field& field : fields) {
    parts.push_back(fmt::format("CASE WHEN {0} IS NOT NULL THEN {1} || CAST({0} AS VARCHAR) END", SqlName(field.name),
                                SqlString(field.name + "=")));
  }
  return fmt::format("md5(concat_ws(chr(31), {}))", fmt::join(parts, ", "));
}

}  // namespace assay::engine
