#pragma once

#include <vector>

#include "config/project.h"
#include "config/value.h"

namespace assay::config {

/// Reads `sources`: a mapping of names to sources. A source that cannot be read wholly is kept with what could be read,
/// so that roles that name it are judged rightly.
std::vector<Source> ReadSources(const Value& value);

}  // namespace assay::config
