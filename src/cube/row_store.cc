#include "cube/row_store.h"

#include <algorithm>
#include <numeric>

#include "cube/image_format.h"

namespace assay::cube {
namespace {

constexpr std::uint64_t kTooMuch = std::uint64_t{1} << 63;

std::uint64_t Magnitude(std::int64_t value) {
  return value < 0 ? 0 - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value);
}

bool IsMultiple(std::uint64_t value, std::uint64_t factor) {
  if ((value | factor) >> 32 == 0) return static_cast<std::uint32_t>(value) % static_cast<std::uint32_t>(factor) == 0;
  return value % factor == 0;
}

void ObserveValue(MeasureRange& range, std::int64_t value) {
  const std::uint64_t magnitude = Magnitude(value);
  range.least = std::min(range.least, value);
  range.greatest = std::max(range.greatest, value);
  range.not_zero += value != 0;
  range.magnitudes = magnitude > kTooMuch - range.magnitudes ? kTooMuch : range.magnitudes + magnitude;
  if (range.factor != 1 && value != 0 && (range.factor == 0 || !IsMultiple(magnitude, range.factor)))
    range.factor = std::gcd(range.factor, magnitude);
}

unsigned ShiftFor(std::size_t customers) {
  unsigned shift = 0;
  while (customers >> shift > RowStore::kBuckets - 1) ++shift;
  return shift;
}

}  // namespace

RowStore::RowStore(const Outline& outline)
    : keys_(outline.customers.keys),
      customer_shift_(ShiftFor(outline.customers.keys.size())),
      ranges_(outline.measures.size()),
      wide_(outline.measures.size()),
      buckets_(kBuckets) {
  std::size_t at = kMeasuresAt + outline.measures.size() * sizeof(std::int32_t);
  for (const Axis& axis : outline.axes) {
    axis_widths_.push_back(PositionWidth(axis.keys.size()));
    axis_at_.push_back(at);
    at += axis_widths_.back();
  }
  flags_at_ = at;
  record_bytes_ = at + 1;
}

void RowStore::Append(const RowBatch& batch) {
  Observe(batch);
  for (std::size_t row = 0; row < batch.customers.size(); ++row) {
    const std::uint32_t customer = batch.customers[row];
    std::byte* record = NewRecord(customer);
    std::memcpy(record, &batch.orders[row], sizeof(std::int64_t));
    std::memcpy(record + kCustomerAt, &customer, sizeof customer);
    std::memcpy(record + kDayAt, &batch.days[row], sizeof(std::int32_t));
    for (std::size_t measure = 0; measure < ranges_.size(); ++measure) {
      const std::int32_t packed = Pack(measure, batch.measures[measure][row]);
      std::memcpy(record + kMeasuresAt + measure * sizeof packed, &packed, sizeof packed);
    }
    // Always four bytes: what is too much is written over by what follows.
    for (std::size_t axis = 0; axis < axis_at_.size(); ++axis)
      std::memcpy(record + axis_at_[axis], &batch.axes[axis][row], sizeof(std::uint32_t));
    const bool purchase = batch.is_purchase[row] != 0 && keys_[customer] > 0;
    record[flags_at_] = static_cast<std::byte>((purchase ? kPurchase : 0) | (batch.is_sold[row] != 0 ? kSold : 0));
  }
}

void RowStore::Observe(const RowBatch& batch) {
  for (std::size_t measure = 0; measure < ranges_.size(); ++measure) {
    MeasureRange range = ranges_[measure];
    for (const std::int64_t value : batch.measures[measure]) ObserveValue(range, value);
    ranges_[measure] = range;
  }
  if (batch.days.empty()) return;
  const auto [least, greatest] = std::minmax_element(batch.days.begin(), batch.days.end());
  first_day_ = rows_ == 0 ? *least : std::min(first_day_, *least);
  last_day_ = rows_ == 0 ? *greatest : std::max(last_day_, *greatest);
  rows_ += batch.days.size();
}

std::byte* RowStore::NewRecord(std::uint32_t customer) {
  Bucket& bucket = buckets_[customer >> customer_shift_];
  const std::uint32_t row = bucket.rows++;
  if (row % kBlockRows == 0)
    bucket.blocks.push_back(std::make_unique_for_overwrite<std::byte[]>(kBlockRows * record_bytes_ + kSlack));
  return bucket.blocks.back().get() + row % kBlockRows * record_bytes_;
}

std::int32_t RowStore::Pack(std::size_t measure, std::int64_t value) {
  if (value >= -kWideFrom && value < kWideFrom) return static_cast<std::int32_t>(value);
  wide_[measure].push_back(value);
  return kWideFrom + static_cast<std::int32_t>(wide_[measure].size() - 1);
}

int RowStore::CompareRest(const std::byte* a, const std::byte* b) const {
  const std::size_t axes_at = kMeasuresAt + ranges_.size() * sizeof(std::int32_t);
  if (const int rest = std::memcmp(a + axes_at, b + axes_at, record_bytes_ - axes_at); rest != 0)
    return rest < 0 ? -1 : 1;
  for (std::size_t i = 0; i < ranges_.size(); ++i) {
    const std::int64_t left = measure(a, i);
    const std::int64_t right = measure(b, i);
    if (left != right) return left < right ? -1 : 1;
  }
  return 0;
}

}  // namespace assay::cube
