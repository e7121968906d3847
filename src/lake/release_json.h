#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "lake/release.h"
#include "table/schema.h"

namespace assay::lake {

/// A release as one JSON object; `facts` stands in it as text. Pure.
std::string ReleaseText(const Release& release);

/// kCorrupt when `text` is not what `ReleaseText` writes; unknown members are passed over. Pure.
Result<Release> ParseRelease(std::string_view text);

/// The rows of a release in `ops/releases` as NDJSON, one a table. Pure.
std::string ReleaseRows(const Release& release);

/// Columns of `ReleaseRows`: in the words of `table::ParquetJson`, and as the table's schema.
std::string_view ReleaseColumns();
table::Schema ReleaseSchema();

}  // namespace assay::lake
