#pragma once

#include "cube/image_parts.h"
#include "cube/query.h"

namespace assay::cube {

/// kInvalidInput when a part of `query` does not fit the image.
Status CheckQuery(const Image::Parts& image, const Query& query);
Status CheckSelections(const Image::Parts& image, const std::vector<Selection>& selections);
Status CheckMeasure(const Image::Parts& image, std::size_t measure);
Status CheckRowAxis(const Image::Parts& image, std::size_t axis);  ///< not the customers

/// The number of values of `group`.
std::uint64_t GroupSize(const Image::Parts& image, const Group& group);

}  // namespace assay::cube
