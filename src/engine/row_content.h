#pragma once

#include <span>
#include <string>

#include "table/schema.h"

namespace assay::engine {

/// SQL (DuckDB) of what a row says in these columns: the MD5 of its non-null values with their names. A column that
/// appears later changes no earlier row.
std::string RowContentSql(std::span<const table::Field> fields);

}  // namespace assay::engine
