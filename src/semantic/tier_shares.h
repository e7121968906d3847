#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

#include "base/result.h"

/// Private to this folder: whether a part differs from all others in its shares by more than chance would bring.
namespace assay::semantic {

/// What one customer brought to one store, in any unit.
struct CustomerSales {
  std::uint64_t customer = 0;  ///< any number of the customer's own that lasts, such as the key
  std::uint32_t store = 0;
  std::uint32_t tier = 0;
  std::int64_t amount = 0;
};

/// A tier's share of a store's sales beside its share in all other stores together.
struct ShareDifference {
  double low = 0;  ///< 95 % interval of share - share elsewhere
  double high = 0;
  bool ExcludesZero() const { return low > 0 || high < 0; }
};

/// [store][tier]; nothing where too few resamples have sales on both sides. Customers are drawn anew 1,000 times by
/// Poisson(1) weights from a hash of their number, the resample and a fixed seed. More than 4,096 customers are drawn
/// in that many groups by hash, which leaves the interval as it is and bounds the work. kCancelled after a stop.
using ShareDifferences = std::vector<std::vector<std::optional<ShareDifference>>>;
Result<ShareDifferences> ResampleShares(std::span<const CustomerSales> sales, std::uint32_t stores, std::uint32_t tiers,
                                        std::stop_token stop);

}  // namespace assay::semantic
