#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "cube/filter_masks.h"
#include "cube/image_parts.h"

namespace assay::cube {

/// Rows that one thread takes at a time.
struct Stretch {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

/// All rows, cut so that no customer with a key > 0 and no order that stands together is in two stretches. The
/// customers with other keys, who can have very many rows, are cut inside.
std::vector<Stretch> CutRows(const Image::Parts& image);

/// A walk over rows in blocks. The arrays hold one entry a row of the block.
class Block {
 public:
  explicit Block(const Image::Parts& image) : image_(image) {}

  /// Stands before the first block of `stretch`.
  void Enter(const Stretch& stretch);

  /// Goes to the next block; false at the end of the stretch.
  bool Next();

  std::uint32_t first_row() const { return first_row_; }
  std::uint32_t rows() const { return rows_; }
  std::span<const CustomerRun> runs() const { return {runs_.data(), run_count_}; }
  const std::uint32_t* customers() const { return customers_.data(); }
  FilterMasks& masks() { return masks_; }

  /// A number for the order of each row: the first row of the order.
  const std::uint32_t* orders();

  /// Whether the order of a row is split; null when none is. After orders().
  const std::uint8_t* split() const { return has_split_ ? split_.data() : nullptr; }

 private:
  /// Most customers have few rows: writing that many at once and some over is faster than writing just enough.
  static constexpr std::uint32_t kFillRows = 16;

  void FindRuns();
  void FindOrders();
  void MarkSplit();

  const Image::Parts& image_;
  Stretch stretch_;
  std::uint32_t first_row_ = 0;
  std::uint32_t rows_ = 0;
  std::uint32_t customer_ = 0;  ///< of the next block's first row
  std::size_t run_count_ = 0;
  std::array<CustomerRun, kBlockRows + 1> runs_;
  std::array<std::uint32_t, kBlockRows + kFillRows> customers_;
  std::array<std::uint32_t, kBlockRows> orders_;
  std::array<std::uint8_t, kBlockRows> split_;
  FilterMasks masks_;
  bool has_orders_ = false;
  bool has_split_ = false;
  std::uint32_t orders_end_ = kNone;  ///< row behind the last block whose orders were found
  std::uint32_t last_order_ = 0;      ///< of the row before orders_end_
};

}  // namespace assay::cube
