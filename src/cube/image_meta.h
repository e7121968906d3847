#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"

namespace assay::cube {

struct AttributeMeta {
  std::string name;
  std::vector<std::string> labels;
  bool operator==(const AttributeMeta&) const = default;
};

struct AxisMeta {
  std::string name;
  std::uint32_t members = 0;
  std::vector<AttributeMeta> attributes;
  bool operator==(const AxisMeta&) const = default;
};

struct MeasureMeta {
  std::string name;
  std::int64_t factor = 1;   ///< every value is a multiple of it; the file holds the quotients, called units
  std::uint32_t width = 1;   ///< bytes of a value in the file
  bool sparse = false;       ///< only values that are not zero are in the file
  std::uint64_t stored = 0;  ///< values in the file
  bool operator==(const MeasureMeta&) const = default;
};

/// The description of an image, its first section: what is needed to find and read the others.
struct ImageMeta {
  std::string identity;
  std::uint32_t rows = 0;
  std::int32_t first_day = 0;  ///< of all rows; 0 without rows
  std::int32_t last_day = 0;
  AxisMeta customers;
  std::vector<AxisMeta> axes;
  std::vector<MeasureMeta> measures;
  std::uint32_t split_rows = 0;
  bool operator==(const ImageMeta&) const = default;
};

/// Numbers as 8 bytes, texts and lists after their length.
std::vector<std::byte> EncodeMeta(const ImageMeta& meta);

/// kCorrupt when `bytes` are not exactly what EncodeMeta makes of some description.
Result<ImageMeta> DecodeMeta(std::span<const std::byte> bytes);

}  // namespace assay::cube
