#include "engine/duckdb/parquet_stage.h"

#include <filesystem>

#include <nlohmann/json.hpp>

#include "base/uuid.h"
#include "engine/sql_text.h"

namespace assay::engine::duckdb {
namespace {

// DuckDB quotes the parts of a column's path; a dot outside quotes separates nested parts, which Delta statistics leave
// out here.
std::optional<std::string> TopLevelName(const std::string& path) {
  if (path.size() < 2 || path.front() != '"' || path.back() != '"') return std::nullopt;
  std::string name;
  for (std::size_t i = 1; i + 1 < path.size(); ++i) {
    if (path[i] == '"') {
      if (i + 2 < path.size() && path[i + 1] == '"') {
        ++i;
      } else {
        return std::nullopt;
      }
    }
    name += path[i];
  }
  return name;
}

std::optional<std::string> TextOf(const nlohmann::json& stats, const char* key) {
  const auto found = stats.find(key);
  if (found == stats.end() || !found->is_string()) return std::nullopt;
  return found->get<std::string>();
}

WrittenColumn ReadColumn(const nlohmann::json& stats) {
  WrittenColumn column{.min = TextOf(stats, "min"), .max = TextOf(stats, "max")};
  if (const auto nulls = TextOf(stats, "null_count")) column.null_count = std::stoll(*nulls);
  column.has_nan = TextOf(stats, "has_nan").value_or("false") == "true";
  return column;
}

Result<WrittenFile> ReadWrittenFile(const Rows& rows, std::size_t row) {
  ASSIGN_OR_RETURN(const std::size_t path, rows.Position("filename"));
  ASSIGN_OR_RETURN(const std::size_t count, rows.Position("count"));
  ASSIGN_OR_RETURN(const std::size_t size, rows.Position("file_size_bytes"));
  ASSIGN_OR_RETURN(const std::size_t statistics, rows.Position("column_statistics"));
  ASSIGN_OR_RETURN(const std::size_t keys, rows.Position("partition_keys"));
  WrittenFile file{.path = rows.Text(row, path)};
  ASSIGN_OR_RETURN(file.rows, rows.Integer(row, count));
  ASSIGN_OR_RETURN(file.size_bytes, rows.Integer(row, size));
  const auto columns = nlohmann::json::parse(rows.cells[row][statistics].value_or("{}"), nullptr, false);
  for (const auto& [name, stats] : columns.items()) {
    if (const auto top_level = TopLevelName(name)) file.columns[*top_level] = ReadColumn(stats);
  }
  const auto partition = nlohmann::json::parse(rows.cells[row][keys].value_or("{}"), nullptr, false);
  for (const auto& [name, value] : partition.items()) {
    file.partition[name] = value.is_string() ? std::optional(value.get<std::string>()) : std::nullopt;
  }
  return file;
}

}  // namespace

Result<std::vector<WrittenFile>> StageParquet(Connection& connection, const std::string& select,
                                              const std::string& folder,
                                              const std::optional<std::string>& partition_by) {
  const std::string target = partition_by ? folder : fmt::format("{}/part-{}.parquet", folder, NewUuid());
  const std::string layout =
      partition_by ? fmt::format(", PARTITION_BY ({}), FILENAME_PATTERN 'part-{{uuid}}', OVERWRITE_OR_IGNORE true",
                                 SqlName(*partition_by))
                   : "";
  ASSIGN_OR_RETURN(const Rows rows,
                   connection.Query(fmt::format(
                       "COPY ({}) TO {} (FORMAT parquet, COMPRESSION zstd, PARQUET_VERSION V2, RETURN_STATS true{})",
                       select, SqlString(target), layout)));
  std::vector<WrittenFile> files;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    ASSIGN_OR_RETURN(WrittenFile file, ReadWrittenFile(rows, row));
    if (file.rows > 0) {
      files.push_back(std::move(file));
    } else {
      std::error_code ignored;  // an empty file that stays is an orphan which vacuum removes
      std::filesystem::remove(file.path, ignored);
    }
  }
  return files;
}

}  // namespace assay::engine::duckdb
