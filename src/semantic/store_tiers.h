#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "semantic/answer.h"
#include "semantic/cells.h"
#include "semantic/tier_shares.h"

/// Private to this folder: what stores sell to customers of each tier.
namespace assay::semantic {

/// Sales to known customers by store and tier, at scale 4.
struct StoreTiers {
  std::vector<std::uint32_t> stores;    ///< positions in the dimension of stores, as pages list them, that have any
  std::vector<std::int64_t> customers;  ///< buyers, by store
  std::vector<std::vector<std::int64_t>> amounts;  ///< [store][tier]
  std::vector<ResampleUnit> units;                 ///< the same sales by customer or group of customers
};

/// What the sales in `state` are looked for with: its stores and tiers are passed over.
CellsQuery StoreLinesOf(const Shop& shop, const State& state);

/// What a page asks for the statements together with its other questions; nothing where the sales are found in another
/// way: for few customers, and for several spans of days.
std::vector<CellsQuery> StoreTierQueries(const Shop& shop, const State& state);

/// The sales in the days and filters of `state`; its stores and tiers are passed over. `cells` are the answers of
/// StoreTierQueries, or none: then they are asked here. kUnsupported for several spans of days without
/// `context.run_sql`.
Result<StoreTiers> GatherStoreTiers(const Shop& shop, const State& state, const AnswerContext& context,
                                    std::span<const Cells> cells);

}  // namespace assay::semantic
