#include "ingest/odbc/table_listing.h"

#include <algorithm>
#include <array>

namespace assay::ingest {
namespace {

bool IsSystem(std::string_view schema, std::string_view table) {
  constexpr std::array<std::string_view, 5> kSchemas{"information_schema", "INFORMATION_SCHEMA", "pg_catalog",
                                                     "pg_toast", "sys"};
  return std::ranges::find(kSchemas, schema) != kSchemas.end() || table.starts_with("sqlite_");
}

}  // namespace

Result<std::vector<std::string>> ListTableNames(const OdbcConnection& connection, std::string_view what) {
  ASSIGN_OR_RETURN(OdbcStatement statement, connection.NewStatement(what));
  RETURN_IF_ERROR(statement.ExecuteTables(what));
  ASSIGN_OR_RETURN(const auto rows, statement.FetchTexts(what));
  std::vector<std::string> names;
  for (const auto& row : rows) {
    if (row.size() < 3 || IsSystem(row[1], row[2])) continue;
    names.push_back(row[1].empty() ? row[2] : row[1] + "." + row[2]);
  }
  std::ranges::sort(names);
  return names;
}

}  // namespace assay::ingest
