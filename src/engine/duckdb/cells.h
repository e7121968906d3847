#pragma once

#include <optional>
#include <string>

#include <duckdb.h>

#include "engine/rows.h"

namespace assay::engine::duckdb {

/// How cells of a type are shown.
CellKind KindOf(duckdb_type type);

/// The text of one cell; see `Rows` for the forms. `type` is the vector's logical type and is not taken over.
std::optional<std::string> CellText(duckdb_vector vector, duckdb_logical_type type, idx_t row);

}  // namespace assay::engine::duckdb
