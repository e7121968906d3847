#include <algorithm>

#include "semantic/answer_parts.h"

namespace assay::semantic {
namespace {

using nlohmann::json;

constexpr int kRatioDecimals = 6;

bool Overlaps(const DayRange& left, const DayRange& right) {
  return left.first <= right.last && right.first <= left.last;
}

bool IsWithin(const DayRange& inner, const DayRange& outer) {
  return outer.first <= inner.first && inner.last <= outer.last;
}

bool IsChosen(const Days& days, const DayRange& period) {
  return !days.is_all && std::ranges::any_of(days.spans, [&](const DayRange& span) { return Overlaps(span, period); });
}

// A period is partial where the data, or the days chosen, hold only some of its days.
bool IsPartial(const Days& days, const DayRange& data, const DayRange& period) {
  if (!IsWithin(period, data)) return true;
  if (!IsChosen(days, period)) return false;
  return std::ranges::none_of(days.spans, [&](const DayRange& span) { return IsWithin(period, span); });
}

DayRange SpanShown(const VisualPlan& plan, const DayRange& data) {
  const auto& spans = plan.cells.days.spans;
  if (plan.cells.days.is_all || spans.empty()) return data;
  return {spans.front().first, spans.back().last};
}

}  // namespace

json LineJson(const Answered& answered) {
  const Grain grain = answered.plan.cells.groups[0].grain;
  json answer{{"grain", Name(grain)}, {"members", json::array()}};
  answer["total"] = {{"values", ValuesJson(answered.plan, answered.total, 0, 0, answered.total)}};
  const auto data = answered.shop.data();
  if (!data) return answer;
  const Days chosen = ResolveDays(answered.state.date, answered.shop);
  const DayRange shown = SpanShown(answered.plan, *data);
  const std::vector<Period> periods = PeriodsOf(answered.shop, grain);
  for (std::uint32_t i = 0; i < periods.size(); ++i) {
    const DayRange& whole = periods[i].whole;
    if (!Overlaps(whole, shown)) continue;
    answer["members"].push_back({{"key", periods[i].key},
                                 {"label", periods[i].key},
                                 {"from", DayText(whole.first)},
                                 {"to", DayText(whole.last)},
                                 {"grey", false},
                                 {"selected", IsChosen(chosen, whole)},
                                 {"partial", IsPartial(chosen, *data, whole)},
                                 {"values", ValuesJson(answered.plan, answered.cells, i, 0, answered.total)}});
  }
  return answer;
}

json ChangeJson(const VisualPlan& plan, const Compared& compared, const Cells& period, const Cells& against) {
  const Measure& first = *plan.measures[0];
  const auto now = period.Value(first, 0, 0, period);
  const auto then = against.Value(first, 0, 0, against);
  std::optional<Decimal> difference;
  std::optional<Decimal> ratio;
  if (now && then) {
    difference = Add(*now, Negate(*then));
    if (IsLess({}, *then)) ratio = Divide(*difference, *then, kRatioDecimals);
  }
  const auto days = [](const DayRange& range) {
    return json{{"from", DayText(range.first)}, {"to", DayText(range.last)}};
  };
  json change{{"against", days(compared.against)},
              {"kind", Name(compared.kind)},
              {"values", ValuesJson(plan, against, 0, 0, against)},
              {"ratio", ValueJson(ratio)},
              {"difference", ValueJson(difference)},
              {"partial", compared.is_partial}};
  if (compared.is_last_month) {
    change["period"] = days(compared.period);
    change["period_values"] = ValuesJson(plan, period, 0, 0, period);
  }
  return change;
}

}  // namespace assay::semantic
