#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

/// The cross-filter image: one release's facts, laid out so that a single pass answers every visual of a page, with
/// exact distinct customers. The cube knows axes, attributes, members and sums; what they mean (a store, a tier, money)
/// is the business of the folders above.
///
/// An **axis** is what a fact row points to: the customers, the days, and any number of others (products, stores). An
/// **attribute** groups the members of an axis (category of a product, tier of a customer, month of a day).
namespace assay::cube {

/// Which members of an axis belong together: `codes[member]` is the position of its value in `labels`.
struct Attribute {
  std::string name;
  std::vector<std::string> labels;
  std::vector<std::uint32_t> codes;
};

/// The members of an axis, in the order in which rows name them.
struct Axis {
  std::string name;
  std::vector<std::int64_t> keys;  ///< surrogate keys of gold; keys <= 0 are no customers (Unknown, Guest)
  std::vector<std::string> labels;
  std::vector<Attribute> attributes;
};

/// What an image is made from, but its rows.
struct Outline {
  std::string identity;  ///< of the release and the versions it names; an image with another identity is out of date
  Axis customers;
  std::vector<Axis> axes;             ///< any number, such as products and stores
  std::vector<std::string> measures;  ///< names of the summed columns, integers in a fixed scale
};

/// Fact rows in columns, in any order. All spans of a batch have the same length.
struct RowBatch {
  std::span<const std::uint32_t> customers;          ///< members of Outline::customers
  std::span<const std::int32_t> days;                ///< days since 1970-01-01
  std::vector<std::span<const std::uint32_t>> axes;  ///< one span an axis: members
  std::span<const std::int64_t> orders;              ///< any number that is equal for the lines of one order
  std::span<const std::uint8_t> is_purchase;         ///< 1 = a known customer bought; counts as 0 for keys <= 0
  std::span<const std::uint8_t> is_sold;             ///< 1 = quantity and price above zero: its order counts
  std::vector<std::span<const std::int64_t>> measures;
};

/// An opened image: immutable, shared between threads, mapped from its file.
class Image {
 public:
  /// Maps the image at `path`. kNotFound when there is none, kCorrupt when it is damaged (every section has a checksum,
  /// checked here), of another format, or has another identity than `identity`: the caller builds it anew.
  static Result<std::shared_ptr<const Image>> Open(const std::string& path, std::string_view identity);

  Image(const Image&) = delete;
  Image& operator=(const Image&) = delete;
  ~Image();

  std::int64_t rows() const;
  std::int64_t bytes() const;                     ///< of the file
  std::optional<std::int32_t> first_day() const;  ///< nothing without rows
  std::optional<std::int32_t> last_day() const;
  const std::string& identity() const;
  std::span<const std::string> measures() const;

  /// Axes by position as in the Outline.
  std::size_t axes() const;
  std::string_view axis_name(std::size_t axis) const;

  /// The members of the customers (`kCustomers`) or of an axis.
  static constexpr std::size_t kCustomers = static_cast<std::size_t>(-1);
  std::uint32_t members(std::size_t axis) const;
  std::int64_t key(std::size_t axis, std::uint32_t member) const;
  std::string_view label(std::size_t axis, std::uint32_t member) const;

  /// The attributes of the customers or of an axis.
  std::size_t attributes(std::size_t axis) const;
  std::string_view attribute_name(std::size_t axis, std::size_t attribute) const;
  std::span<const std::string> attribute_labels(std::size_t axis, std::size_t attribute) const;
  std::uint32_t code(std::size_t axis, std::size_t attribute, std::uint32_t member) const;

  struct Parts;

 private:
  friend class ImageReader;
  explicit Image(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

/// Builds an image file. Rows may come in any order and any number of batches; the file depends on the set of rows
/// only. Keeps the rows in memory, about 35 bytes each with two axes and three measures, besides the outline.
class ImageBuilder {
 public:
  static constexpr std::uint64_t kMaxRows = std::uint64_t{1} << 30;

  /// kInvalidInput when a code or label count of `outline` does not fit together.
  static Result<ImageBuilder> Start(Outline outline);
  ImageBuilder(ImageBuilder&&) noexcept;
  ImageBuilder& operator=(ImageBuilder&&) noexcept;
  ~ImageBuilder();

  /// kInvalidInput when a row names a member that does not exist, the columns differ in length, or there are more than
  /// kMaxRows rows; then none of the batch is added.
  Status Append(const RowBatch& batch);

  /// Writes the file beside `path` and renames it there: readers see the old or the new one, whole. kIo on failure;
  /// kInvalidInput when the sum of a measure's magnitudes does not fit in 63 bits (so no total can overflow). The last
  /// call: the builder is used up, also after an error.
  Status Finish(const std::string& path);

 private:
  struct State;
  explicit ImageBuilder(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace assay::cube
