#pragma once

#include <span>

#include "config/project.h"
#include "config/value.h"

namespace assay::config {

/// Reads `roles`; tables must be declared in `sources`.
Roles ReadRoles(const Value& value, std::span<const Source> sources);

}  // namespace assay::config
