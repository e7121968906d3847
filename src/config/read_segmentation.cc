#include "config/read_segmentation.h"

#include <algorithm>

#include "config/scalar_forms.h"
#include "config/section.h"

namespace assay::config {
namespace {

std::optional<int> ReadTop(const Value& value) {
  const auto text = value.Text();
  if (!text) return std::nullopt;
  const auto top = ParsePercentage(*text);
  if (top && *top > 0 && *top < 1000) return top;
  value.Refuse("a percentage between 0% and 100% such as 30%, in steps of 0.1%");
  return std::nullopt;
}

std::optional<std::string> ReadAmount(const Value& value) {
  auto text = value.Text();
  if (text && ParseAmount(*text)) return text;
  if (text) value.Refuse("a positive amount with up to 4 decimals such as 10000");
  return std::nullopt;
}

// Compares each tier with the one above it; `better` is that tier.
void CheckOrder(const Value& place, const Tier& tier, const Tier& better) {
  if (tier.top_permille && better.top_permille && *tier.top_permille <= *better.top_permille) {
    place.Report(
        fmt::format("expected a larger share than the {}% of {}, since shares count from the top, got {}%; write the "
                    "share of {} and better tiers together",
                    *better.top_permille / 10.0, better.name, *tier.top_permille / 10.0, tier.name));
  }
  if (tier.min_amount && better.min_amount && *ParseAmount(*tier.min_amount) >= *ParseAmount(*better.min_amount)) {
    place.Report(fmt::format("expected a smaller min_amount than the {} of {}, got {}", *better.min_amount, better.name,
                             *tier.min_amount));
  }
  if ((tier.top_permille && better.min_amount) || (tier.min_amount && better.top_permille)) {
    place.Report(fmt::format("expected the same kind of limit as {}; use top for all tiers, or min_amount for all",
                             better.name));
  }
}

Tier ReadTier(const Value& value, bool is_last) {
  Tier tier;
  const Section section(value, {"segmentation.tiers[]"});
  if (const auto name = section.Get("name")) Assign(tier.name, name->Text());
  const auto top = section.Get("top");
  const auto amount = section.Get("min_amount");
  if (is_last && (top || amount)) {
    (top ? top : amount)->Report("the last tier takes the rest; remove it here, or add a tier below");
    return tier;
  }
  if (!is_last && value.IsMap() && top.has_value() == amount.has_value()) {
    value.Report("expected top or min_amount, one of them; add it, since only the last tier takes the rest");
  }
  if (top) tier.top_permille = ReadTop(*top);
  if (amount) tier.min_amount = ReadAmount(*amount);
  return tier;
}

std::vector<Tier> ReadTiers(const Value& value) {
  std::vector<Tier> tiers;
  if (!value.IsList()) {
    value.Refuse("a list of tiers", "write [{name: Gold, top: 30%}, {name: Bronze}]");
    return tiers;
  }
  const std::vector<Value> items = value.Items();
  for (std::size_t i = 0; i < items.size(); ++i) {
    Tier tier = ReadTier(items[i], i + 1 == items.size());
    if (!tier.name.empty() && std::ranges::find(tiers, tier.name, &Tier::name) != tiers.end()) {
      items[i].Report(fmt::format("tier '{}' already stands above; names must differ", tier.name));
    }
    if (!tiers.empty()) CheckOrder(items[i], tier, tiers.back());
    tiers.push_back(std::move(tier));
  }
  return tiers;
}

std::optional<int> ReadWindow(const Value& value) {
  const auto text = value.Text();
  if (!text || *text == "all") return std::nullopt;
  const auto months = ParseMonths(*text);
  if (!months) value.Refuse("all, or a number of months such as \"12 months\"");
  return months;
}

}  // namespace

std::vector<Tier> DefaultTiers() {
  return {{.name = "Gold", .top_permille = 300, .min_amount = {}},
          {.name = "Silver", .top_permille = 500, .min_amount = {}},
          {.name = "Bronze", .top_permille = {}, .min_amount = {}}};
}

Segmentation ReadSegmentation(const Value& value) {
  Segmentation segmentation;
  segmentation.tiers = DefaultTiers();
  const Section section(value, {"segmentation"});
  const auto tiers = section.Get("tiers");
  if (tiers) segmentation.tiers = ReadTiers(*tiers);
  const auto measure = section.Get("measure");
  if (measure) {
    Assign(segmentation.measure, measure->Choice<std::string>(
                                     {{"monetary", "monetary"}, {"frequency", "frequency"}, {"recency", "recency"}}));
  }
  if (const auto window = section.Get("window")) segmentation.window_months = ReadWindow(*window);
  const bool has_amounts =
      std::ranges::any_of(segmentation.tiers, [](const Tier& tier) { return tier.min_amount.has_value(); });
  if (has_amounts && segmentation.measure != "monetary") {
    measure->Report("min_amount is money; expected measure monetary, or tiers with top");
  }
  return segmentation;
}

}  // namespace assay::config
