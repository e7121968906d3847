#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <span>

#include "cube/column.h"

namespace assay::cube {

/// Rows looked at together: few enough for the fastest caches.
inline constexpr std::uint32_t kBlockRows = 2048;

/// Consecutive rows of one customer inside a block, numbered from the block's first row on.
struct CustomerRun {
  std::uint32_t customer;
  std::uint16_t begin;
  std::uint16_t end;
};

/// Which rows of a block pass one condition.
struct FilterMask {
  bool passes_none = false;
  const std::uint8_t* passes = nullptr;  ///< a byte a row, 1 or 0; null: none of them, or all
};

/// What rows of a block pass single conditions. Each is found once a block, when first asked for, whichever contexts
/// have the condition. A mask holds until the next block.
class FilterMasks {
 public:
  void Enter(std::uint32_t first_row, std::uint32_t rows, std::span<const CustomerRun> runs);

  FilterMask OfCustomers(const std::uint8_t* allowed);
  const std::uint8_t* OfMembers(const Column& members, const std::uint8_t* allowed);
  const std::uint8_t* OfDays(const Column& days, std::uint32_t first, std::uint32_t last);

 private:
  /// As in Block: most runs are short.
  static constexpr std::uint32_t kFillRows = 16;

  struct Mask {
    const std::uint8_t* allowed = nullptr;  ///< null: of days
    std::uint32_t first_day = 0;
    std::uint32_t last_day = 0;
    std::uint64_t block = 0;
    std::size_t runs = 0;  ///< of customers who pass
    alignas(64) std::array<std::uint8_t, kBlockRows + kFillRows> passes;
  };

  void MarkRuns(const std::uint8_t* allowed, std::uint8_t* passes) const;

  /// The mask with these conditions; it may be of an earlier block.
  Mask& Find(const std::uint8_t* allowed, std::uint32_t first_day, std::uint32_t last_day);

  std::uint32_t first_row_ = 0;
  std::uint32_t rows_ = 0;
  std::span<const CustomerRun> runs_;
  std::uint64_t block_ = 0;
  std::deque<Mask> masks_;
};

}  // namespace assay::cube
