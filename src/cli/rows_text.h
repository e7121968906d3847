#pragma once

#include <string>

#include "engine/rows.h"

namespace assay::cli {

enum class RowsFormat { kTable, kCsv, kJson };

/// Rows as an aligned table (numbers right, null as empty), RFC 4180 CSV with a header line, or a JSON array of objects
/// in which decimals stand as text so that no digit is lost.
std::string RowsText(const engine::Rows& rows, RowsFormat format);

}  // namespace assay::cli
