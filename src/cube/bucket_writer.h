#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "cube/bucket_order.h"
#include "cube/image_meta.h"
#include "cube/section_file.h"
#include "cube/split_orders.h"

namespace assay::cube {

/// Where the columns of the rows are in a file.
struct RowSections {
  std::size_t days = 0;
  std::vector<std::size_t> members;  ///< one an axis
  std::size_t flags = 0;
  struct Measure {
    std::size_t rows = 0;  ///< sparse only
    std::size_t units = 0;
  };
  std::vector<Measure> measures;
};

/// Values of a sparse measure.
struct SparseValues {
  std::vector<std::uint32_t> rows;
  std::vector<std::int64_t> units;
};

/// Writes the rows of one bucket into the columns of a file.
class BucketWriter {
 public:
  /// The rows are numbered from `first_row` on. The arguments must outlive the writer.
  BucketWriter(const SectionFile& file, const RowSections& sections, const ImageMeta& meta, const RowStore& store,
               std::size_t bucket, std::uint32_t first_row);

  Status Write(OrderRuns& runs);

  std::span<const std::uint32_t> customer_starts() const { return order_.starts(); }  ///< from 0 on
  std::vector<SparseValues> TakeSparse() { return std::move(sparse_); }               ///< one a measure, empty if dense

 private:
  void MarkOrders(OrderRuns& runs);
  Status WriteTile(std::size_t begin, std::size_t end);
  Status WriteMeasure(std::size_t measure, std::uint64_t row);

  /// Writes `value(i)` for each row i of the tile in `width` bytes.
  template <typename Value>
  Status WriteColumn(std::size_t section, unsigned width, std::uint64_t row, Value value);

  const SectionFile& file_;
  const RowSections& sections_;
  const ImageMeta& meta_;
  const RowStore& store_;
  std::size_t bucket_;
  std::uint32_t first_row_;
  BucketOrder order_;
  std::vector<std::uint8_t> starts_order_;
  std::vector<const std::byte*> tile_;  ///< records
  std::vector<std::byte> column_;
  std::vector<SparseValues> sparse_;
};

}  // namespace assay::cube
