#include "ingest/file_select.h"

#include <regex>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "engine/sql_text.h"
#include "ingest/csv_header.h"
#include "ingest/json_select.h"
#include "table/column_name.h"

namespace assay::ingest {
namespace {

using engine::SqlString;
using engine::duckdb::Connection;
using engine::duckdb::ToLake;

std::string CharLiteral(char c) { return SqlString(std::string(1, c)); }

Result<std::string> FirstLine(Connection& connection, const SourceFile& file) {
  // A delimiter that no text file contains makes a line one field. Read in parallel, the first row to arrive need not
  // be the first line.
  ASSIGN_OR_RETURN(const engine::Rows rows,
                   connection.Query(fmt::format(
                       "SELECT line FROM read_csv({}, auto_detect=false, header=false, delim=chr(1), quote='', "
                       "escape='', strict_mode=false, parallel=false, columns={{'line': 'VARCHAR'}}) LIMIT 1",
                       SqlString(file.path))));
  if (rows.size() == 0) return InvalidInput("Cannot read file {}: it is empty; expected a header line", file.name);
  return rows.Text(0, 0);
}

Result<FileSelect> SelectCsv(Connection& connection, const FileScan& scan, const SourceFile& file) {
  ASSIGN_OR_RETURN(const std::string line, FirstLine(connection, file));
  const CsvHeader header = ReadCsvHeader(line, scan.csv);
  const std::vector<std::string> names = table::LakeColumnNames(header.names);
  FileSelect select;
  std::vector<std::string> columns;
  for (const std::string& name : names) {
    columns.push_back(fmt::format("{}: 'VARCHAR'", SqlString(name)));
    select.columns.push_back(ToLake(name, name, "VARCHAR"));
  }
  select.relation = fmt::format(
      "(SELECT *, row_number() OVER () + {} AS _line FROM read_csv({}, auto_detect=false, header={}, delim={}, "
      "quote={}, escape={}, "
      "strict_mode=true, null_padding=false, columns={{{}}}))",
      scan.csv.has_header ? 1 : 0, SqlString(file.path), scan.csv.has_header, CharLiteral(header.delimiter),
      CharLiteral(header.quote), CharLiteral(header.quote), fmt::join(columns, ", "));
  return select;
}

Result<FileSelect> SelectParquet(Connection& connection, const SourceFile& file) {
  const std::string reader = fmt::format("read_parquet({}, file_row_number=true)", SqlString(file.path));
  ASSIGN_OR_RETURN(const auto described, connection.Describe("SELECT * FROM " + reader));
  std::vector<std::string> source_names;
  for (const auto& column : described) {
    if (column.name != "file_row_number") source_names.push_back(column.name);
  }
  if (source_names.empty()) return InvalidInput("Cannot read file {}: it has no columns", file.name);
  const std::vector<std::string> names = table::LakeColumnNames(source_names);
  FileSelect select;
  for (std::size_t i = 0; i < names.size(); ++i)
    select.columns.push_back(ToLake(source_names[i], names[i], described[i].duckdb_type));
  select.relation = fmt::format("(SELECT *, CAST(file_row_number + 1 AS BIGINT) AS _line FROM {})", reader);
  return select;
}

}  // namespace

Result<FileSelect> SelectFile(Connection& connection, const FileScan& scan, const SourceFile& file) {
  Result<FileSelect> select = [&]() -> Result<FileSelect> {
    switch (scan.format) {
      case config::FileFormat::kCsv:
        return SelectCsv(connection, scan, file);
      case config::FileFormat::kJson:
        return SelectJson(connection, file);
      case config::FileFormat::kParquet:
        return SelectParquet(connection, file);
    }
    return Internal("Cannot read file {}: unknown format", file.name);
  }();
  if (select) return select;
  // Messages of the engine name the path at most.
  const bool is_ours = select.error().message.starts_with("Cannot read file " + file.name);
  return is_ours ? select : std::unexpected(FileError(select.error(), file));
}

Error FileError(const Error& error, const SourceFile& file) {
  if (error.kind == ErrorKind::kCorrupt) {
    // The source's own file, so theirs to mend: kCorrupt is for what the lake stores.
    return {ErrorKind::kInvalidInput,
            fmt::format("Cannot read file {}: expected a Parquet file, got damaged bytes or another format; mend or "
                        "remove the file and run again",
                        file.name)};
  }
  if (error.kind != ErrorKind::kInvalidInput && error.kind != ErrorKind::kIo) return error;
  std::smatch line;
  if (!std::regex_search(error.message, line, std::regex("Line: ([0-9]+)"))) {
    std::string reason = error.message.substr(0, error.message.find('\n'));
    for (std::size_t at = reason.find(file.path); at != std::string::npos; at = reason.find(file.path))
      reason.replace(at, file.path.size(), file.name);
    return {error.kind,
            fmt::format("Cannot read file {}: {}; mend or remove the file and run again", file.name, reason)};
  }
  std::smatch counts;
  if (std::regex_search(error.message, counts, std::regex("Expected Number of Columns: ([0-9]+) Found: ([0-9]+)"))) {
    return {ErrorKind::kInvalidInput, fmt::format("Cannot read file {}, line {}: expected {} columns, got {}; mend the "
                                                  "line and run again, nothing of this file was loaded",
                                                  file.name, line[1].str(), counts[1].str(), counts[2].str())};
  }
  const bool encoding =
      error.message.find("unicode") != std::string::npos || error.message.find("utf-8") != std::string::npos;
  return {ErrorKind::kInvalidInput,
          fmt::format("Cannot read file {}, line {}: {}; mend the file and run again, nothing of it was loaded",
                      file.name, line[1].str(),
                      encoding ? "it is not UTF-8 text" : "its quotes are not closed or its record is broken")};
}

}  // namespace assay::ingest
