#pragma once

#include "config/project.h"
#include "config/value.h"

namespace assay::config {

/// Gold top 30 %, Silver top 50 %, Bronze.
std::vector<Tier> DefaultTiers();

/// Reads `segmentation`. Tiers must descend: `top` increases, or `min_amount` decreases, and the last takes the rest.
Segmentation ReadSegmentation(const Value& value);

}  // namespace assay::config
