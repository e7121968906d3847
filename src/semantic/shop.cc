#include "semantic/shop.h"

#include <algorithm>
#include <charconv>

namespace assay::semantic {

std::uint32_t ShopDimension::size() const {
  return IsCustomer() ? known_to_image : static_cast<std::uint32_t>(members_.size());
}

Member ShopDimension::At(std::uint32_t position) const {
  if (!IsCustomer()) return members_[position];
  Member member;
  const std::int64_t key = image_->key(axis, position);
  member.key = std::to_string(key);
  const std::string name(image_->label(axis, position));
  member.label.en = member.label.ar = name.empty() ? member.key : name;
  for (const MemberText& text : description->members) {
    if (text.key != member.key) continue;
    member.label = text.label;
    member.is_translated = true;
    member.is_grey = text.is_grey;
    member.text = &text;
  }
  return member;
}

std::optional<std::uint32_t> ShopDimension::Find(std::string_view key) const {
  if (!IsCustomer()) {
    const auto found = by_key_.find(key);
    return found == by_key_.end() ? std::nullopt : std::optional(found->second);
  }
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(key.data(), key.data() + key.size(), number);
  if (error != std::errc() || end != key.data() + key.size()) return std::nullopt;
  const auto key_of = [&](std::uint32_t member) { return image_->key(axis, member); };
  const auto found = std::ranges::lower_bound(by_customer_key_, number, {}, key_of);
  return found != by_customer_key_.end() && key_of(*found) == number ? std::optional(*found) : std::nullopt;
}

nlohmann::json Shop::as_of() const {
  return settings.has_as_of ? nlohmann::json(DayText(settings.as_of)) : nlohmann::json(nullptr);
}

std::optional<DayRange> Shop::data() const {
  const auto first = image->first_day();
  const auto last = image->last_day();
  if (!first || !last) return std::nullopt;
  return DayRange{*first, std::max(*last, settings.as_of)};
}

const ShopDimension* Shop::Find(std::string_view dimension) const {
  const auto found = dimensions.find(dimension);
  return found == dimensions.end() ? nullptr : &found->second;
}

bool Shop::HasMeasure(const Measure& measure) const {
  if (measure.NeedsCustomers() && !has_customers) return false;
  const std::vector<Atom> atoms = measure.Atoms();
  return std::ranges::all_of(atoms,
                             [&](const Atom& atom) { return atom.column.empty() || columns.contains(atom.column); });
}

bool Shop::HasVisual(const Visual& visual) const {
  for (const std::string& dimension : visual.group_by) {
    if (!HasDimension(dimension)) return false;
  }
  if (visual.type == VisualType::kStatements) return has_stores && has_customers;
  return !MeasuresOf(visual).empty() && MeasuresOf(visual)[0]->id == visual.measures[0];
}

std::vector<const Measure*> Shop::MeasuresOf(const Visual& visual) const {
  std::vector<const Measure*> measures;
  for (const std::string& id : visual.measures) {
    const Measure* measure = description->FindMeasure(id);
    if (measure != nullptr && HasMeasure(*measure)) measures.push_back(measure);
  }
  return measures;
}

Result<ShopSettings> SettingsOf(const config::Project& project, const std::string& as_of, bool has_orders) {
  const auto day = as_of.empty() ? std::optional<Day>(0) : ParseDay(as_of);
  if (!day) return InvalidInput("Cannot use as-of date '{}': expected yyyy-mm-dd", as_of);
  ShopSettings settings;
  settings.project = project.name;
  settings.currency = project.currency;
  settings.tax = project.tax == config::TaxRule::kIncluded   ? "included"
                 : project.tax == config::TaxRule::kExcluded ? "excluded"
                                                             : "undeclared";
  settings.has_arabic_digits = project.digits == config::Digits::kArabic;
  settings.calendar = {project.week_starts_iso, project.fiscal_year_starts};
  for (const config::Tier& tier : project.segmentation.tiers) settings.tiers.push_back(tier.name);
  settings.window_months = project.segmentation.window_months;
  settings.has_orders = has_orders;
  settings.as_of = *day;
  settings.has_as_of = !as_of.empty();
  return settings;
}

// ISO 4217: the currencies whose minor unit is not a hundredth.
int CurrencyDecimals(std::string_view code) {
  static constexpr std::string_view kNone[] = {"BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW",
                                               "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF"};
  static constexpr std::string_view kThree[] = {"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"};
  if (std::ranges::find(kNone, code) != std::end(kNone)) return 0;
  return std::ranges::find(kThree, code) != std::end(kThree) ? 3 : 2;
}

}  // namespace assay::semantic
