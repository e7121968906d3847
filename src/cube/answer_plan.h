#pragma once

#include <cstddef>
#include <vector>

#include "cube/cell_map.h"
#include "cube/context.h"

namespace assay::cube {

/// What is computed to answer a query. Visuals of a page ask for much that is equal, or a coarser view of what another
/// asks for: every number is computed once, in the finest grid that needs it.
///
/// Coarser cells are added up only where that is exact: lines and sums always; what is counted by customer over
/// attributes of customers alone, since a customer has one value of each; orders likewise while none is split.
struct AnswerPlan {
  /// Aggregates over equal cells of one context.
  struct Grid {
    std::size_t context;
    std::vector<Group> groups;
    CellMap map;
    std::vector<Aggregate> aggregates;
  };

  /// Where the values of an aggregate of an output are found.
  struct Source {
    std::size_t grid;
    std::size_t aggregate;
    bool is_folded = false;              ///< else the grid's cells are those of the output
    std::vector<std::uint32_t> cell_of;  ///< folded: the output's cell of each cell of the grid
    std::uint32_t cells = 1;             ///< of the output
  };

  std::vector<Grid> grids;
  std::vector<std::vector<Source>> sources;  ///< [output][aggregate]

  static AnswerPlan Of(const Image::Parts& image, const Query& query, const Contexts& contexts);
};

}  // namespace assay::cube
