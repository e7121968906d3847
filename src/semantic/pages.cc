#include "semantic/pages.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/near_name.h"
#include "config/scalar_forms.h"

namespace assay::semantic {
namespace {

using nlohmann::json;

constexpr std::size_t kMostListed = 1000;

json MemberJson(const Member& member) {
  json made{{"key", member.key},
            {"label", member.is_translated ? ToJson(member.label) : json(member.label.en)},
            {"grey", member.is_grey},
            {"meaning", member.text != nullptr ? ToJson(member.text->meaning) : json(nullptr)},
            {"next_step", member.text != nullptr ? ToJson(member.text->next_step) : json(nullptr)}};
  if (!member.color.empty()) made["color"] = member.color;
  if (member.label.ar != member.label.en) made["name_ar"] = member.label.ar;
  return made;
}

json DimensionJson(const Dimension& dimension, const ShopDimension* found) {
  json made{{"id", dimension.id},
            {"label", ToJson(dimension.label)},
            {"plural", ToJson(dimension.plural)},
            {"kind", dimension.is_date        ? "date"
                     : found->IsOfCustomers() ? "customer"
                                              : "axis"},
            {"parent", dimension.parent.empty() ? json(nullptr) : json(dimension.parent)},
            {"search", dimension.has_search}};
  if (found == nullptr) return made;
  made["size"] = found->size();
  if (found->size() > kMostListed || found->IsCustomer()) return made;
  made["members"] = json::array();
  for (const std::uint32_t position : found->shown) made["members"].push_back(MemberJson(found->At(position)));
  return made;
}

json MeasureJson(const Measure& measure) {
  return {{"id", measure.id},
          {"label", ToJson(measure.label)},
          {"sentence", ToJson(measure.sentence)},
          {"definition", ToJson(measure.definition)},
          {"format", Name(measure.format)}};
}

json VisualJson(const Shop& shop, const Visual& visual) {
  json measures = json::array();
  for (const Measure* measure : shop.MeasuresOf(visual)) measures.push_back(measure->id);
  json made{{"id", visual.id},
            {"type", Name(visual.type)},
            {"title", ToJson(visual.title)},
            {"measures", std::move(measures)},
            {"group_by", visual.group_by},
            {"ignores_own", !visual.ignores.empty()},
            {"ignores", visual.ignores},
            {"compare", visual.compares},
            {"width", visual.width}};
  json levels = json::array();
  for (const std::string& level : visual.drill) {
    if (shop.HasDimension(level)) levels.push_back(level);
  }
  if (levels.size() > 1) made["drill"] = std::move(levels);
  if (visual.top) made["top"] = *visual.top;
  return made;
}

json PageJson(const Shop& shop, const Page& page) {
  json made{{"id", page.id}, {"path", page.path}, {"title", ToJson(page.title)}, {"visuals", json::array()}};
  for (const Visual& visual : page.visuals) {
    if (shop.HasVisual(visual)) made["visuals"].push_back(VisualJson(shop, visual));
  }
  if (made["visuals"].empty()) made["empty"] = ToJson(page.empty);
  return made;
}

// From when on purchases count for tiers: the window before the as-of date, or the first day there is.
json TierSince(const Shop& shop) {
  const auto data = shop.data();
  if (!data) return nullptr;
  const auto& window = shop.settings.window_months;
  return DayText(window ? std::max(data->first, AddMonths(shop.settings.as_of + 1, -*window)) : data->first);
}

json DataJson(const Shop& shop) {
  const auto data = shop.data();
  return {{"first_day", data ? json(DayText(data->first)) : json(nullptr)},
          {"last_day", shop.image->last_day() ? json(DayText(*shop.image->last_day())) : json(nullptr)},
          {"as_of", shop.as_of()},
          {"tier_since", TierSince(shop)}};
}

bool Holds(const std::string& text, const std::string& wanted) {
  return LowerAscii(text).find(wanted) != std::string::npos;
}

}  // namespace

json PagesJson(const Shop& shop) {
  const Description& description = *shop.description;
  json made{{"project", shop.settings.project},
            {"locales", {"en", "ar"}},
            {"digits", shop.settings.has_arabic_digits ? "arab" : "latn"},
            {"currency", {{"code", shop.settings.currency}, {"decimals", CurrencyDecimals(shop.settings.currency)}}},
            {"tax", shop.settings.tax},
            {"week_starts", shop.settings.calendar.week_starts},
            {"fiscal_year_starts", shop.settings.calendar.fiscal_year_starts},
            {"measures", json::array()},
            {"dimensions", json::array()},
            {"slicers", json::array()},
            {"pages", json::array()},
            {"data", DataJson(shop)},
            {"has",
             {{"stores", shop.has_stores},
              {"customers", shop.has_customers},
              {"products", shop.has_products},
              {"orders", shop.settings.has_orders}}}};
  for (const Measure& measure : description.measures) {
    if (shop.HasMeasure(measure)) made["measures"].push_back(MeasureJson(measure));
  }
  for (const Dimension& dimension : description.dimensions) {
    if (shop.HasDimension(dimension.id))
      made["dimensions"].push_back(DimensionJson(dimension, shop.Find(dimension.id)));
  }
  for (const std::string& slicer : description.slicers) {
    if (shop.HasDimension(slicer)) made["slicers"].push_back(slicer);
  }
  for (const Page& page : description.pages) made["pages"].push_back(PageJson(shop, page));
  return made;
}

Result<json> MembersJson(const Shop& shop, std::string_view dimension, std::string_view search, std::size_t limit) {
  const ShopDimension* found = shop.Find(dimension);
  if (found == nullptr) {
    std::vector<std::string> known;
    for (const auto& [id, one] : shop.dimensions) known.push_back(id);
    return NotFound("Cannot find dimension '{}' in this shop{}", dimension.substr(0, 100),
                    DidYouMean(dimension, known));
  }
  json members = json::array();
  const std::string wanted = LowerAscii(search);
  for (std::uint32_t i = 0; i < found->size() && members.size() < limit; ++i) {
    const Member member = found->At(found->IsCustomer() ? i : found->shown[i]);
    const bool matches =
        wanted.empty() || Holds(member.key, wanted) || Holds(member.label.en, wanted) || Holds(member.label.ar, wanted);
    if (matches) members.push_back(MemberJson(member));
  }
  return json{{"members", std::move(members)}};
}

}  // namespace assay::semantic
