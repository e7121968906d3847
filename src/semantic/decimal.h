#pragma once

#include <optional>
#include <string>

#include "table/int128.h"

namespace assay::semantic {

/// An exact decimal number: unscaled / 10^scale.
struct Decimal {
  table::Int128 unscaled = 0;
  int scale = 0;

  /// All digits of the scale: "177660.0000", "-0.0500", "27".
  std::string ToText() const;
};

/// Sum; the greater scale holds.
Decimal Add(const Decimal& left, const Decimal& right);
Decimal Negate(const Decimal& value);

/// left / right, rounded half away from zero to `scale` decimals; nothing when `right` is zero.
std::optional<Decimal> Divide(const Decimal& left, const Decimal& right, int scale);

bool IsZero(const Decimal& value);

/// Whether left < right, whatever their scales.
bool IsLess(const Decimal& left, const Decimal& right);

}  // namespace assay::semantic
