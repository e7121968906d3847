#include "base/near_name.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "base/ascii.h"

namespace assay {
namespace {

// Optimal string alignment distance; three rows are enough, since a swap looks two rows back.
std::size_t EditDistance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1);
  std::vector<std::size_t> last(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const bool equal = LowerAscii(a[i - 1]) == LowerAscii(b[j - 1]);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (equal ? 0 : 1)});
      const bool swapped = i > 1 && j > 1 && LowerAscii(a[i - 1]) == LowerAscii(b[j - 2]) &&
                           LowerAscii(a[i - 2]) == LowerAscii(b[j - 1]);
      if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    std::swap(before, last);
    std::swap(last, row);
  }
  return last[b.size()];
}

}  // namespace

std::optional<std::string> NearName(std::string_view given, std::span<const std::string> known) {
  const std::string* best = nullptr;
  std::size_t best_distance = 0;
  for (const std::string& name : known) {
    const std::size_t distance = EditDistance(given, name);
    if (best == nullptr || distance < best_distance) {
      best = &name;
      best_distance = distance;
    }
  }
  if (best == nullptr) return std::nullopt;
  const std::size_t longer = std::max(given.size(), best->size());
  if (best_distance > (longer + 2) / 3) return std::nullopt;
  return *best;
}

std::string DidYouMean(std::string_view given, std::span<const std::string> known) {
  const auto near = NearName(given, known);
  return near ? fmt::format("; did you mean '{}'?", *near) : std::string();
}

}  // namespace assay
