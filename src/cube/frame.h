#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "cube/block.h"
#include "cube/context.h"

namespace assay::cube {

/// A row of a block that passes, by its number in the frame, and the units of a measure.
struct SparseUnit {
  std::uint16_t position;
  std::int64_t units;
};

/// The rows of a block that pass a context, numbered from 0 (their "position"), and what outputs need of them; each
/// array is made when first asked for and has one entry a position.
class Frame {
 public:
  /// The arguments must outlive the frame.
  Frame(const Image::Parts& image, const Context& context, Block& block);

  /// Finds the rows of the block's present place; false when there are none.
  bool Load();

  std::uint32_t size() const { return size_; }
  const Image::Parts& image() const { return image_; }
  const Block& block() const { return block_; }

  /// Rows by position, from the block's first one on; null when every row passes.
  const std::uint16_t* rows() const { return every_row_ ? nullptr : rows_.data(); }

  const std::uint32_t* customers();
  const std::uint32_t* orders();
  const std::uint8_t* split();  ///< null when no order of the block is split
  const std::int64_t* units(std::size_t measure);
  std::span<const SparseUnit> sparse_units(std::size_t measure);  ///< of a sparse measure

  /// Positions of the rows with a flag.
  std::span<const std::uint16_t> purchases();
  std::span<const std::uint16_t> other_than_purchases();
  std::span<const std::uint16_t> sold();
  /// Those of purchases() whose customer differs from that of the purchase before, in this block or an earlier one.
  std::span<const std::uint16_t> first_purchases();

  /// Writes a number for each position: `column` at its row.
  void Gather(const Column& column, std::uint32_t* out) const;

 private:
  template <typename T>
  struct Lazy {
    std::vector<T> values;
    std::uint32_t count = 0;
    bool ready = false;
  };

  bool FindMasks();  ///< false when a condition lets no row pass
  const std::uint8_t* CombineMasks();
  void KeepRows(const std::uint8_t* passes);
  template <typename T>
  const T* Compact(Lazy<T>& lazy, const T* of_block);
  std::span<const std::uint16_t> Flagged(Lazy<std::uint16_t>& lazy, std::uint8_t flag, std::uint8_t wanted);
  void MapPositions();

  const Image::Parts& image_;
  const Context& context_;
  Block& block_;
  std::uint32_t size_ = 0;
  bool every_row_ = true;
  static constexpr std::uint32_t kAtOnce = 8;  ///< rows looked at in one step
  std::array<std::uint16_t, kBlockRows + kAtOnce> rows_;
  std::vector<const std::uint8_t*> masks_;                     ///< of the present block, one a condition
  alignas(64) std::array<std::uint8_t, kBlockRows> combined_;  ///< what passes all of them
  Lazy<std::uint32_t> customers_;
  Lazy<std::uint32_t> orders_;
  Lazy<std::uint8_t> split_;
  Lazy<std::uint16_t> purchases_;
  Lazy<std::uint16_t> others_;
  Lazy<std::uint16_t> sold_;
  Lazy<std::uint16_t> first_purchases_;
  std::uint32_t last_buyer_ = kNone;
  std::vector<Lazy<std::int64_t>> units_;
  std::vector<Lazy<SparseUnit>> sparse_;
  Lazy<std::uint16_t> positions_;  ///< of rows; only those of rows that pass mean something
};

}  // namespace assay::cube
