#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <vector>

#include "cube/image.h"

namespace assay::cube {

/// What is known of the values of a measure before any is written.
struct MeasureRange {
  std::int64_t least = 0;
  std::int64_t greatest = 0;
  std::uint64_t not_zero = 0;    ///< values
  std::uint64_t factor = 0;      ///< greatest common divisor; 0 while all are zero
  std::uint64_t magnitudes = 0;  ///< their sum, stuck at 2^63
};

/// Rows as packed records, dealt into buckets by ranges of customers, each small enough to be sorted in the cache.
/// Takes 17 bytes a row and 4 for each measure, its member's width for each axis; a value beyond 30 bits takes 8 more.
class RowStore {
 public:
  static constexpr std::size_t kBuckets = 256;

  explicit RowStore(const Outline& outline);

  /// Rows that were checked.
  void Append(const RowBatch& batch);

  std::uint64_t rows() const { return rows_; }
  std::int32_t first_day() const { return first_day_; }
  std::int32_t last_day() const { return last_day_; }
  const MeasureRange& range(std::size_t measure) const { return ranges_[measure]; }

  /// Bucket b holds the customers from b << customer_shift() on, as many as 1 << customer_shift().
  unsigned customer_shift() const { return customer_shift_; }
  std::uint32_t bucket_rows(std::size_t bucket) const { return buckets_[bucket].rows; }
  void FreeBucket(std::size_t bucket) { buckets_[bucket] = {}; }

  const std::byte* record(std::size_t bucket, std::uint32_t row) const {
    return buckets_[bucket].blocks[row / kBlockRows].get() + row % kBlockRows * record_bytes_;
  }
  static std::int64_t order(const std::byte* record) { return Read<std::int64_t>(record); }
  static std::uint32_t customer(const std::byte* record) { return Read<std::uint32_t>(record + kCustomerAt); }
  static std::int32_t day(const std::byte* record) { return Read<std::int32_t>(record + kDayAt); }
  std::int64_t measure(const std::byte* record, std::size_t measure) const {
    const auto packed = Read<std::int32_t>(record + kMeasuresAt + measure * sizeof(std::int32_t));
    return packed < kWideFrom ? packed : wide_[measure][static_cast<std::size_t>(packed - kWideFrom)];
  }
  std::uint32_t member(const std::byte* record, std::size_t axis) const {
    return Read<std::uint32_t>(record + axis_at_[axis]) & (0xFFFFFFFF >> (32 - 8 * axis_widths_[axis]));
  }
  std::uint8_t flags(const std::byte* record) const { return Read<std::uint8_t>(record + flags_at_); }

  /// -1, 0 or 1: a total order by what is not customer, day or order.
  int CompareRest(const std::byte* a, const std::byte* b) const;

 private:
  static constexpr std::uint32_t kBlockRows = 4096;  ///< large, so that the system gets back what is freed
  static constexpr std::size_t kSlack = 4;           ///< bytes behind a block that may be read and written
  /// Packed values from here on are positions in the list of wide ones.
  static constexpr std::int32_t kWideFrom = 1 << 30;
  static constexpr std::size_t kCustomerAt = 8;
  static constexpr std::size_t kDayAt = 12;
  static constexpr std::size_t kMeasuresAt = 16;

  struct Bucket {
    std::vector<std::unique_ptr<std::byte[]>> blocks;
    std::uint32_t rows = 0;
  };

  template <typename T>
  static T Read(const std::byte* at) {
    T value;
    std::memcpy(&value, at, sizeof value);
    return value;
  }

  void Observe(const RowBatch& batch);
  std::byte* NewRecord(std::uint32_t customer);
  std::int32_t Pack(std::size_t measure, std::int64_t value);

  std::vector<std::int64_t> keys_;
  std::vector<std::uint32_t> axis_widths_;
  std::vector<std::size_t> axis_at_;
  std::size_t flags_at_ = 0;
  std::size_t record_bytes_ = 0;
  unsigned customer_shift_ = 0;
  std::uint64_t rows_ = 0;
  std::int32_t first_day_ = 0;
  std::int32_t last_day_ = 0;
  std::vector<MeasureRange> ranges_;
  std::vector<std::vector<std::int64_t>> wide_;  ///< values of a measure beyond 30 bits
  std::vector<Bucket> buckets_;
};

}  // namespace assay::cube
