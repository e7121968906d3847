#pragma once

#include "config/project.h"
#include "config/value.h"

namespace assay::config {

/// Fills `source` from a source of type rest.
void ReadRestSource(const Value& value, Source& source);

}  // namespace assay::config
