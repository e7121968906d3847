#pragma once

#include <string_view>
#include <vector>

#include "cube/column.h"
#include "cube/image.h"
#include "cube/image_format.h"
#include "cube/image_meta.h"

namespace assay::cube {

/// A whole file in memory, read only.
class MappedFile {
 public:
  /// kNotFound, kIo.
  static Result<MappedFile> Open(const std::string& path);
  MappedFile() = default;
  MappedFile(MappedFile&& other) noexcept : bytes_(std::exchange(other.bytes_, {})) {}
  MappedFile& operator=(MappedFile&& other) noexcept {
    std::swap(bytes_, other.bytes_);
    return *this;
  }
  ~MappedFile();

  std::span<const std::byte> bytes() const { return bytes_; }

 private:
  std::span<const std::byte> bytes_;
};

struct AxisParts {
  Column keys;          ///< i64
  Column label_starts;  ///< one more than members
  Column label_bytes;
  std::vector<Column> codes;  ///< one an attribute

  std::int64_t key(std::uint32_t member) const { return As<std::int64_t>(keys)[member]; }
  std::string_view label(std::uint32_t member) const;
};

struct MeasureParts {
  Column rows;  ///< sparse only
  Column units;
};

/// What an image consists of: the description and where each column lies in the mapped file. Everything in it was
/// checked, so that no query reads outside.
struct Image::Parts {
  MappedFile file;
  ImageMeta meta;
  AxisParts customers;
  std::vector<AxisParts> axes;
  Column offsets;  ///< u32, first row of each customer
  Column days;
  std::vector<Column> members;  ///< one an axis
  Column flags;
  std::vector<MeasureParts> measures;
  Column split_rows;
  Column split_orders;
  std::vector<std::string> measure_names;

  const AxisMeta& axis_meta(std::size_t axis) const;
  const AxisParts& axis_parts(std::size_t axis) const;
  bool is_customer(std::uint32_t member) const { return customers.key(member) > 0; }
  const std::uint32_t* row_offsets() const { return As<std::uint32_t>(offsets); }
};

/// Lends the inside of an image to the code that answers queries.
class ImageReader {
 public:
  static const Image::Parts& PartsOf(const Image& image) { return *image.parts_; }
  static std::shared_ptr<const Image> Make(std::unique_ptr<Image::Parts> parts) {
    return std::shared_ptr<const Image>(new Image(std::move(parts)));
  }
};

/// Parts of the content of `file`, checked. kCorrupt.
Result<std::unique_ptr<Image::Parts>> ReadParts(MappedFile file);

}  // namespace assay::cube
