#include "semantic/period.h"

#include <algorithm>

namespace assay::semantic {
namespace {

// A period as named, and as far as the data go.
struct Span {
  DayRange whole;
  DayRange cut;
};

Span RelativeSpan(std::string_view word, const Shop& shop) {
  const Day as_of = shop.settings.as_of;
  const Calendar& calendar = shop.settings.calendar;
  const auto whole = [&](DayRange range) { return Span{range, {range.first, std::min(range.last, as_of)}}; };
  const auto full = [&](Grain grain) {
    const DayRange current = PeriodOf(as_of, grain, calendar);
    return whole(current.last == as_of ? current : PeriodOf(current.first - 1, grain, calendar));
  };
  if (word == "last_7_days") return whole({as_of - 6, as_of});
  if (word == "last_30_days") return whole({as_of - 29, as_of});
  if (word == "this_month") return whole(PeriodOf(as_of, Grain::kMonth, calendar));
  if (word == "this_year") return whole(PeriodOf(as_of, Grain::kYear, calendar));
  return full(word == "last_full_year" ? Grain::kYear : Grain::kMonth);
}

// Spans in order, those that touch joined.
std::vector<DayRange> Joined(std::vector<DayRange> spans) {
  std::ranges::sort(spans, {}, &DayRange::first);
  std::vector<DayRange> joined;
  for (const DayRange& span : spans) {
    if (span.first > span.last) continue;
    if (!joined.empty() && span.first <= joined.back().last + 1) {
      joined.back().last = std::max(joined.back().last, span.last);
    } else {
      joined.push_back(span);
    }
  }
  return joined;
}

std::vector<DayRange> NamedSpans(const DateChoice& choice, const Shop& shop) {
  if (!choice.relative.empty()) return {RelativeSpan(choice.relative, shop).whole};
  std::vector<DayRange> spans;
  for (const std::string& key : choice.keys) {
    if (const auto period = ParsePeriod(key, shop.settings.calendar)) spans.push_back(*period);
  }
  if (!spans.empty()) return Joined(std::move(spans));
  const auto data = shop.data();
  const Day first = choice.from ? *choice.from : data ? data->first : shop.settings.as_of;
  return Joined({{first, choice.to.value_or(std::max(first, shop.settings.as_of))}});
}

DayRange MoveMonths(const DayRange& whole, const DayRange& cut, int months) {
  const Day first = AddMonths(cut.first, months);
  const bool is_cut = cut.last != whole.last;
  return {first, is_cut ? AddMonths(cut.last, months) : AddMonths(whole.last + 1, months) - 1};
}

// Whole calendar months, however many; 0 for anything else.
int WholeMonths(const DayRange& span) {
  if (PeriodOf(span.first, Grain::kMonth, {}).first != span.first) return 0;
  int months = 0;
  while (AddMonths(span.first, months) <= span.last) ++months;
  return AddMonths(span.first, months) == span.last + 1 ? months : 0;
}

DayRange PeriodBefore(const DayRange& whole, const DayRange& cut) {
  if (const int months = WholeMonths(whole); months > 0) return MoveMonths(whole, cut, -months);
  const Day length = cut.last - cut.first + 1;
  return {cut.first - length, cut.first - 1};
}

DayRange YearBefore(const DayRange& whole, const DayRange& cut) {
  if (WholeMonths(whole) > 0) return MoveMonths(whole, cut, -12);
  return {AddMonths(cut.first, -12), AddMonths(cut.last, -12)};
}

// The last month that lies wholly within the data.
std::optional<DayRange> LastFullMonth(const DayRange& data) {
  DayRange month = PeriodOf(data.last, Grain::kMonth, {});
  if (month.last > data.last) month = PeriodOf(month.first - 1, Grain::kMonth, {});
  return month.first >= data.first ? std::optional(month) : std::nullopt;
}

}  // namespace

bool Days::Holds(Day day) const {
  if (is_all) return true;
  return std::ranges::any_of(spans, [&](const DayRange& span) { return span.first <= day && day <= span.last; });
}

Days ResolveDays(const DateChoice& choice, const Shop& shop) {
  Days days;
  days.is_all = choice.empty();
  if (days.is_all) return days;
  for (DayRange span : NamedSpans(choice, shop)) {
    span.last = std::min(span.last, shop.settings.as_of);
    if (span.first <= span.last) days.spans.push_back(span);
  }
  return days;
}

std::optional<Compared> Compare(const State& state, const Shop& shop) {
  const auto data = shop.data();
  if (!data || state.comparison == Comparison::kNone) return std::nullopt;
  Compared compared;
  compared.kind = state.comparison;
  DayRange whole;
  if (state.date.empty()) {
    const auto month = LastFullMonth(*data);
    if (!month) return std::nullopt;
    whole = compared.period = *month;
    compared.is_last_month = true;
  } else {
    const std::vector<DayRange> named = NamedSpans(state.date, shop);
    if (named.size() != 1) return std::nullopt;
    whole = named[0];
    compared.period = {whole.first, std::min(whole.last, data->last)};
    if (compared.period.first > compared.period.last) return std::nullopt;
    compared.is_partial = whole.last > data->last || whole.first < data->first;
  }
  compared.against = compared.kind == Comparison::kPreviousPeriod ? PeriodBefore(whole, compared.period)
                                                                  : YearBefore(whole, compared.period);
  if (compared.against.first < data->first || compared.against.last > data->last) return std::nullopt;
  return compared;
}

}  // namespace assay::semantic
