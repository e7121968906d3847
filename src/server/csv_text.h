#pragma once

#include <string>

#include "engine/rows.h"

namespace assay::server {

/// Appends the names of the columns, or the rows, as CSV (RFC 4180): cells with a comma, quote or line end are quoted.
/// Text that a spreadsheet would run as a formula (it begins with = + - @, a tab or a line end) gets a ' before it;
/// numbers stay bare.
void AppendCsvHeader(const engine::Rows& rows, std::string& text);
void AppendCsvRows(const engine::Rows& rows, std::string& text);

}  // namespace assay::server
