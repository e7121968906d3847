#include <algorithm>
#include <memory>

#include "base/stop.h"
#include "cube/frame.h"
#include "cube/parts_in_parallel.h"
#include "cube/query.h"
#include "cube/query_check.h"

namespace assay::cube {
namespace {

struct Task {
  const Image::Parts& image;
  const Context& context;
  const std::vector<std::uint32_t>& bucket_of;
  std::size_t axis;
  std::size_t measure;
  std::size_t cells;
};

/// What one thread works with. Sums wrap at most in between: the builder refused measures whose total could overflow.
class BucketAdder {
 public:
  explicit BucketAdder(const Task& task)
      : task_(task),
        block_(task.image),
        frame_(task.image, task.context, block_),
        sums_(task.cells),
        members_(kBlockRows) {}

  Status Work(const Stretch& stretch, const std::stop_token& stop) {
    block_.Enter(stretch);
    while (block_.Next()) {
      RETURN_IF_ERROR(CheckStop(stop));
      if (frame_.Load()) AddFrame();
    }
    return {};
  }

  void Merge(const BucketAdder& other) {
    for (std::size_t cell = 0; cell < sums_.size(); ++cell) sums_[cell] += other.sums_[cell];
  }

  std::vector<std::int64_t> Take() const {
    const auto factor = static_cast<std::uint64_t>(task_.image.meta.measures[task_.measure].factor);
    std::vector<std::int64_t> values;
    values.reserve(sums_.size());
    for (const std::uint64_t sum : sums_) values.push_back(static_cast<std::int64_t>(sum * factor));
    return values;
  }

 private:
  void AddFrame() {
    const std::uint32_t* customers = frame_.customers();
    const std::int64_t* units = frame_.units(task_.measure);
    const std::size_t width = task_.image.meta.axes[task_.axis].members;
    frame_.Gather(task_.image.members[task_.axis], members_.data());
    for (std::uint32_t i = 0; i < frame_.size(); ++i) {
      if (!task_.image.is_customer(customers[i])) continue;
      sums_[task_.bucket_of[customers[i]] * width + members_[i]] += static_cast<std::uint64_t>(units[i]);
    }
  }

  const Task& task_;
  Block block_;
  Frame frame_;
  std::vector<std::uint64_t> sums_;
  std::vector<std::uint32_t> members_;
};

Status CheckBuckets(const Image::Parts& image, const std::vector<std::uint32_t>& bucket_of, std::uint32_t buckets,
                    std::size_t members) {
  if (bucket_of.size() != image.meta.customers.members)
    return InvalidInput("Cannot sum by groups of customers: expected {} entries, got {}", image.meta.customers.members,
                        bucket_of.size());
  if (std::ranges::any_of(bucket_of, [&](std::uint32_t bucket) { return bucket >= buckets; }))
    return InvalidInput("Cannot sum by groups of customers: a customer is in a group above the last, {}", buckets);
  if (std::uint64_t{buckets} * members > kMaxCells)
    return InvalidInput("Cannot sum by groups of customers: {} groups x {} members are more than {} cells", buckets,
                        members, kMaxCells);
  return {};
}

}  // namespace

Result<std::vector<std::int64_t>> SumByBucketAndMember(const Image& image, const Query& filter,
                                                       const std::vector<std::uint32_t>& bucket_of,
                                                       std::uint32_t buckets, std::size_t axis, std::size_t measure,
                                                       unsigned threads, std::stop_token stop) {
  const Image::Parts& parts = ImageReader::PartsOf(image);
  RETURN_IF_ERROR(CheckSelections(parts, filter.selections));
  RETURN_IF_ERROR(CheckRowAxis(parts, axis));
  RETURN_IF_ERROR(CheckMeasure(parts, measure));
  const std::size_t members = parts.meta.axes[axis].members;
  RETURN_IF_ERROR(CheckBuckets(parts, bucket_of, buckets, members));
  const Context context = Context::Of(parts, filter.selections, {}, filter.days);
  const Task task{parts, context, bucket_of, axis, measure, buckets * members};
  const std::vector<Stretch> stretches = CutRows(parts);
  std::vector<std::unique_ptr<BucketAdder>> workers(WorkersFor(threads, stretches.size()));
  for (auto& worker : workers) worker = std::make_unique<BucketAdder>(task);
  RETURN_IF_ERROR(ForEachPart(
      static_cast<unsigned>(workers.size()), stretches.size(),
      [&](unsigned worker, std::size_t part) -> Status { return workers[worker]->Work(stretches[part], stop); }));
  for (std::size_t i = 1; i < workers.size(); ++i) workers[0]->Merge(*workers[i]);
  return workers[0]->Take();
}

}  // namespace assay::cube
