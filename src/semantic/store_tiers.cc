#include "semantic/store_tiers.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "cube/query.h"
#include "semantic/answer_parts.h"
#include "semantic/lines_sql.h"

namespace assay::semantic {
namespace {

using PairSums = std::vector<cube::CustomerMemberSum>;

cube::Query FilterOf(const Shop& shop, const CellsQuery& query) {
  cube::Query filter;
  filter.selections = SelectionsOf(shop, query);
  filter.days = SpanOf(query);
  return filter;
}

std::uint64_t KeyOf(const Shop& shop, std::uint32_t customer) {
  return static_cast<std::uint64_t>(shop.image->key(cube::Image::kCustomers, customer));
}

std::uint32_t TierOf(const Shop& shop, std::uint32_t customer) {
  const ShopDimension& tiers = *shop.Find("tier");
  return shop.image->code(tiers.axis, *tiers.attribute, customer);
}

bool DrawsGroups(const Shop& shop) { return shop.draw_groups != nullptr; }

/// Lists the stores that have sales, in the order of pages, and gives each its place.
class Places {
 public:
  Places(const Shop& shop, const std::vector<bool>& present, StoreTiers& gathered) : place_of_(present.size()) {
    for (const std::uint32_t position : shop.Find("store")->shown) {
      if (position >= present.size() || !present[position]) continue;
      place_of_[position] = static_cast<std::uint32_t>(gathered.stores.size());
      gathered.stores.push_back(position);
    }
    gathered.customers.resize(gathered.stores.size());
    gathered.amounts.assign(gathered.stores.size(), std::vector<std::int64_t>(shop.Find("tier")->size()));
  }

  std::uint32_t Of(std::uint32_t position) const { return place_of_[position]; }

 private:
  std::vector<std::uint32_t> place_of_;
};

/// From the cube, group by group: with many customers the pairs of customers and stores would be as many as the lines.
StoreTiers FromGroups(const Shop& shop, const Cells& buyers, const Cells& groups) {
  const std::uint32_t tiers = shop.Find("tier")->size();
  const std::uint32_t members = shop.image->members(*shop.store_axis);
  const std::vector<std::int64_t>& sums = groups.values[0];
  std::vector<std::int64_t> customers(members);
  for (std::uint32_t store = 0; store < members; ++store)
    customers[store] = buyers.At({Atom::Kind::kCustomers}, store, 0);
  std::vector<bool> present(members);
  for (std::size_t cell = 0; cell < sums.size(); ++cell)
    if (sums[cell] != 0) present[cell % members] = true;
  for (std::uint32_t store = 0; store < members; ++store)
    if (customers[store] > 0) present[store] = true;
  StoreTiers gathered;
  const Places places(shop, present, gathered);
  for (const std::uint32_t store : gathered.stores) gathered.customers[places.Of(store)] = customers[store];
  for (std::uint32_t group = 0; group < kResampleGroups; ++group) {
    ResampleUnit unit{.number = group, .sales = {}};
    for (const std::uint32_t store : gathered.stores) {
      for (std::uint32_t tier = 0; tier < tiers; ++tier) {
        const std::int64_t sum = sums[(std::size_t{group} * tiers + tier) * members + store];
        if (sum == 0) continue;
        gathered.amounts[places.Of(store)][tier] += sum;
        unit.sales.emplace_back(places.Of(store) * tiers + tier, static_cast<double>(sum));
      }
    }
    gathered.units.push_back(std::move(unit));
  }
  return gathered;
}

Result<PairSums> SumsFromSql(const Shop& shop, const CellsQuery& query, const AnswerContext& context) {
  if (!context.run_sql) {
    return Unsupported("Cannot compare stores: expected days that follow one another, got several spans");
  }
  ASSIGN_OR_RETURN(
      const engine::Rows rows,
      context.run_sql("SELECT f.customer_key, f.store_key, CAST(sum(f.total_sale_amount) * 10000 AS HUGEINT), "
                      "bool_or(f.is_purchase)" +
                      LinesSql(shop, query).FromWhere() +
                      "\n    AND f.customer_key > 0\n  GROUP BY f.customer_key, f.store_key"));
  PairSums sums;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    const auto customer = shop.Find("customer")->Find(rows.Text(row, 0));
    const auto store = shop.Find("store")->Find(rows.Text(row, 1));
    if (!customer || !store) return Internal("Cannot compare stores: expected known keys in the facts");
    sums.push_back({*customer, *store, std::stoll(rows.Text(row, 2)), rows.Text(row, 3) == "true"});
  }
  return sums;
}

StoreTiers FromPairs(const Shop& shop, const PairSums& sums) {
  const std::uint32_t tiers = shop.Find("tier")->size();
  std::vector<bool> present(shop.image->members(*shop.store_axis));
  for (const auto& sum : sums) present[sum.member] = true;
  StoreTiers gathered;
  const Places places(shop, present, gathered);
  std::map<std::uint64_t, std::map<std::uint32_t, std::int64_t>> units;
  for (const auto& sum : sums) {
    const std::uint32_t store = places.Of(sum.member);
    const std::uint32_t tier = TierOf(shop, sum.customer);
    gathered.amounts[store][tier] += sum.sum;
    gathered.customers[store] += sum.has_purchase ? 1 : 0;
    const std::uint64_t key = KeyOf(shop, sum.customer);
    units[DrawsGroups(shop) ? ResampleGroupOf(key) : key][store * tiers + tier] += sum.sum;
  }
  for (const auto& [number, amounts] : units) {
    ResampleUnit unit{.number = number, .sales = {}};
    for (const auto& [position, amount] : amounts) unit.sales.emplace_back(position, static_cast<double>(amount));
    gathered.units.push_back(std::move(unit));
  }
  return gathered;
}

}  // namespace

CellsQuery StoreLinesOf(const Shop& shop, const State& state) {
  CellsQuery query;
  query.filters = state.filters;
  query.filters.erase("store");
  query.filters.erase("tier");
  query.days = ResolveDays(state.date, shop);
  query.known_stores_only = true;
  return query;
}

std::vector<CellsQuery> StoreTierQueries(const Shop& shop, const State& state) {
  const CellsQuery query = StoreLinesOf(shop, state);
  if (!DrawsGroups(shop) || !FitsCube(query)) return {};
  CellsQuery buyers = query;
  buyers.groups = {{.dimension = shop.Find("store")}};
  buyers.atoms = {{Atom::Kind::kCustomers}};
  CellsQuery groups = query;
  groups.groups = {{.is_draw = true}, {.dimension = shop.Find("store")}};
  groups.atoms = {{Atom::Kind::kSum, "total_sale_amount"}};
  return {std::move(buyers), std::move(groups)};
}

Result<StoreTiers> GatherStoreTiers(const Shop& shop, const State& state, const AnswerContext& context,
                                    std::span<const Cells> cells) {
  const CellsQuery query = StoreLinesOf(shop, state);
  if (!FitsCube(query)) {
    ASSIGN_OR_RETURN(const PairSums sums, SumsFromSql(shop, query, context));
    return FromPairs(shop, sums);
  }
  if (!cells.empty()) return FromGroups(shop, cells[0], cells[1]);
  if (DrawsGroups(shop)) {
    ASSIGN_OR_RETURN(const CellsAnswers answers, AnswerCells(shop, StoreTierQueries(shop, state), {}, context));
    return FromGroups(shop, answers.cells[0], answers.cells[1]);
  }
  ASSIGN_OR_RETURN(const PairSums sums,
                   cube::SumByCustomerAndMember(*shop.image, FilterOf(shop, query), *shop.store_axis,
                                                shop.columns.at("total_sale_amount"), context.stop));
  return FromPairs(shop, sums);
}

}  // namespace assay::semantic
