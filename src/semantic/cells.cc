#include "semantic/cells.h"

#include <algorithm>
#include <set>

namespace assay::semantic {
namespace {

Decimal LinearValue(const Linear& linear, const Cells& cells, std::uint32_t first, std::uint32_t second) {
  Decimal sum;
  for (const Term& term : linear) {
    const Decimal value{cells.At(term.atom, first, second), ScaleOf(term.atom)};
    sum = Add(sum, term.sign < 0 ? Negate(value) : value);
  }
  return sum;
}

}  // namespace

std::int64_t Cells::At(const Atom& atom, std::uint32_t first, std::uint32_t second) const {
  const auto found = std::ranges::find(atoms, atom);
  if (found == atoms.end() || first >= size1 || second >= size2) return 0;
  return values[static_cast<std::size_t>(found - atoms.begin())][std::size_t{first} * size2 + second];
}

std::optional<Decimal> Cells::Value(const Measure& measure, std::uint32_t first, std::uint32_t second,
                                    const Cells& total) const {
  const Decimal value = LinearValue(measure.value, *this, first, second);
  if (measure.is_share) return Divide(value, LinearValue(measure.value, total, 0, 0), measure.Scale());
  if (measure.divisor.empty()) return value;
  return Divide(value, LinearValue(measure.divisor, *this, first, second), measure.Scale());
}

std::string KeyOf(const CellsQuery& query) {
  // As JSON, so that no key of a member can be taken for something else.
  nlohmann::json key = nlohmann::json::array();
  for (const Grouping& group : query.groups)
    key.push_back(group.is_draw                ? nlohmann::json{{"draw", true}}
                  : group.dimension != nullptr ? nlohmann::json(group.dimension->description->id)
                                               : nlohmann::json{{"grain", Name(group.grain)}});
  for (const Atom& atom : query.atoms) key.push_back({static_cast<int>(atom.kind), atom.column, atom.goods_only});
  for (const auto& [dimension, keys] : query.filters) {
    const std::set<std::string> sorted(keys.begin(), keys.end());
    key.push_back({{dimension, sorted}});
  }
  if (!query.days.is_all) {
    key.push_back("days");
    for (const DayRange& span : query.days.spans) key.push_back({span.first, span.last});
  }
  key.push_back({static_cast<int>(query.goods), query.known_stores_only});
  return key.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::vector<Period> PeriodsOf(const Shop& shop, Grain grain) {
  std::vector<Period> periods;
  const auto data = shop.data();
  if (!data) return periods;
  const Calendar& calendar = shop.settings.calendar;
  for (Day day = data->first; day <= data->last;) {
    const DayRange whole = PeriodOf(day, grain, calendar);
    periods.push_back({PeriodKey(day, grain, calendar), whole});
    day = whole.last + 1;
  }
  return periods;
}

}  // namespace assay::semantic
