#include "semantic/statements.h"

#include <cmath>
#include <map>
#include <set>

#include <fmt/format.h>

#include "cube/query.h"
#include "semantic/answer_parts.h"
#include "semantic/lines_sql.h"
#include "semantic/tier_shares.h"

namespace assay::semantic {
namespace {

using nlohmann::json;

constexpr std::int64_t kFewestCustomers = 5;
constexpr std::int64_t kFewCustomers = 30;
// A suggestion asks for a difference that matters, not only for one that is there: five points of a hundred.
constexpr std::int64_t kPointsForAction = 5;

/// Sales to known customers by store and tier.
struct StoreTiers {
  std::vector<std::uint32_t> stores;    ///< positions in the dimension of stores that have sales to known customers
  std::vector<std::int64_t> customers;  ///< buyers, by store
  std::vector<std::vector<std::int64_t>> amounts;  ///< [store][tier]
  std::vector<CustomerSales> sales;
};

std::int64_t Sum(const std::vector<std::int64_t>& values) {
  std::int64_t sum = 0;
  for (const std::int64_t value : values) sum += value;
  return sum;
}

using PairSums = std::vector<cube::CustomerMemberSum>;

CellsQuery LinesOf(const Shop& shop, const State& state) {
  CellsQuery query;
  query.filters = state.filters;
  query.filters.erase("store");
  query.filters.erase("tier");
  query.days = ResolveDays(state.date, shop);
  query.known_stores_only = true;
  return query;
}

Result<PairSums> SumsFromCube(const Shop& shop, const CellsQuery& query, const AnswerContext& context) {
  cube::Query filter;
  filter.selections = SelectionsOf(shop, query);
  if (!query.days.is_all) filter.days = query.days.spans.empty() ? DayRange{1, 0} : query.days.spans[0];
  return cube::SumByCustomerAndMember(*shop.image, filter, *shop.store_axis, shop.columns.at("total_sale_amount"),
                                      context.stop);
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

Result<StoreTiers> Gather(const Shop& shop, const State& state, const AnswerContext& context) {
  const CellsQuery query = LinesOf(shop, state);
  const bool is_of_cube = query.days.is_all || query.days.spans.size() <= 1;
  ASSIGN_OR_RETURN(const PairSums sums,
                   is_of_cube ? SumsFromCube(shop, query, context) : SumsFromSql(shop, query, context));
  const ShopDimension& tiers = *shop.Find("tier");
  StoreTiers gathered;
  std::set<std::uint32_t> present;
  for (const auto& sum : sums) present.insert(sum.member);
  std::map<std::uint32_t, std::uint32_t> places;
  for (const std::uint32_t position : shop.Find("store")->shown) {
    if (!present.contains(position)) continue;
    places[position] = static_cast<std::uint32_t>(gathered.stores.size());
    gathered.stores.push_back(position);
  }
  gathered.customers.resize(gathered.stores.size());
  gathered.amounts.assign(gathered.stores.size(), std::vector<std::int64_t>(tiers.size()));
  for (const auto& sum : sums) {
    const std::uint32_t store = places.at(sum.member);
    const std::uint32_t tier = shop.image->code(tiers.axis, *tiers.attribute, sum.customer);
    gathered.amounts[store][tier] += sum.sum;
    gathered.customers[store] += sum.has_purchase ? 1 : 0;
    const auto key = static_cast<std::uint64_t>(shop.image->key(cube::Image::kCustomers, sum.customer));
    gathered.sales.push_back({key, store, tier, sum.sum});
  }
  return gathered;
}

class Speaker {
 public:
  Speaker(const Shop& shop, const StoreTiers& gathered, const ShareDifferences& differences)
      : shop_(shop),
        phrases_(shop.description->phrases),
        gathered_(gathered),
        differences_(differences),
        tiers_(*shop.Find("tier")) {}

  json Speak() {
    json answer{{"statements", json::array()}, {"silent", json::array()}};
    for (std::uint32_t store = 0; store < gathered_.stores.size(); ++store) {
      if (const auto why = Silence(store)) {
        answer["silent"].push_back(SilentJson(store, *why));
      } else if (const auto tier = Strongest(store)) {
        answer["statements"].push_back(StatementJson(store, *tier));
      } else {
        answer["silent"].push_back(SilentJson(store, phrases_.Fill("silent_same", {})));
      }
    }
    return answer;
  }

 private:
  struct Share {
    Decimal here;
    Decimal elsewhere;
    Decimal Difference() const { return Add(here, Negate(elsewhere)); }
  };

  std::int64_t Elsewhere(std::uint32_t store) const {
    std::int64_t sum = 0;
    for (std::uint32_t other = 0; other < gathered_.amounts.size(); ++other) {
      if (other != store) sum += Sum(gathered_.amounts[other]);
    }
    return sum;
  }

  std::optional<Text> Silence(std::uint32_t store) const {
    const std::int64_t buyers = gathered_.customers[store];
    if (buyers < kFewestCustomers) {
      const std::string minimum = std::to_string(kFewestCustomers);
      return phrases_.Fill("silent_few",
                           {{"customers", phrases_.Count("customers", buyers)}, {"minimum", {minimum, minimum}}});
    }
    if (Sum(gathered_.amounts[store]) <= 0) return phrases_.Fill("silent_no_sales", {});
    if (Elsewhere(store) <= 0) return phrases_.Fill("silent_alone", {});
    return std::nullopt;
  }

  // Shares with six decimals, exact.
  Share ShareOf(std::uint32_t store, std::uint32_t tier) const {
    std::int64_t others = 0;
    for (std::uint32_t other = 0; other < gathered_.amounts.size(); ++other) {
      if (other != store) others += gathered_.amounts[other][tier];
    }
    return {*Divide({gathered_.amounts[store][tier], 4}, {Sum(gathered_.amounts[store]), 4}, 6),
            *Divide({others, 4}, {Elsewhere(store), 4}, 6)};
  }

  // The tier that stands out most: more than elsewhere before less, then the greatest difference. What all sell more
  // of, some sell less of; so one sentence a store says it.
  std::optional<std::uint32_t> Strongest(std::uint32_t store) const {
    std::optional<std::uint32_t> best;
    for (const std::uint32_t tier : tiers_.shown) {
      if (tiers_.At(tier).is_grey || !differences_[store][tier] || !differences_[store][tier]->ExcludesZero()) continue;
      if (!best || IsLess(ShareOf(store, *best).Difference(), ShareOf(store, tier).Difference())) best = tier;
    }
    return best;
  }

  json SilentJson(std::uint32_t store, const Text& because) const {
    const Member member = shop_.Find("store")->At(gathered_.stores[store]);
    return {{"store", member.key}, {"label", LabelJson(member)}, {"because", semantic::ToJson(because)}};
  }

  static Text Percent(const Decimal& share) {
    const Decimal rounded = *Divide(Decimal{share.unscaled * 100, share.scale}, {1, 0}, 1);
    return {rounded.ToText() + " %", rounded.ToText() + "٪"};
  }

  json StatementJson(std::uint32_t store, std::uint32_t tier) const {
    const Member place = shop_.Find("store")->At(gathered_.stores[store]);
    const Member level = tiers_.At(tier);
    const Share share = ShareOf(store, tier);
    const std::int64_t buyers = gathered_.customers[store];
    const bool is_more = IsLess({}, share.Difference());
    Text text = phrases_.Fill(is_more ? "store_tier_more" : "store_tier_less",
                              {{"store", place.label},
                               {"tier", level.label},
                               {"share", Percent(share.here)},
                               {"others", Percent(share.elsewhere)},
                               {"customers", phrases_.Count("customers", buyers)}});
    if (buyers < kFewCustomers) {
      const Text few = phrases_.Fill("few_customers", {});
      text = {text.en + " " + few.en, text.ar + " " + few.ar};
    }
    return {{"store", place.key},
            {"store_label", LabelJson(place)},
            {"tier", level.key},
            {"text", semantic::ToJson(text)},
            {"action", Action(level.key, share)},
            {"numbers", Numbers(store, tier, share)}};
  }

  // The first tier asks for better goods, the last for more goods at once; between them, and where a tier brings less
  // than elsewhere, the figures alone say nothing of what to do.
  json Action(const std::string& tier, const Share& share) const {
    const auto& order = shop_.settings.tiers;
    if (IsLess(share.Difference(), {kPointsForAction, 2}) || order.size() < 2) return nullptr;
    const bool has_costs = shop_.columns.contains("cost");
    if (tier == order.front()) {
      return semantic::ToJson(phrases_.Fill(has_costs ? "action_top_margin" : "action_top", {}));
    }
    return tier == order.back() ? semantic::ToJson(phrases_.Fill("action_last", {})) : json(nullptr);
  }

  json Numbers(std::uint32_t store, std::uint32_t tier, const Share& share) const {
    const ShareDifference& interval = *differences_[store][tier];
    const auto six = [](double value) {
      return Decimal{static_cast<std::int64_t>(std::llround(value * 1'000'000)), 6}.ToText();
    };
    return {{"share", share.here.ToText()},
            {"share_elsewhere", share.elsewhere.ToText()},
            {"difference", share.Difference().ToText()},
            {"interval", {{"low", six(interval.low)}, {"high", six(interval.high)}}},
            {"customers", std::to_string(gathered_.customers[store])},
            {"sales", Decimal{Sum(gathered_.amounts[store]), 4}.ToText()},
            {"tier_sales", Decimal{gathered_.amounts[store][tier], 4}.ToText()}};
  }

  const Shop& shop_;
  const Phrases& phrases_;
  const StoreTiers& gathered_;
  const ShareDifferences& differences_;
  const ShopDimension& tiers_;
};

}  // namespace

Result<json> StoreStatements(const Shop& shop, const State& state, const AnswerContext& context) {
  if (shop.Find("tier") == nullptr || shop.Find("store") == nullptr) {
    return json{{"statements", json::array()}, {"silent", json::array()}};
  }
  ASSIGN_OR_RETURN(const StoreTiers gathered, Gather(shop, state, context));
  ASSIGN_OR_RETURN(const ShareDifferences differences,
                   ResampleShares(gathered.sales, static_cast<std::uint32_t>(gathered.stores.size()),
                                  shop.Find("tier")->size(), context.stop));
  return Speaker(shop, gathered, differences).Speak();
}

}  // namespace assay::semantic
