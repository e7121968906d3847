#pragma once

#include <cstdint>
#include <map>
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
};

/// The shipped models in running order. kInternal when they do not fit together: a bug of ours.
Result<transform::ModelGraph> ShippedModels();

/// Makes the product functions in the engine.
Status DefineFunctions(engine::duckdb::Connection& connection);

/// Computes one model in the engine, without staging or auditing it: its relation layer.name is there afterwards.
Status ComputeModel(const Session& session, const transform::Model& model, const MappedViews& views);

/// Runs one model: its relation layer.name is there afterwards; unless it is a work model its rows are staged, and
/// audited before this returns. kGate when an audit finds rows: the message names the audit, how many, and an example.
Result<StagedTable> RunModel(const Session& session, const transform::Model& model, const MappedViews& views);

/// Stages the rows of any SELECT as a table of the lake, as RunModel does; `month_of` partitions by the month of a
/// column.
Result<StagedTable> StageTable(const Session& session, const std::string& name, const std::string& select,
                               const table::Schema& schema, const std::string& month_of);

}  // namespace assay::pipeline
