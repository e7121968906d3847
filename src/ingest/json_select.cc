#include "ingest/json_select.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "engine/sql_text.h"
#include "table/column_name.h"

namespace assay::ingest {
namespace {

using engine::SqlString;
using engine::duckdb::Connection;

// The engine's JSON parser turns a number into a double. So each number becomes a string before it is parsed, behind a
// mark that no text of a shop begins with, and loses the mark afterwards. Strings are matched first, so that nothing
// inside them is taken for a number; what has an exponent stays a number.
constexpr std::string_view kTokens =
    R"re(("(?:[^"\\]|\\.)*")|(-?[0-9]+(?:\.[0-9]+)?[eE][+-]?[0-9]+)|(-?[0-9]+(?:\.[0-9]+)?))re";

std::string Marked(std::string_view json) {
  return fmt::format(
      "CAST(replace(replace(replace(regexp_replace(CAST({} AS VARCHAR), {}, '\\1\\2' || chr(1) || '\\3' || chr(2), "
      "'g'), "
      "chr(1) || chr(2), ''), chr(1), '\"\\u0001\\u0002'), chr(2), '\"') AS JSON)",
      json, SqlString(kTokens));
}

std::string Unmarked(std::string_view text) {
  return fmt::format(
      "CASE WHEN starts_with({0}, chr(1) || chr(2)) THEN substr({0}, 3) ELSE regexp_replace({0}, "
      "'\"\\\\u0001\\\\u0002([^\"]*)\"', '\\1', 'g') END",
      text);
}

// RFC 6901.
std::string Pointer(std::string_view key) {
  std::string pointer = "/";
  for (const char c : key) {
    if (c == '~') {
      pointer += "~0";
    } else if (c == '/') {
      pointer += "~1";
    } else {
      pointer += c;
    }
  }
  return pointer;
}

// The keys in the order of their first appearance; a record that is no object gives null.
Result<engine::Rows> FindKeys(Connection& connection, const std::string& reader) {
  RETURN_IF_ERROR(connection.Execute("SET preserve_insertion_order=true"));
  auto rows = connection.Query(fmt::format(
      "SELECT key FROM (SELECT unnest(keys) AS key, unnest(range(len(keys))) AS place, record FROM (SELECT CASE WHEN "
      "json_type(json) = 'OBJECT' THEN json_keys(json) ELSE [NULL] END AS keys, row_number() OVER () AS record FROM "
      "{})) GROUP BY key ORDER BY min((record, place))",
      reader));
  RETURN_IF_ERROR(connection.Execute("SET preserve_insertion_order=false"));
  return rows;
}

}  // namespace

Result<FileSelect> SelectJson(Connection& connection, const SourceFile& file) {
  const std::string reader = fmt::format("read_json_objects({})", SqlString(file.path));
  ASSIGN_OR_RETURN(const engine::Rows keys, FindKeys(connection, reader));
  if (keys.size() == 0) return InvalidInput("Cannot read file {}: it has no columns; expected JSON objects", file.name);
  std::vector<std::string> source_names;
  std::vector<std::string> pointers;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (!keys.cells[i][0])
      return InvalidInput(
          "Cannot read file {}: expected JSON objects, got a record that is none; mend the file and "
          "run again",
          file.name);
    source_names.push_back(keys.Text(i, 0));
    pointers.push_back(Pointer(source_names.back()));
  }
  const std::vector<std::string> names = table::LakeColumnNames(source_names);
  FileSelect select;
  for (std::size_t i = 0; i < names.size(); ++i) {
    auto column = engine::duckdb::ToLake(source_names[i], names[i], "VARCHAR");
    column.sql = Unmarked(fmt::format("_values[{}]", i + 1));
    select.columns.push_back(std::move(column));
  }
  select.relation = fmt::format(
      "(SELECT json_extract_string({}, {}) AS _values, CAST(row_number() OVER () AS BIGINT) AS _line FROM {})",
      Marked("json"), engine::SqlStringList(pointers), reader);
  return select;
}

}  // namespace assay::ingest
