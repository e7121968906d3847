#pragma once

#include "cli/invocation.h"

namespace assay::cli {

/// Runs the project in `invocation.folder` once and prints the report: the verb `run`, and the end of `demo`.
Status RunOnce(Invocation& invocation);

}  // namespace assay::cli
