#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "cube/cell_map.h"
#include "cube/query.h"

namespace assay::cube {

/// One aggregate, or several that are cheaper together, as one thread has them so far. The threads' tallies of an
/// aggregate look at different customers (key > 0) and add up exactly.
class Tally {
 public:
  virtual ~Tally() = default;

  /// `cells`: of the positions of `frame`, below or equal to the number of cells. One cell for all means that all rows
  /// of each customer in the frame are in it, in other frames too.
  virtual void Add(Frame& frame, FrameCells cells) = 0;

  /// `other` is a tally of the same aggregates.
  virtual void Merge(const Tally& other) = 0;

  /// The value of each cell for the aggregate of that number.
  virtual std::vector<std::int64_t> Values(std::size_t number) const = 0;
};

/// The tallies of all aggregates over the same cells.
struct Tallies {
  struct Place {
    std::size_t tally;
    std::size_t number;
  };
  std::vector<std::unique_ptr<Tally>> all;
  std::vector<Place> of_aggregate;

  std::vector<std::int64_t> Values(std::size_t aggregate) const {
    return all[of_aggregate[aggregate].tally]->Values(of_aggregate[aggregate].number);
  }
};

/// `aggregates` must outlive the tallies.
Tallies MakeTallies(const Image::Parts& image, const CellMap& map, const std::vector<Aggregate>& aggregates);

}  // namespace assay::cube
