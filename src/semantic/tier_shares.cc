#include "semantic/tier_shares.h"

#include <algorithm>
#include <array>

namespace assay::semantic {
namespace {

constexpr int kResamples = 1000;
constexpr std::uint64_t kSeed = 0x5eed'0a55'a7ed'2026;

// The finalizer of SplitMix64.
std::uint64_t Mix(std::uint64_t value) {
  value += 0x9e37'79b9'7f4a'7c15;
  value = (value ^ (value >> 30)) * 0xbf58'476d'1ce4'e5b9;
  value = (value ^ (value >> 27)) * 0x94d0'49bb'1331'11eb;
  return value ^ (value >> 31);
}

// Poisson(1) by inversion: thresholds are the cumulative probabilities in units of 2^-64.
int PoissonWeight(std::uint64_t hash) {
  static constexpr std::array<std::uint64_t, 7> kUpTo{0x5e2d58d8b3bcdf1a, 0xbc5ab1b16779be35, 0xeb715e1dc1582dc2,
                                                      0xfb23979734a252f1, 0xff1025f59174dc3d, 0xffd90f3ba4055e19,
                                                      0xfffa8b71fc72c913};
  return static_cast<int>(std::ranges::upper_bound(kUpTo, hash) - kUpTo.begin());
}

/// The differences of one resample, appended to the lists of all.
class Resample {
 public:
  Resample(std::uint32_t stores, std::uint32_t tiers)
      : stores_(stores), tiers_(tiers), differences_(std::size_t{stores} * tiers) {}

  void Draw(std::span<const ResampleUnit> units, std::uint64_t round) {
    std::vector<double> sums(differences_.size());
    for (const ResampleUnit& unit : units) {
      const int weight = PoissonWeight(Mix(Mix(kSeed + round) ^ unit.number));
      if (weight == 0) continue;
      for (const auto& [position, amount] : unit.sales) sums[position] += weight * amount;
    }
    Note(sums);
  }

  std::optional<ShareDifference> Interval(std::uint32_t store, std::uint32_t tier) {
    std::vector<double>& drawn = differences_[std::size_t{store} * tiers_ + tier];
    if (drawn.size() < kResamples * 9 / 10) return std::nullopt;
    std::ranges::sort(drawn);
    const std::size_t cut = drawn.size() * 25 / 1000;
    return ShareDifference{drawn[cut], drawn[drawn.size() - 1 - cut]};
  }

 private:
  void Note(const std::vector<double>& sums) {
    std::vector<double> of_store(stores_);
    std::vector<double> of_tier(tiers_);
    double all = 0;
    for (std::uint32_t store = 0; store < stores_; ++store) {
      for (std::uint32_t tier = 0; tier < tiers_; ++tier) {
        const double sum = sums[std::size_t{store} * tiers_ + tier];
        of_store[store] += sum;
        of_tier[tier] += sum;
        all += sum;
      }
    }
    for (std::uint32_t store = 0; store < stores_; ++store) {
      const double elsewhere = all - of_store[store];
      if (of_store[store] <= 0 || elsewhere <= 0) continue;
      for (std::uint32_t tier = 0; tier < tiers_; ++tier) {
        const std::size_t position = std::size_t{store} * tiers_ + tier;
        differences_[position].push_back(sums[position] / of_store[store] -
                                         (of_tier[tier] - sums[position]) / elsewhere);
      }
    }
  }

  std::uint32_t stores_;
  std::uint32_t tiers_;
  std::vector<std::vector<double>> differences_;
};

}  // namespace

std::uint32_t ResampleGroupOf(std::uint64_t customer) {
  return static_cast<std::uint32_t>(Mix(customer) % kResampleGroups);
}

Result<ShareDifferences> ResampleShares(std::span<const ResampleUnit> units, std::uint32_t stores, std::uint32_t tiers,
                                        std::stop_token stop) {
  Resample resample(stores, tiers);
  for (int round = 0; round < kResamples; ++round) {
    if (stop.stop_requested()) return Cancelled("Cannot resample customers: stopped on request");
    resample.Draw(units, static_cast<std::uint64_t>(round));
  }
  ShareDifferences intervals(stores, std::vector<std::optional<ShareDifference>>(tiers));
  for (std::uint32_t store = 0; store < stores; ++store) {
    for (std::uint32_t tier = 0; tier < tiers; ++tier) intervals[store][tier] = resample.Interval(store, tier);
  }
  return intervals;
}

}  // namespace assay::semantic
