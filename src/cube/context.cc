#include "cube/context.h"

#include <algorithm>

namespace assay::cube {
namespace {

void AddSelection(Context& context, const Image::Parts& image, const Selection& selection) {
  const auto allowed = std::ranges::count_if(selection.allowed, [](std::uint8_t value) { return value != 0; });
  const std::size_t members = selection.allowed.size();
  if (allowed == 0) context.nothing = true;
  if (static_cast<std::size_t>(allowed) == members) return;
  if (selection.axis == Image::kCustomers) return context.customers.push_back(selection.allowed.data());
  const double share = static_cast<double>(allowed) / static_cast<double>(members);
  context.rows.push_back({image.members[selection.axis], selection.allowed.data(), share});
}

void LimitDays(Context& context, const ImageMeta& meta, const DayRange& days) {
  const std::int64_t first = std::max(days.first, meta.first_day);
  const std::int64_t last = std::min(days.last, meta.last_day);
  if (first > last) {
    context.nothing = true;
    return;
  }
  context.first_day = static_cast<std::uint32_t>(first - meta.first_day);
  context.last_day = static_cast<std::uint32_t>(last - meta.first_day);
  context.all_days = first == meta.first_day && last == meta.last_day;
}

}  // namespace

Context Context::Of(const Image::Parts& image, const std::vector<Selection>& selections,
                    const std::vector<std::size_t>& ignored, const std::optional<DayRange>& days) {
  Context context;
  context.nothing = image.meta.rows == 0;
  for (std::size_t i = 0; i < selections.size(); ++i)
    if (std::ranges::find(ignored, i) == ignored.end()) AddSelection(context, image, selections[i]);
  std::ranges::stable_sort(context.rows, {}, &RowFilter::share);
  if (days) LimitDays(context, image.meta, *days);
  if (context.nothing) context = {.customers = {}, .rows = {}, .nothing = true};
  return context;
}

Contexts Contexts::Of(const Image::Parts& image, const Query& query) {
  Contexts result;
  const auto position = [&](const auto& output) {
    const auto days = output.days || output.ignores_days ? output.days : query.days;
    Context context = Context::Of(image, query.selections, output.ignores, days);
    const auto found = std::ranges::find(result.contexts, context);
    const auto at = static_cast<std::size_t>(found - result.contexts.begin());
    if (found == result.contexts.end()) result.contexts.push_back(std::move(context));
    return at;
  };
  for (const Output& output : query.outputs) result.of_output.push_back(position(output));
  for (const ListOutput& list : query.lists) result.of_list.push_back(position(list));
  return result;
}

}  // namespace assay::cube
