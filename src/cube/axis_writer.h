#pragma once

#include <cstddef>
#include <cstring>
#include <span>
#include <vector>

#include "cube/image.h"
#include "cube/image_meta.h"
#include "cube/section_file.h"

namespace assay::cube {

AxisMeta MetaOf(const Axis& axis);

/// Adds the sections of `axis`: keys, labels, codes.
Status AddAxis(SectionFile& file, const Axis& axis);

/// `values` in `width` bytes each, side by side; the values fit.
template <typename T>
std::vector<std::byte> Narrow(std::span<const T> values, unsigned width) {
  std::vector<std::byte> bytes(values.size() * width);
  for (std::size_t i = 0; i < values.size(); ++i) std::memcpy(bytes.data() + i * width, &values[i], width);
  return bytes;
}

}  // namespace assay::cube
