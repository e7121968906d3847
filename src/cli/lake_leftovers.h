#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"

namespace assay::cli {

/// What interrupted commands left in a local lake.
struct Leftovers {
  std::vector<std::string> scratch;  ///< folders below ops/.scratch whose process is gone, absolute
  std::vector<std::string> stages;   ///< stage-* folders older than a day that no commit names, absolute
};

/// Finds them; deletes nothing. `now_ms` is milliseconds since 1970 UTC.
Result<Leftovers> FindLeftovers(const std::string& lake, std::int64_t now_ms);

/// Removes the scratch folders; returns how many. Staged files are left to vacuum, which knows the retention.
Result<std::size_t> RemoveScratch(const Leftovers& leftovers);

}  // namespace assay::cli
