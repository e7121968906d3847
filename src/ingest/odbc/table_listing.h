#pragma once

#include <string>
#include <vector>

#include "ingest/odbc/odbc_handle.h"

namespace assay::ingest {

/// Tables and views that a connection offers, as a configuration names them: "schema.table", or "table" where the
/// database has no schemas; sorted; without the database's own ones.
Result<std::vector<std::string>> ListTableNames(const OdbcConnection& connection, std::string_view what);

}  // namespace assay::ingest
