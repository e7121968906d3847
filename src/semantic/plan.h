#pragma once

#include <string>
#include <vector>

#include "semantic/cells.h"

/// Private to this folder: a visual together with a state and its options.
namespace assay::semantic {

struct VisualPlan {
  const Visual* visual = nullptr;
  VisualOptions options;
  std::vector<const Measure*> measures;  ///< those the shop has
  std::vector<std::string> group_ids;    ///< the dimensions at the level chosen
  CellsQuery cells;                      ///< lines and the atoms of all measures, by the groups
};

/// kInvalidInput for a level that the visual does not drill to.
Result<VisualPlan> PlanVisual(const Shop& shop, const PageRequest& request, const Visual& visual);

/// The same without groups.
CellsQuery TotalOf(CellsQuery query);

/// What stands beside a chart of goods: the sum of what is none.
CellsQuery NonGoodsOf(CellsQuery query);

/// How many customers shop at several known stores, and of how many.
CellsQuery SeveralOf(CellsQuery query);

/// The visuals a request asks for that the shop has. kInvalidInput for an unknown page or visual.
Result<std::vector<const Visual*>> VisualsOf(const Shop& shop, const PageRequest& request);

/// One of them. kNotFound, with the near name, when the page or the shop does not have it.
Result<const Visual*> FindVisual(const Shop& shop, const std::string& page, const std::string& visual);

/// `state` with what a mark stands for: its choices take the place of those of the same dimensions, since a visual may
/// show marks beside the selection.
State Marked(State state, const State& where);

}  // namespace assay::semantic
