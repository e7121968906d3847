#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <stop_token>
#include <utility>
#include <vector>

#include "base/result.h"

/// Private to this folder: whether a part differs from all others in its shares by more than chance would bring.
namespace assay::semantic {

/// What is drawn or left out as a whole: a customer, or a group of customers where there are many.
struct ResampleUnit {
  std::uint64_t number = 0;                             ///< its own, and one that lasts, such as the customer's key
  std::vector<std::pair<std::uint32_t, double>> sales;  ///< store * tiers + tier, amount in any unit
};

/// Shops with more customers draw groups of them: that leaves the interval as it is (its width wavers by some 6 %) and
/// bounds the work.
inline constexpr std::uint32_t kMostUnits = 4096;
inline constexpr std::uint32_t kResampleGroups = 512;

/// The group of a customer, below kResampleGroups: by a hash of the key, so that groups are alike.
std::uint32_t ResampleGroupOf(std::uint64_t customer);

/// A tier's share of a store's sales beside its share in all other stores together.
struct ShareDifference {
  double low = 0;  ///< 95 % interval of share - share elsewhere
  double high = 0;
  bool ExcludesZero() const { return low > 0 || high < 0; }
};

/// [store][tier]; nothing where too few resamples have sales on both sides. Units are drawn anew 1,000 times by
/// Poisson(1) weights from a hash of their number, the resample and a fixed seed. kCancelled after a stop.
using ShareDifferences = std::vector<std::vector<std::optional<ShareDifference>>>;
Result<ShareDifferences> ResampleShares(std::span<const ResampleUnit> units, std::uint32_t stores, std::uint32_t tiers,
                                        std::stop_token stop);

}  // namespace assay::semantic
