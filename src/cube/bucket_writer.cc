#include "cube/bucket_writer.h"

#include <algorithm>

namespace assay::cube {
namespace {

/// Rows whose columns are made and written at a time.
constexpr std::size_t kTileRows = 16384;

template <typename T, typename Value>
void FillColumn(std::vector<std::byte>& column, std::size_t rows, Value value) {
  column.resize(rows * sizeof(T));
  for (std::size_t i = 0; i < rows; ++i) {
    const T narrow = static_cast<T>(value(i));
    std::memcpy(column.data() + i * sizeof(T), &narrow, sizeof(T));
  }
}

}  // namespace

BucketWriter::BucketWriter(const SectionFile& file, const RowSections& sections, const ImageMeta& meta,
                           const RowStore& store, std::size_t bucket, std::uint32_t first_row)
    : file_(file),
      sections_(sections),
      meta_(meta),
      store_(store),
      bucket_(bucket),
      first_row_(first_row),
      order_(store, bucket),
      sparse_(meta.measures.size()) {}

Status BucketWriter::Write(OrderRuns& runs) {
  MarkOrders(runs);
  for (std::size_t begin = 0; begin < order_.keys().size(); begin += kTileRows)
    RETURN_IF_ERROR(WriteTile(begin, std::min(order_.keys().size(), begin + kTileRows)));
  return {};
}

void BucketWriter::MarkOrders(OrderRuns& runs) {
  const std::span<const BucketOrder::Key> keys = order_.keys();
  const std::span<const std::uint32_t> starts = order_.starts();
  starts_order_.assign(keys.size(), 0);
  for (std::size_t customer = 0; customer + 1 < starts.size(); ++customer) {
    for (std::uint32_t row = starts[customer]; row < starts[customer + 1];) {
      std::uint32_t end = row + 1;
      while (end < starts[customer + 1] && keys[end].day == keys[row].day && keys[end].order == keys[row].order) ++end;
      starts_order_[row] = 1;
      runs.Add({keys[row].order, first_row_ + row, end - row});
      row = end;
    }
  }
}

Status BucketWriter::WriteTile(std::size_t begin, std::size_t end) {
  const auto keys = order_.keys().subspan(begin, end - begin);
  tile_.resize(keys.size());
  for (std::size_t i = 0; i < keys.size(); ++i) tile_[i] = store_.record(bucket_, keys[i].row);
  const std::uint64_t row = first_row_ + begin;
  const std::int64_t first_day = meta_.first_day;
  const auto span = static_cast<std::uint64_t>(meta_.last_day - first_day);
  RETURN_IF_ERROR(
      WriteColumn(sections_.days, UnsignedWidth(span), row, [&](std::size_t i) { return keys[i].day - first_day; }));
  for (std::size_t axis = 0; axis < meta_.axes.size(); ++axis) {
    const unsigned width = PositionWidth(meta_.axes[axis].members);
    RETURN_IF_ERROR(
        WriteColumn(sections_.members[axis], width, row, [&](std::size_t i) { return store_.member(tile_[i], axis); }));
  }
  RETURN_IF_ERROR(WriteColumn(sections_.flags, 1, row, [&](std::size_t i) {
    return store_.flags(tile_[i]) | (starts_order_[begin + i] != 0 ? kStartsOrder : 0);
  }));
  for (std::size_t measure = 0; measure < meta_.measures.size(); ++measure) RETURN_IF_ERROR(WriteMeasure(measure, row));
  return {};
}

Status BucketWriter::WriteMeasure(std::size_t measure, std::uint64_t row) {
  const std::int64_t factor = meta_.measures[measure].factor;
  if (!meta_.measures[measure].sparse)
    return WriteColumn(sections_.measures[measure].units, meta_.measures[measure].width, row,
                       [&](std::size_t i) { return store_.measure(tile_[i], measure) / factor; });
  for (std::size_t i = 0; i < tile_.size(); ++i) {
    const std::int64_t value = store_.measure(tile_[i], measure);
    if (value == 0) continue;
    sparse_[measure].rows.push_back(static_cast<std::uint32_t>(row + i));
    sparse_[measure].units.push_back(value / factor);
  }
  return {};
}

template <typename Value>
Status BucketWriter::WriteColumn(std::size_t section, unsigned width, std::uint64_t row, Value value) {
  if (width == 1) FillColumn<std::uint8_t>(column_, tile_.size(), value);
  if (width == 2) FillColumn<std::uint16_t>(column_, tile_.size(), value);
  if (width == 4) FillColumn<std::uint32_t>(column_, tile_.size(), value);
  if (width == 8) FillColumn<std::uint64_t>(column_, tile_.size(), value);
  return file_.Write(section, row * width, column_);
}

}  // namespace assay::cube
