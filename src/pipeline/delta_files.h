#pragma once

#include <set>
#include <string>
#include <vector>

#include "engine/duckdb/parquet_stage.h"
#include "lake/action.h"
#include "lake/lake.h"
#include "lake/snapshot.h"

namespace assay::pipeline {

/// The `add` of every written file, with statistics; paths relative to the table at `table_path`.
Result<std::vector<lake::AddFile>> AddFilesOf(const lake::Lake& lake, const std::string& table_path,
                                              const table::Schema& schema,
                                              const std::vector<std::string>& partition_columns,
                                              const std::vector<engine::duckdb::WrittenFile>& files);

/// The local folder of a table or of a stage in it, created when missing.
Result<std::string> MakeLocalFolder(const lake::Lake& lake, const std::string& key);

/// SQL relation of a snapshot's rows: `columns` of its files, typed as the schema says; no rows without files.
Result<std::string> RelationOf(const lake::Lake& lake, const std::string& table_path, const lake::Snapshot& snapshot);

/// SQL relation of the rows of `files` (local paths), whose columns are those of `schema` in that order. Columns in
/// `absent` stand in no file and are null.
std::string RelationOfFiles(const std::vector<std::string>& files, const table::Schema& schema,
                            const std::set<std::string>& absent);

/// The rows of a snapshot by its statistics; kCorrupt when a file has none.
Result<std::int64_t> RowsOf(const lake::Snapshot& snapshot);

}  // namespace assay::pipeline
