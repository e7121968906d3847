#include "semantic/decimal.h"

#include <algorithm>

namespace assay::semantic {
namespace {

using table::Int128;

Int128 PowerOfTen(int exponent) {
  Int128 power = 1;
  for (int i = 0; i < exponent; ++i) power *= 10;
  return power;
}

Int128 Magnitude(Int128 value) { return value < 0 ? -value : value; }

Decimal Rescale(const Decimal& value, int scale) { return {value.unscaled * PowerOfTen(scale - value.scale), scale}; }

}  // namespace

std::string Decimal::ToText() const {
  std::string digits;
  for (Int128 rest = Magnitude(unscaled); rest > 0; rest /= 10)
    digits += static_cast<char>('0' + static_cast<int>(rest % 10));
  while (digits.size() <= static_cast<std::size_t>(scale)) digits += '0';
  std::ranges::reverse(digits);
  if (scale > 0) digits.insert(digits.size() - static_cast<std::size_t>(scale), ".");
  return unscaled < 0 ? "-" + digits : digits;
}

Decimal Add(const Decimal& left, const Decimal& right) {
  const int scale = std::max(left.scale, right.scale);
  return {Rescale(left, scale).unscaled + Rescale(right, scale).unscaled, scale};
}

Decimal Negate(const Decimal& value) { return {-value.unscaled, value.scale}; }

std::optional<Decimal> Divide(const Decimal& left, const Decimal& right, int scale) {
  if (right.unscaled == 0) return std::nullopt;
  const int shift = scale + right.scale - left.scale;
  const Int128 above = Magnitude(left.unscaled) * PowerOfTen(std::max(shift, 0));
  const Int128 below = Magnitude(right.unscaled) * PowerOfTen(std::max(-shift, 0));
  const Int128 rounded = (2 * above + below) / (2 * below);
  return Decimal{(left.unscaled < 0) == (right.unscaled < 0) ? rounded : -rounded, scale};
}

bool IsZero(const Decimal& value) { return value.unscaled == 0; }

bool IsLess(const Decimal& left, const Decimal& right) { return Add(left, Negate(right)).unscaled < 0; }

}  // namespace assay::semantic
