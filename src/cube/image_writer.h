#pragma once

#include <string>
#include <vector>

#include "cube/image.h"
#include "cube/row_store.h"

namespace assay::cube {

/// Writes the image of `outline` and the rows of `store`, which it frees on the way. Same errors as
/// ImageBuilder::Finish.
Status WriteImage(const Outline& outline, RowStore& store, const std::string& path);

}  // namespace assay::cube
