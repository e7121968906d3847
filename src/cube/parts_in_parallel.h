#pragma once

#include <cstddef>
#include <functional>

#include "base/result.h"

namespace assay::cube {

/// `threads` or, for 0, the number of cores; never more than `parts`, never less than 1.
unsigned WorkersFor(unsigned threads, std::size_t parts);

/// Calls `work(worker, part)` once for each part, in `workers` threads numbered from 0; each takes the next part that
/// none has taken. After an error no further part is begun; the first error is returned.
Status ForEachPart(unsigned workers, std::size_t parts, const std::function<Status(unsigned, std::size_t)>& work);

}  // namespace assay::cube
