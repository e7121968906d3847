#pragma once

#include <string>
#include <vector>

#include "engine/duckdb/database.h"
#include "engine/duckdb/lake_type.h"
#include "ingest/connector.h"

namespace assay::ingest {

/// How the engine reads one file: the columns it finds, under their lake names, and the relation that yields them.
struct FileSelect {
  std::vector<engine::duckdb::LakeColumn> columns;  ///< `sql` is over `relation`'s columns
  std::string relation;                             ///< has also _line: the number of the record's line or row
};

/// Looks at one file of a scan (its header, or its types). Reads no rows yet.
/// kInvalidInput when it is empty or not of its format; the message names the file.
Result<FileSelect> SelectFile(engine::duckdb::Connection& connection, const FileScan& scan, const SourceFile& file);

/// Turns the engine's error about a file into ours: the file's name, the line where there is one, what was expected and
/// found; never the line's content, which may hold personal data.
Error FileError(const Error& error, const SourceFile& file);

}  // namespace assay::ingest
