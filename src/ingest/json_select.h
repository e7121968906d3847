#pragma once

#include "ingest/file_select.h"

namespace assay::ingest {

/// How the engine reads a JSON file: one array of objects, objects one behind the other, or one a line. Every column is
/// text; a number keeps the digits it is written with, however many, while one with an exponent passes through a
/// double. Objects and arrays are their JSON text.
///
/// Reads the whole file once, for the names: the columns stand in the order in which they first appear. kInvalidInput
/// when it is no JSON, has a record that is no object, or no column.
Result<FileSelect> SelectJson(engine::duckdb::Connection& connection, const SourceFile& file);

}  // namespace assay::ingest
