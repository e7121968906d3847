#include <algorithm>

#include "base/stop.h"
#include "cube/frame.h"
#include "cube/query.h"
#include "cube/query_check.h"

namespace assay::cube {
namespace {

/// Adds up the pairs of one customer after the other.
class PairMaker {
 public:
  PairMaker(const Image::Parts& image, std::size_t axis, std::size_t measure)
      : image_(image), axis_(axis), measure_(measure), slots_(image.meta.axes[axis].members), members_(kBlockRows) {}

  void Add(Frame& frame) {
    const std::uint32_t* customers = frame.customers();
    const std::int64_t* units = frame.units(measure_);
    const std::span<const std::uint16_t> purchases = frame.purchases();
    auto next_purchase = purchases.begin();
    frame.Gather(image_.members[axis_], members_.data());
    for (std::uint32_t i = 0; i < frame.size(); ++i) {
      const bool purchase = next_purchase != purchases.end() && *next_purchase == i;
      next_purchase += purchase ? 1 : 0;
      if (!image_.is_customer(customers[i])) continue;
      if (customers[i] != customer_) Begin(customers[i]);
      AddRow(members_[i], units[i], purchase);
    }
  }

  std::vector<CustomerMemberSum> Take() {
    Begin(kNone);
    return std::move(pairs_);
  }

 private:
  struct Slot {
    std::uint32_t customer = kNone;
    std::size_t pair = 0;
  };

  void Begin(std::uint32_t customer) {
    std::sort(pairs_.begin() + static_cast<std::ptrdiff_t>(first_pair_), pairs_.end(),
              [](const CustomerMemberSum& a, const CustomerMemberSum& b) { return a.member < b.member; });
    first_pair_ = pairs_.size();
    customer_ = customer;
  }

  void AddRow(std::uint32_t member, std::int64_t units, bool purchase) {
    Slot& slot = slots_[member];
    if (slot.customer != customer_) {
      slot = {customer_, pairs_.size()};
      pairs_.push_back({.customer = customer_, .member = member});
    }
    CustomerMemberSum& pair = pairs_[slot.pair];
    const auto factor = static_cast<std::uint64_t>(image_.meta.measures[measure_].factor);
    pair.sum =
        static_cast<std::int64_t>(static_cast<std::uint64_t>(pair.sum) + static_cast<std::uint64_t>(units) * factor);
    pair.has_purchase = pair.has_purchase || purchase;
  }

  const Image::Parts& image_;
  std::size_t axis_;
  std::size_t measure_;
  std::vector<Slot> slots_;
  std::vector<std::uint32_t> members_;
  std::vector<CustomerMemberSum> pairs_;
  std::size_t first_pair_ = 0;
  std::uint32_t customer_ = kNone;
};

}  // namespace

Result<std::vector<CustomerMemberSum>> SumByCustomerAndMember(const Image& image, const Query& filter, std::size_t axis,
                                                              std::size_t measure, std::stop_token stop) {
  const Image::Parts& parts = ImageReader::PartsOf(image);
  RETURN_IF_ERROR(CheckSelections(parts, filter.selections));
  RETURN_IF_ERROR(CheckRowAxis(parts, axis));
  RETURN_IF_ERROR(CheckMeasure(parts, measure));
  const Context context = Context::Of(parts, filter.selections, {}, filter.days);
  Block block(parts);
  Frame frame(parts, context, block);
  PairMaker maker(parts, axis, measure);
  for (const Stretch& stretch : CutRows(parts)) {
    block.Enter(stretch);
    while (block.Next()) {
      RETURN_IF_ERROR(CheckStop(stop));
      if (frame.Load()) maker.Add(frame);
    }
  }
  return maker.Take();
}

}  // namespace assay::cube
