#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "engine/duckdb/parquet_stage.h"
#include "ingest/connector.h"

namespace assay::ingest {

/// What the bronze table holds before a load.
struct HeldTable {
  table::Schema schema;   ///< the source's own columns; empty the first time
  std::string relation;   ///< SQL relation of all its rows, markers included; empty the first time
  std::int64_t rows = 0;  ///< rows in force: what a full read of the source should find again
};

struct LoadContext {
  engine::duckdb::Connection& connection;
  config::TableRef ref;
  std::string load_id;
  std::int64_t load_seq = 1;
  std::int64_t loaded_at_us = 0;  ///< microseconds since 1970 UTC
  std::string folder;             ///< existing local folder that receives the Parquet files
  config::SchemaContract contract = config::SchemaContract::kEvolve;
  std::vector<std::string> key = {};  ///< declared key, as bronze spells it; empty = none
  HeldTable held;
};

/// A load whose rows are written but not committed.
struct StagedLoad {
  std::vector<engine::duckdb::WrittenFile> files;
  table::Schema schema;      ///< of bronze: the source's columns (held ones first), then the lineage columns
  std::int64_t read = 0;     ///< rows the source gave
  std::int64_t added = 0;    ///< of those, new
  std::int64_t held = 0;     ///< of those, already in bronze
  std::int64_t markers = 0;  ///< rows that the source no longer has: one marker each
  std::int64_t changed = 0;  ///< of those, rows whose key the source has with other content
  std::string method;
  nlohmann::json resume;
  std::vector<std::string> new_columns;
};

/// The lineage columns behind the source's own: _source, _load_id, _load_seq, _loaded_at, _file, _line, _deleted.
const table::Schema& LineageSchema();

/// Writes the rows of one extract as Parquet files of a bronze table, as received, with their lineage.
/// CSV and JSON columns are text; Parquet and database columns keep their types. `_line` is the line (CSV), or the
/// number of the row in its file or read. A full read is compared with what is held: rows already held are not written
/// again, rows that are gone get a marker (`_deleted`). Errors: kInvalidInput (a file that cannot be read, with file
/// and line; a column that changed its type; a new column under a frozen contract), kGate (a full read that found
/// nothing, or less than half of what is held), kIo, kCancelled.
Result<StagedLoad> StageLoad(Extract extract, const LoadContext& context);

}  // namespace assay::ingest
