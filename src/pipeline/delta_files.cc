#include "pipeline/delta_files.h"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "engine/sql_text.h"
#include "lake/statistics.h"

namespace assay::pipeline {
namespace {

lake::FileStatistics StatisticsOf(const engine::duckdb::WrittenFile& file) {
  lake::FileStatistics statistics{.num_records = file.rows};
  for (const auto& [name, column] : file.columns) {
    statistics.columns[name] = {
        .min = column.min, .max = column.max, .null_count = column.null_count, .has_nan = column.has_nan};
  }
  return statistics;
}

bool IsPartitionColumn(const lake::Metadata& metadata, const std::string& name) {
  return std::ranges::find(metadata.partition_columns, name) != metadata.partition_columns.end();
}

}  // namespace

Result<std::vector<lake::AddFile>> AddFilesOf(const lake::Lake& lake, const std::string& table_path,
                                              const table::Schema& schema,
                                              const std::vector<std::string>& partition_columns,
                                              const std::vector<engine::duckdb::WrittenFile>& files) {
  const auto root = lake.store.LocalPath(table_path);
  if (!root) return Internal("Cannot stage files of table {}: its lake is no local folder", table_path);
  std::vector<lake::AddFile> adds;
  for (const auto& file : files) {
    if (!file.path.starts_with(*root + "/"))
      return Internal("Cannot commit file {}: it is not below table {}", file.path, table_path);
    adds.push_back({.path = file.path.substr(root->size() + 1),
                    .partition = file.partition,
                    .size_bytes = file.size_bytes,
                    .modified_ms = lake.now_ms(),
                    .stats = lake::StatisticsText(StatisticsOf(file), schema, partition_columns)});
  }
  return adds;
}

Result<std::string> MakeLocalFolder(const lake::Lake& lake, const std::string& key) {
  const auto path = lake.store.LocalPath(key);
  if (!path) return Internal("Cannot make folder {}: the lake is no local folder", key);
  std::error_code error;
  std::filesystem::create_directories(*path, error);
  if (error)
    return Io("Cannot make folder {}: {}; check that the lake is writable and the disk has room", *path,
              error.message());
  return *path;
}

Result<std::string> RelationOf(const lake::Lake& lake, const std::string& table_path, const lake::Snapshot& snapshot) {
  std::vector<std::string> columns;
  std::vector<std::string> empty;
  for (const table::Field& field : snapshot.metadata.schema.fields) {
    if (IsPartitionColumn(snapshot.metadata, field.name)) continue;
    columns.push_back(engine::SqlName(field.name));
    empty.push_back(
        fmt::format("CAST(NULL AS {}) AS {}", engine::duckdb::DuckdbType(field.type), engine::SqlName(field.name)));
  }
  // A row-less first member gives a column its type also where no file has it yet.
  const std::string shape = fmt::format("SELECT {} WHERE false", fmt::join(empty, ", "));
  if (snapshot.files.empty()) return fmt::format("({})", shape);
  std::vector<std::string> paths;
  // Files of a partitioned table lack the columns that no source gives.
  const bool may_lack_columns = snapshot.files.size() > 1 || !snapshot.metadata.partition_columns.empty();
  for (const auto& [path, file] : snapshot.files) {
    const auto local = lake.store.LocalPath(table_path + "/" + path);
    if (!local) return Internal("Cannot read file {} of table {}: the lake is no local folder", path, table_path);
    paths.push_back(engine::SqlString(*local));
  }
  const std::string read = fmt::format("read_parquet([{}], union_by_name={}, hive_partitioning=false)",
                                       fmt::join(paths, ", "), may_lack_columns);
  if (!may_lack_columns) return fmt::format("(SELECT {} FROM {})", fmt::join(columns, ", "), read);
  return fmt::format("({} UNION ALL BY NAME SELECT * FROM {})", shape, read);
}

std::string RelationOfFiles(const std::vector<std::string>& files, const table::Schema& schema,
                            const std::set<std::string>& absent) {
  std::vector<std::string> columns;
  for (const table::Field& field : schema.fields) {
    const std::string name = engine::SqlName(field.name);
    const bool is_null = files.empty() || absent.contains(field.name);
    columns.push_back(is_null ? fmt::format("CAST(NULL AS {}) AS {}", engine::duckdb::DuckdbType(field.type), name)
                              : name);
  }
  if (files.empty()) return fmt::format("(SELECT {} WHERE false)", fmt::join(columns, ", "));
  return fmt::format("(SELECT {} FROM read_parquet({}, hive_partitioning=false))", fmt::join(columns, ", "),
                     engine::SqlStringList(files));
}

Result<std::int64_t> RowsOf(const lake::Snapshot& snapshot) {
  std::int64_t rows = 0;
  for (const auto& [path, file] : snapshot.files) {
    const auto records = lake::RecordsIn(file.stats);
    if (!records) return Corrupt("Cannot count the rows of file {}: its log entry has no statistics", path);
    rows += *records;
  }
  return rows;
}

}  // namespace assay::pipeline
