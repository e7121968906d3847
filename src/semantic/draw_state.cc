#include "semantic/draw_state.h"

#include <array>

#include <fmt/ranges.h>

namespace assay::semantic {

// SplitMix64: equal on every machine, unlike the distributions of the standard library.
std::uint64_t StateDrawer::Below(std::uint64_t bound) {
  state_ += 0x9e37'79b9'7f4a'7c15;
  std::uint64_t value = state_;
  value = (value ^ (value >> 30)) * 0xbf58'476d'1ce4'e5b9;
  value = (value ^ (value >> 27)) * 0x94d0'49bb'1331'11eb;
  return (value ^ (value >> 31)) % bound;
}

std::vector<std::string> StateDrawer::DrawKeys(const ShopDimension& dimension) {
  std::vector<std::string> keys;
  const std::uint64_t count = 1 + Below(dimension.IsCustomer() ? 20 : 4);
  for (std::uint64_t i = 0; i < count; ++i) {
    std::string key = dimension.At(static_cast<std::uint32_t>(Below(dimension.size()))).key;
    if (Below(50) == 0) key = "long gone";
    bool is_new = true;
    for (const std::string& known : keys) is_new &= known != key;
    if (is_new) keys.push_back(std::move(key));
  }
  return keys;
}

DateChoice StateDrawer::DrawDate() {
  DateChoice choice;
  const auto data = shop_.data();
  if (!data) return choice;
  const auto days = static_cast<std::uint64_t>(std::int64_t{data->last} - data->first + 1);
  const auto some_day = [&] { return data->first + static_cast<Day>(Below(days)); };
  static constexpr std::array kRelative{"last_7_days",     "last_30_days", "this_month",
                                        "last_full_month", "this_year",    "last_full_year"};
  static constexpr std::array kGrains{Grain::kDay,     Grain::kWeek, Grain::kMonth,
                                      Grain::kQuarter, Grain::kYear, Grain::kFiscalQuarter};
  switch (Below(6)) {
    case 0:
      choice.relative = kRelative[Below(kRelative.size())];
      break;
    case 1: {
      const Day one = some_day();
      const Day other = some_day();
      choice.from = std::min(one, other);
      choice.to = std::max(one, other);
      break;
    }
    case 2:
      choice.from = some_day();
      break;
    case 3:
      for (std::uint64_t i = 0; i <= Below(3); ++i) {
        choice.keys.push_back(PeriodKey(some_day(), kGrains[Below(kGrains.size())], shop_.settings.calendar));
      }
      break;
    default:
      break;
  }
  return choice;
}

VisualOptions StateDrawer::DrawOptions(const Visual& visual) {
  static constexpr std::array kGrains{"auto",    "day",  "week",           "month",
                                      "quarter", "year", "fiscal_quarter", "fiscal_year"};
  VisualOptions options;
  options.top = 1'000'000;
  options.limit = 1'000'000;
  options.grain = kGrains[Below(kGrains.size())];
  if (!visual.drill.empty()) options.level = visual.drill[Below(visual.drill.size())];
  if (!options.level.empty() && !shop_.HasDimension(options.level)) options.level.clear();
  return options;
}

PageRequest StateDrawer::Draw() {
  const auto& pages = shop_.description->pages;
  const Page& page = pages[Below(pages.size())];
  PageRequest request;
  request.page = page.id;
  const std::uint64_t filters = Below(4);
  for (std::uint64_t i = 0; i < filters; ++i) {
    auto dimension = shop_.dimensions.begin();
    std::advance(dimension, static_cast<std::ptrdiff_t>(Below(shop_.dimensions.size())));
    request.state.filters[dimension->first] = DrawKeys(dimension->second);
  }
  request.state.date = DrawDate();
  for (const Visual& visual : page.visuals) request.options[visual.id] = DrawOptions(visual);
  return request;
}

std::string StateText(const PageRequest& request) {
  std::string text;
  for (const auto& [dimension, keys] : request.state.filters) {
    text += fmt::format("{} in ({}) ", dimension, fmt::join(keys, ", "));
  }
  const DateChoice& date = request.state.date;
  if (date.from) text += "from " + DayText(*date.from) + " ";
  if (date.to) text += "to " + DayText(*date.to) + " ";
  return text + fmt::format("{} {}", date.relative, fmt::join(date.keys, ","));
}

}  // namespace assay::semantic
