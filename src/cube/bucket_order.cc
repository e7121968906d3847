#include "cube/bucket_order.h"

#include <algorithm>

namespace assay::cube {
namespace {

/// Customers with more rows are dealt to their days first.
constexpr std::size_t kManyRows = 256;

}  // namespace

BucketOrder::BucketOrder(const RowStore& store, std::size_t bucket)
    : store_(store), bucket_(bucket), keys_(store.bucket_rows(bucket)) {
  DealToCustomers();
  for (std::size_t i = 0; i + 1 < starts_.size(); ++i)
    SortCustomer(std::span(keys_).subspan(starts_[i], starts_[i + 1] - starts_[i]));
}

void BucketOrder::DealToCustomers() {
  const auto first = static_cast<std::uint32_t>(bucket_ << store_.customer_shift());
  const auto rows = static_cast<std::uint32_t>(keys_.size());
  std::vector<std::uint32_t> customers(rows);
  starts_.assign((std::size_t{1} << store_.customer_shift()) + 1, 0);
  for (std::uint32_t row = 0; row < rows; ++row) {
    customers[row] = RowStore::customer(store_.record(bucket_, row)) - first;
    ++starts_[customers[row] + 1];
  }
  for (std::size_t i = 1; i < starts_.size(); ++i) starts_[i] += starts_[i - 1];
  std::vector<std::uint32_t> next = starts_;
  for (std::uint32_t row = 0; row < rows; ++row) {
    const std::byte* record = store_.record(bucket_, row);
    keys_[next[customers[row]]++] = {RowStore::order(record), RowStore::day(record), row};
  }
}

void BucketOrder::SortCustomer(std::span<Key> keys) {
  if (keys.size() <= kManyRows) return Sort(keys);
  const auto [least, greatest] = std::ranges::minmax_element(keys, {}, &Key::day);
  const std::int64_t first = least->day;
  const auto days = static_cast<std::size_t>(greatest->day - first + 1);
  if (days > keys.size()) return Sort(keys);
  std::vector<std::uint32_t> starts(days + 1, 0);
  for (const Key& key : keys) ++starts[static_cast<std::size_t>(key.day - first + 1)];
  for (std::size_t day = 1; day <= days; ++day) starts[day] += starts[day - 1];
  std::vector<std::uint32_t> next = starts;
  std::vector<Key> dealt(keys.size());
  for (const Key& key : keys) dealt[next[static_cast<std::size_t>(key.day - first)]++] = key;
  std::ranges::copy(dealt, keys.begin());
  for (std::size_t day = 0; day < days; ++day) Sort(keys.subspan(starts[day], starts[day + 1] - starts[day]));
}

void BucketOrder::Sort(std::span<Key> keys) const {
  std::sort(keys.begin(), keys.end(), [this](const Key& a, const Key& b) {
    if (a.day != b.day) return a.day < b.day;
    if (a.order != b.order) return a.order < b.order;
    return store_.CompareRest(store_.record(bucket_, a.row), store_.record(bucket_, b.row)) < 0;
  });
}

}  // namespace assay::cube
