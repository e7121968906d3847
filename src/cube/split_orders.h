#pragma once

#include <array>
#include <cstdint>
#include <vector>

namespace assay::cube {

/// Rows that stand together and belong to one order, customer and day.
struct OrderRun {
  std::int64_t order;
  std::uint32_t first_row;
  std::uint32_t rows;
};

/// Runs as a thread finds them, dealt by their order.
struct OrderRuns {
  static constexpr std::size_t kParts = 256;
  std::array<std::vector<OrderRun>, kParts> parts;

  void Add(const OrderRun& run) {
    parts[static_cast<std::uint64_t>(run.order) * 0x9E3779B97F4A7C15 >> 56].push_back(run);
  }
};

/// A row of an order that has several runs.
struct SplitRow {
  std::uint32_t row;
  std::uint32_t order;  ///< the first row of its order
  auto operator<=>(const SplitRow&) const = default;
};

/// Ordered by row. Empties `found`.
std::vector<SplitRow> FindSplitRows(std::vector<OrderRuns>& found, unsigned workers);

}  // namespace assay::cube
