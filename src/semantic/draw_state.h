#pragma once

#include <cstdint>
#include <string>

#include "semantic/state.h"

/// Private to this folder: page states drawn at random, the same for the same seed.
namespace assay::semantic {

class StateDrawer {
 public:
  StateDrawer(const Shop& shop, std::uint64_t seed) : shop_(shop), state_(seed) {}

  /// Filters on up to three dimensions, days of any kind, options of every visual; members are never cut off.
  PageRequest Draw();

 private:
  std::uint64_t Below(std::uint64_t bound);
  std::vector<std::string> DrawKeys(const ShopDimension& dimension);
  DateChoice DrawDate();
  VisualOptions DrawOptions(const Visual& visual);

  const Shop& shop_;
  std::uint64_t state_;
};

/// The state of a request in one line, for messages.
std::string StateText(const PageRequest& request);

}  // namespace assay::semantic
