#include "semantic/cells.h"

#include <algorithm>

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
