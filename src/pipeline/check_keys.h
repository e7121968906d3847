#pragma once

#include <vector>

#include "ledger/key_check.h"
#include "pipeline/session.h"

namespace assay::pipeline {

/// Matched and unmatched keys of the rows that are loaded now; publishes nothing, loads nothing. kNotFound when nothing
/// was loaded yet.
Result<std::vector<ledger::KeyReport>> CheckKeysNow(const Session& session);

}  // namespace assay::pipeline
