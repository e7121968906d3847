#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "cube/cell_map.h"
#include "cube/query.h"

namespace assay::cube {

/// One aggregate of one output, as one thread has it so far. The threads' tallies of an aggregate look at different
/// customers (key > 0) and add up exactly.
class Tally {
 public:
  virtual ~Tally() = default;

  /// `cells`: of each position of `frame`, below or equal to the number of cells; null = all in cell 0.
  virtual void Add(Frame& frame, const std::uint32_t* cells) = 0;

  /// `other` is a tally of the same aggregate.
  virtual void Merge(const Tally& other) = 0;

  /// The value of each cell.
  virtual std::vector<std::int64_t> Values() const = 0;
};

/// `aggregate` must outlive the tally.
std::unique_ptr<Tally> MakeTally(const Image::Parts& image, const CellMap& map, const Aggregate& aggregate);

}  // namespace assay::cube
