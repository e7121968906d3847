#include "cube/image_writer.h"

#include <algorithm>
#include <array>
#include <limits>

#include "cube/axis_writer.h"
#include "cube/bucket_writer.h"
#include "cube/parts_in_parallel.h"

namespace assay::cube {
namespace {

unsigned SignedWidth(std::int64_t least, std::int64_t greatest) {
  const auto fits = [&]<typename T>(T) {
    return least >= std::numeric_limits<T>::min() && greatest <= std::numeric_limits<T>::max();
  };
  if (fits(std::int8_t{})) return 1;
  if (fits(std::int16_t{})) return 2;
  return fits(std::int32_t{}) ? 4 : 8;
}

MeasureMeta MetaOfMeasure(const std::string& name, const MeasureRange& range, std::uint64_t rows) {
  MeasureMeta meta{.name = name, .factor = static_cast<std::int64_t>(std::max<std::uint64_t>(1, range.factor))};
  meta.width = SignedWidth(range.least / meta.factor, range.greatest / meta.factor);
  meta.sparse = range.not_zero <= rows / 8 && range.not_zero * (meta.width + 4) <= rows * meta.width;
  meta.stored = meta.sparse ? range.not_zero : rows;
  return meta;
}

Result<ImageMeta> MetaOfImage(const Outline& outline, const RowStore& store) {
  ImageMeta meta{.identity = outline.identity,
                 .rows = static_cast<std::uint32_t>(store.rows()),
                 .first_day = store.first_day(),
                 .last_day = store.last_day(),
                 .customers = MetaOf(outline.customers)};
  for (const Axis& axis : outline.axes) meta.axes.push_back(MetaOf(axis));
  for (std::size_t i = 0; i < outline.measures.size(); ++i) {
    if (store.range(i).magnitudes >> 63 != 0)
      return InvalidInput("Cannot make a cube image: the values of measure {} add up to more than 63 bits",
                          outline.measures[i]);
    meta.measures.push_back(MetaOfMeasure(outline.measures[i], store.range(i), store.rows()));
  }
  return meta;
}

class Writer {
 public:
  Writer(const Outline& outline, RowStore& store, SectionFile& file, ImageMeta meta)
      : outline_(outline),
        store_(store),
        file_(file),
        meta_(std::move(meta)),
        workers_(WorkersFor(0, RowStore::kBuckets)),
        offsets_(outline.customers.keys.size() + 1),
        sparse_(RowStore::kBuckets),
        runs_(workers_) {}

  Status Write();

 private:
  std::size_t ReserveRows();
  Status WriteBuckets();
  Status WriteBucket(std::size_t bucket, std::uint32_t first_row, OrderRuns& runs);
  Status WriteSparse(std::size_t measure) const;
  Status AddSplitOrders();

  const Outline& outline_;
  RowStore& store_;
  SectionFile& file_;
  ImageMeta meta_;
  unsigned workers_;
  RowSections sections_;
  std::vector<std::uint32_t> offsets_;
  std::vector<std::vector<SparseValues>> sparse_;  ///< of each bucket, of each measure
  std::vector<OrderRuns> runs_;                    ///< of each worker
};

Status Writer::Write() {
  const std::size_t description = file_.Reserve(EncodeMeta(meta_).size());
  RETURN_IF_ERROR(AddAxis(file_, outline_.customers));
  for (const Axis& axis : outline_.axes) RETURN_IF_ERROR(AddAxis(file_, axis));
  const std::size_t offsets = ReserveRows();
  RETURN_IF_ERROR(WriteBuckets());
  RETURN_IF_ERROR(file_.Write(offsets, 0, std::as_bytes(std::span(offsets_))));
  for (std::size_t measure = 0; measure < meta_.measures.size(); ++measure) RETURN_IF_ERROR(WriteSparse(measure));
  RETURN_IF_ERROR(AddSplitOrders());
  // Numbers have a fixed size, so the description still fits although the split rows are counted only now.
  RETURN_IF_ERROR(file_.Write(description, 0, EncodeMeta(meta_)));
  return file_.Publish();
}

std::size_t Writer::ReserveRows() {
  const std::uint64_t rows = meta_.rows;
  const std::size_t offsets = file_.Reserve(offsets_.size() * sizeof(std::uint32_t));
  const auto span = static_cast<std::uint64_t>(std::int64_t{meta_.last_day} - meta_.first_day);
  sections_.days = file_.Reserve(rows * UnsignedWidth(span));
  for (const AxisMeta& axis : meta_.axes)
    sections_.members.push_back(file_.Reserve(rows * PositionWidth(axis.members)));
  sections_.flags = file_.Reserve(rows);
  for (const MeasureMeta& measure : meta_.measures) {
    RowSections::Measure& section = sections_.measures.emplace_back();
    if (measure.sparse) section.rows = file_.Reserve(measure.stored * sizeof(std::uint32_t));
    section.units = file_.Reserve(measure.stored * measure.width);
  }
  return offsets;
}

Status Writer::WriteBuckets() {
  std::array<std::uint32_t, RowStore::kBuckets> first_rows = {};
  for (std::size_t i = 1; i < first_rows.size(); ++i) first_rows[i] = first_rows[i - 1] + store_.bucket_rows(i - 1);
  return ForEachPart(workers_, RowStore::kBuckets, [&](unsigned worker, std::size_t bucket) {
    return WriteBucket(bucket, first_rows[bucket], runs_[worker]);
  });
}

Status Writer::WriteBucket(std::size_t bucket, std::uint32_t first_row, OrderRuns& runs) {
  BucketWriter writer(file_, sections_, meta_, store_, bucket, first_row);
  RETURN_IF_ERROR(writer.Write(runs));
  const std::span<const std::uint32_t> starts = writer.customer_starts();
  for (std::size_t i = 1; i < starts.size(); ++i) {
    const std::size_t customer = (bucket << store_.customer_shift()) + i;
    if (customer < offsets_.size()) offsets_[customer] = first_row + starts[i];
  }
  sparse_[bucket] = writer.TakeSparse();
  store_.FreeBucket(bucket);
  return {};
}

Status Writer::WriteSparse(std::size_t measure) const {
  std::uint64_t at = 0;
  for (const std::vector<SparseValues>& measures : sparse_) {
    const SparseValues& values = measures[measure];
    if (values.rows.empty()) continue;
    const std::uint32_t width = meta_.measures[measure].width;
    const RowSections::Measure& section = sections_.measures[measure];
    RETURN_IF_ERROR(file_.Write(section.rows, at * sizeof(std::uint32_t), std::as_bytes(std::span(values.rows))));
    RETURN_IF_ERROR(file_.Write(section.units, at * width, Narrow<std::int64_t>(values.units, width)));
    at += values.rows.size();
  }
  return {};
}

Status Writer::AddSplitOrders() {
  std::vector<std::uint32_t> rows;
  std::vector<std::uint32_t> orders;
  for (const SplitRow& split : FindSplitRows(runs_, workers_)) {
    rows.push_back(split.row);
    orders.push_back(split.order);
  }
  meta_.split_rows = static_cast<std::uint32_t>(rows.size());
  RETURN_IF_ERROR(file_.Add<std::uint32_t>(rows));
  return file_.Add<std::uint32_t>(orders);
}

}  // namespace

Status WriteImage(const Outline& outline, RowStore& store, const std::string& path) {
  ASSIGN_OR_RETURN(ImageMeta meta, MetaOfImage(outline, store));
  ASSIGN_OR_RETURN(SectionFile file, SectionFile::Create(path));
  return Writer(outline, store, file, std::move(meta)).Write();
}

}  // namespace assay::cube
