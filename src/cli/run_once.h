#pragma once

#include "cli/invocation.h"

namespace assay::cli {

/// Runs the project in `invocation.folder` once and prints the report: the verb `run`, and the end of `demo`.
/// `full_refresh` rebuilds all months of silver and gold.
Status RunOnce(Invocation& invocation, bool full_refresh = false);

}  // namespace assay::cli
