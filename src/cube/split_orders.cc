#include "cube/split_orders.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "base/check.h"
#include "cube/parts_in_parallel.h"

namespace assay::cube {
namespace {

std::vector<OrderRun> TakePart(std::vector<OrderRuns>& found, std::size_t part) {
  std::vector<OrderRun> runs;
  for (OrderRuns& some : found) {
    const std::vector<OrderRun> taken = std::exchange(some.parts[part], {});
    runs.insert(runs.end(), taken.begin(), taken.end());
  }
  return runs;
}

std::size_t PlaceOf(const OrderRun& run, std::size_t places) {
  return static_cast<std::uint64_t>(run.order) * 0xD6E8FEB86659FD93 >> 20 & (places - 1);
}

/// Drops most runs whose order has no other one, which are nearly all of them: sorting is the dear part. An order has a
/// place in a list; where two runs met there, both stay.
void DropLoneRuns(std::vector<OrderRun>& runs) {
  const std::size_t places = std::bit_ceil(16 * runs.size() + 1);
  std::vector<bool> taken(places);
  std::vector<bool> taken_twice(places);
  for (const OrderRun& run : runs) {
    const std::size_t place = PlaceOf(run, places);
    if (taken[place]) taken_twice[place] = true;
    taken[place] = true;
  }
  std::erase_if(runs, [&](const OrderRun& run) { return !taken_twice[PlaceOf(run, places)]; });
}

std::vector<SplitRow> SplitRowsOf(std::vector<OrderRun> runs) {
  DropLoneRuns(runs);
  std::ranges::sort(runs, {}, [](const OrderRun& run) { return std::pair(run.order, run.first_row); });
  std::vector<SplitRow> rows;
  for (std::size_t begin = 0, end = 0; begin < runs.size(); begin = end) {
    while (end < runs.size() && runs[end].order == runs[begin].order) ++end;
    if (end - begin == 1) continue;
    for (std::size_t i = begin; i < end; ++i)
      for (std::uint32_t row = 0; row < runs[i].rows; ++row)
        rows.push_back({runs[i].first_row + row, runs[begin].first_row});
  }
  return rows;
}

}  // namespace

std::vector<SplitRow> FindSplitRows(std::vector<OrderRuns>& found, unsigned workers) {
  std::array<std::vector<SplitRow>, OrderRuns::kParts> parts;
  const Status done = ForEachPart(workers, parts.size(), [&](unsigned, std::size_t part) -> Status {
    parts[part] = SplitRowsOf(TakePart(found, part));
    return {};
  });
  CHECK(done.has_value());
  std::vector<SplitRow> rows;
  for (const std::vector<SplitRow>& part : parts) rows.insert(rows.end(), part.begin(), part.end());
  std::ranges::sort(rows);
  return rows;
}

}  // namespace assay::cube
