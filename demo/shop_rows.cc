#include "demo/shop_rows.h"

#include <cstdlib>

#include <fmt/format.h>

namespace assay::demo {

std::string DecimalText(Cents cents) {
  const Cents size = std::abs(cents);
  return fmt::format("{}{}.{:02}", cents < 0 ? "-" : "", size / 100, size % 100);
}

}  // namespace assay::demo
