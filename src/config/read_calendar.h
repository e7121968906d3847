#pragma once

#include "config/project.h"
#include "config/section.h"

namespace assay::config {

/// Reads `as_of`, `timezone`, `day_starts`, `week_starts` and `fiscal_year_starts`.
void ReadCalendar(const Section& section, Project& project);

}  // namespace assay::config
