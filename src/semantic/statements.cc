#include "semantic/statements.h"

#include <cmath>

#include <fmt/format.h>

#include "semantic/answer_parts.h"
#include "semantic/store_tiers.h"

namespace assay::semantic {
namespace {

using nlohmann::json;

constexpr std::int64_t kFewestCustomers = 5;
constexpr std::int64_t kFewCustomers = 30;
// A suggestion asks for a difference that matters, not only for one that is there: five points of a hundred.
constexpr std::int64_t kPointsForAction = 5;

std::int64_t Sum(const std::vector<std::int64_t>& values) {
  std::int64_t sum = 0;
  for (const std::int64_t value : values) sum += value;
  return sum;
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
      return phrases_.Fill("silent_few", {{"customers", Count(buyers)}, {"minimum", Written({minimum, minimum})}});
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

  // The numbers of a sentence are written here; its words have none.
  Text Written(Text number) const {
    if (shop_.settings.has_arabic_digits) number.ar = WithArabicDigits(number.ar);
    return number;
  }

  Text Percent(const Decimal& share) const {
    const Decimal rounded = *Divide(Decimal{share.unscaled * 100, share.scale}, {1, 0}, 1);
    return Written({rounded.ToText() + " %", rounded.ToText() + "٪"});
  }

  Text Count(std::int64_t buyers) const { return Written(phrases_.Count("customers", buyers)); }

  json StatementJson(std::uint32_t store, std::uint32_t tier) const {
    const Member place = shop_.Find("store")->At(gathered_.stores[store]);
    const Member level = tiers_.At(tier);
    const Share share = ShareOf(store, tier);
    const std::int64_t buyers = gathered_.customers[store];
    const bool is_more = IsLess({}, share.Difference());
    Text text = phrases_.Fill(is_more ? "store_tier_more" : "store_tier_less", {{"store", place.label},
                                                                                {"tier", level.label},
                                                                                {"share", Percent(share.here)},
                                                                                {"others", Percent(share.elsewhere)},
                                                                                {"customers", Count(buyers)}});
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

Result<json> StoreStatements(const Shop& shop, const State& state, const AnswerContext& context,
                             std::span<const Cells> cells) {
  if (shop.Find("tier") == nullptr || shop.Find("store") == nullptr) {
    return json{{"statements", json::array()}, {"silent", json::array()}};
  }
  ASSIGN_OR_RETURN(const StoreTiers gathered, GatherStoreTiers(shop, state, context, cells));
  ASSIGN_OR_RETURN(const ShareDifferences differences,
                   ResampleShares(gathered.units, static_cast<std::uint32_t>(gathered.stores.size()),
                                  shop.Find("tier")->size(), context.stop));
  return Speaker(shop, gathered, differences).Speak();
}

}  // namespace assay::semantic
