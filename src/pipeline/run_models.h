#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/duckdb/parquet_stage.h"
#include "pipeline/mapped_views.h"
#include "transform/model_graph.h"

namespace assay::pipeline {

/// A table whose rows are staged in the lake but not committed.
struct StagedTable {
  std::string name;  ///< layer.table, such as gold.fact_sales
  std::string path;  ///< key in the lake: gold/fact_sales
  table::Schema schema;
  std::vector<std::string> partition_columns;
  std::vector<engine::duckdb::WrittenFile> files;
  std::int64_t rows = 0;
  /// The files of the table, as its log names them, that these replace; nothing = all.
  std::optional<std::vector<std::string>> removes = std::nullopt;
  /// Set when nothing is staged: the table stays at this version.
  std::optional<std::int64_t> carried_version = std::nullopt;
};

/// The partition column of tables by month: text such as 2025-03.
inline constexpr const char* kMonthColumn = "_month";

/// The key in the lake of a table: gold.fact_sales -> gold/fact_sales.
std::string PathOf(std::string name);

/// The shipped models in running order. kInternal when they do not fit together: a bug of ours.
Result<transform::ModelGraph> ShippedModels();

/// Makes the product functions in the engine.
Status DefineFunctions(engine::duckdb::Connection& connection);

/// Computes one model in the engine, without staging or auditing it: its relation layer.name is there afterwards.
Status ComputeModel(const Session& session, const transform::Model& model, const MappedViews& views);

/// Runs one model: its relation layer.name is there afterwards; unless it is a work model its rows are staged, and
/// audited before this returns. kGate when an audit finds rows: the message names the audit, how many, and an example.
Result<StagedTable> RunModel(const Session& session, const transform::Model& model, const MappedViews& views);

/// The columns of a table with a row a line that some source gives; the others are null in every row and stand in no
/// file.
std::vector<std::string> GivenColumns(const table::Schema& schema, const MappedViews& views);

/// The model's SELECT, typed, of those columns alone.
Result<std::string> GivenSelect(const transform::Model& model, const MappedViews& views);

/// Runs a model's audits over its relation. kGate as RunModel says.
Status AuditModel(const Session& session, const transform::Model& model, const StagedTable& staged);

/// Stages the rows of any SELECT as a table of the lake, as RunModel does; `month_of` partitions by the month of a
/// column.
Result<StagedTable> StageTable(const Session& session, const std::string& name, const std::string& select,
                               const table::Schema& schema, const std::string& month_of);

}  // namespace assay::pipeline
