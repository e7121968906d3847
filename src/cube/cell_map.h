#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "cube/frame.h"

namespace assay::cube {

/// The cells of a frame's positions: one for all, or one each.
struct FrameCells {
  const std::uint32_t* each = nullptr;
  std::uint32_t all = 0;  ///< while `each` is null

  std::uint32_t At(std::uint32_t position) const { return each == nullptr ? all : each[position]; }
};

/// Finds the cell of each row of a frame for the groups of an output. Shared between threads.
class CellMap {
 public:
  /// The image must outlive the map.
  CellMap(const Image::Parts& image, const Output& output);

  /// The number of cells. Rows in no bucket get this number as their cell.
  std::uint32_t cells() const { return cells_; }

  /// Whether all rows of a customer fall in one cell.
  bool by_customer() const { return by_customer_; }

  /// The cell of each position, in `cells` where they differ. All are in one cell without groups, and often by groups
  /// of customers, since those of one group may stand together.
  FrameCells Fill(Frame& frame, std::vector<std::uint32_t>& cells) const;

 private:
  struct Part {
    Column column;
    bool of_customer = false;          ///< the column has an entry a customer, not a row
    std::vector<std::uint32_t> table;  ///< by the column's number; empty: the number itself
    bool is_total = true;              ///< the table has every number; else greater ones are as its last
  };

  void Add(const Image::Parts& image, const Group& group, std::uint32_t stride);
  static std::optional<std::uint32_t> OneForAll(const Part& part, const Block& block);
  void FillPart(const Part& part, bool first, Frame& frame, std::uint32_t* cells) const;

  std::uint32_t cells_ = 1;
  bool by_customer_ = true;
  bool has_rest_ = false;  ///< some rows are in no bucket
  std::vector<Part> parts_;
};

}  // namespace assay::cube
