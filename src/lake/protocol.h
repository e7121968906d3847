#pragma once

#include <string_view>

#include "base/result.h"
#include "lake/action.h"

namespace assay::lake {

/// Fails with kUnsupported, naming versions and features, unless a table of this protocol can be read: reader version 1
/// and no reader features.
Status CheckReadable(const Protocol& protocol);

/// Fails with kUnsupported, naming what stands in the way, unless a table can be written: reader version 1, writer
/// version at most 2, no features, no column with `delta.invariants`.
Status CheckWritable(const Protocol& protocol, const Metadata& metadata);

}  // namespace assay::lake
