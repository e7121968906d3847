#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "lake/lake.h"

namespace assay::lake {

/// Deletes the commits, checkpoints and `.crc` files of versions that need not be readable any more: older than the
/// table's `delta.logRetentionDuration` (counted from midnight UTC) and older than every protected version. The newest
/// checkpoint before them stays, with its own commit and everything behind it; it is read first, and without a readable
/// one nothing is deleted. Oldest files go first, so that dying on the way leaves a readable log. For tables that this
/// program made. Returns the keys that were deleted. kNotFound when there is no table; kUnsupported when it may not be
/// written.
Result<std::vector<std::string>> CleanLog(const Lake& lake, std::string_view table_path,
                                          const std::set<std::int64_t>& protected_versions);

}  // namespace assay::lake
