#pragma once

#include "config/project.h"
#include "config/section.h"

namespace assay::config {

/// Reads `currency`, `rates`, `price`, `adjustments`, `tax` and `non_goods`; `project.sources` must have been read.
void ReadMoney(const Section& section, Project& project);

}  // namespace assay::config
