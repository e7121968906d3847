#pragma once

#include <stop_token>

#include <duckdb.h>

#include "base/result.h"

namespace assay::engine::duckdb {

/// What a failed call of DuckDB means: kCancelled when a stop was requested, kCorrupt for damaged files, else by
/// DuckDB's own kind. `text` is its message, which may be null.
std::unexpected<Error> FailWith(duckdb_error_type type, const char* text, const std::stop_token& stop);

}  // namespace assay::engine::duckdb
