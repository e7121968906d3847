#pragma once

#include <string>
#include <string_view>

#include "table/schema.h"

namespace assay::engine::duckdb {

/// A column of some DuckDB relation as the lake can hold it.
struct LakeColumn {
  table::Field field;  ///< metadata assay.wall_clock=true for a zone-less time kept as if it were UTC
  std::string sql;     ///< the expression over the relation's column that has the field's type
};

/// How to keep a column called `source_name` of DuckDB type `duckdb_type` under `lake_name` without losing anything:
/// unsigned and 128-bit integers widen, zone-less times become instants as if UTC, nested values their JSON text, all
/// else its text.
LakeColumn ToLake(std::string_view source_name, std::string_view lake_name, std::string_view duckdb_type);

}  // namespace assay::engine::duckdb
