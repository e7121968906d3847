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
  int weight = 0;
  for (const std::uint64_t up_to : kUpTo) weight += hash >= up_to ? 1 : 0;
  return weight;
}

/// Resamples drawn side by side: what a unit sold is read once for all of them.
constexpr std::size_t kAtOnce = 16;
using Weights = std::array<double, kAtOnce>;
using Sums = std::array<double, kAtOnce>;

// Adds up whole numbers, exact as long as they stay below 2^53, so that it does not matter how wide the machine adds.
[[gnu::target_clones("avx2", "default")]] void AddUnit(const std::pair<std::uint32_t, double>* sales, std::size_t count,
                                                       const double* weights, double* sums) {
  for (std::size_t i = 0; i < count; ++i) {
    const double amount = sales[i].second;
    double* sum = sums + std::size_t{sales[i].first} * kAtOnce;
    for (std::size_t round = 0; round < kAtOnce; ++round) sum[round] += weights[round] * amount;
  }
}

/// The differences of all resamples, by store and tier.
class Resample {
 public:
  Resample(std::uint32_t stores, std::uint32_t tiers)
      : stores_(stores), tiers_(tiers), sums_(std::size_t{stores} * tiers), differences_(sums_.size()) {
    for (auto& drawn : differences_) drawn.reserve(kResamples);
  }

  void Draw(std::span<const ResampleUnit> units, int first_round) {
    std::array<std::uint64_t, kAtOnce> seeds;
    for (std::size_t i = 0; i < kAtOnce; ++i) seeds[i] = Mix(kSeed + static_cast<std::uint64_t>(first_round) + i);
    std::ranges::fill(sums_, Sums{});
    for (const ResampleUnit& unit : units) {
      Weights weights;
      for (std::size_t i = 0; i < kAtOnce; ++i) weights[i] = PoissonWeight(Mix(seeds[i] ^ unit.number));
      if (!sums_.empty()) AddUnit(unit.sales.data(), unit.sales.size(), weights.data(), sums_[0].data());
    }
    const int rounds = std::min(static_cast<int>(kAtOnce), kResamples - first_round);
    for (int round = 0; round < rounds; ++round) Note(static_cast<std::size_t>(round));
  }

  std::optional<ShareDifference> Interval(std::uint32_t store, std::uint32_t tier) {
    std::vector<double>& drawn = differences_[std::size_t{store} * tiers_ + tier];
    if (drawn.size() < kResamples * 9 / 10) return std::nullopt;
    const auto cut = static_cast<std::ptrdiff_t>(drawn.size() * 25 / 1000);
    const auto low = drawn.begin() + cut;
    const auto high = drawn.end() - 1 - cut;
    std::nth_element(drawn.begin(), low, drawn.end());
    const double least = *low;  // the next step may move it
    std::nth_element(low, high, drawn.end());
    return ShareDifference{least, *high};
  }

 private:
  void Note(std::size_t round) {
    std::vector<double> of_store(stores_);
    std::vector<double> of_tier(tiers_);
    double all = 0;
    for (std::uint32_t store = 0; store < stores_; ++store) {
      for (std::uint32_t tier = 0; tier < tiers_; ++tier) {
        const double sum = sums_[std::size_t{store} * tiers_ + tier][round];
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
        const double sum = sums_[position][round];
        differences_[position].push_back(sum / of_store[store] - (of_tier[tier] - sum) / elsewhere);
      }
    }
  }

  std::uint32_t stores_;
  std::uint32_t tiers_;
  std::vector<Sums> sums_;
  std::vector<std::vector<double>> differences_;
};

}  // namespace

std::uint32_t ResampleGroupOf(std::uint64_t customer) {
  return static_cast<std::uint32_t>(Mix(customer) % kResampleGroups);
}

Result<ShareDifferences> ResampleShares(std::span<const ResampleUnit> units, std::uint32_t stores, std::uint32_t tiers,
                                        std::stop_token stop) {
  Resample resample(stores, tiers);
  for (int round = 0; round < kResamples; round += static_cast<int>(kAtOnce)) {
    if (stop.stop_requested()) return Cancelled("Cannot resample customers: stopped on request");
    resample.Draw(units, round);
  }
  ShareDifferences intervals(stores, std::vector<std::optional<ShareDifference>>(tiers));
  for (std::uint32_t store = 0; store < stores; ++store) {
    for (std::uint32_t tier = 0; tier < tiers; ++tier) intervals[store][tier] = resample.Interval(store, tier);
  }
  return intervals;
}

}  // namespace assay::semantic
