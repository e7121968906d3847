#include "cube/tally.h"

#include <numeric>

#include "cube/tally_internal.h"

namespace assay::cube {

std::unique_ptr<Tally> MakeTally(const Image::Parts& image, const CellMap& map, const Aggregate& aggregate) {
  using Kind = Aggregate::Kind;
  switch (aggregate.kind) {
    case Kind::kLines:
      return MakeLineTally(map.cells());
    case Kind::kSum:
      return MakeSumTally(image, map.cells(), aggregate);
    case Kind::kCustomers:
      return MakeCustomerTally(map);
    case Kind::kCustomerSum:
      return MakeCustomerSumTally(image, map.cells(), aggregate.measure);
    case Kind::kRepeatCustomers:
      return MakeRepeatTally(map.cells());
    case Kind::kOrders:
      return MakeOrderTally(image, map.cells(), aggregate);
    case Kind::kSeveral:
      return MakeSeveralTally(map.cells(), aggregate.axis);
  }
  return nullptr;
}

OnlyAllowed::OnlyAllowed(const Image::Parts& image, const Aggregate& aggregate)
    : image_(image),
      allowed_(aggregate.only_allowed),
      only_(aggregate.only_axis.has_value()),
      axis_(aggregate.only_axis.value_or(0)) {}

const std::uint32_t* OnlyAllowed::Members(Frame& frame) {
  if (axis_ == Image::kCustomers) return frame.customers();
  members_.resize(kBlockRows);
  frame.Gather(image_.members[axis_], members_.data());
  return members_.data();
}

std::span<const std::uint16_t> OnlyAllowed::Of(Frame& frame, std::span<const std::uint16_t> positions) {
  if (!only_ || allowed_.empty()) return only_ ? std::span<const std::uint16_t>() : positions;
  positions_.resize(kBlockRows);
  const std::uint32_t* members = Members(frame);
  const std::uint8_t* allowed = allowed_.data();
  std::uint16_t* out = positions_.data();
  std::uint32_t count = 0;
  for (const std::uint16_t position : positions) {
    out[count] = position;
    count += allowed[members[position]] != 0 ? 1 : 0;
  }
  return {out, count};
}

std::span<const std::uint16_t> OnlyAllowed::Of(Frame& frame) {
  positions_.resize(kBlockRows);
  std::iota(positions_.begin(), positions_.begin() + frame.size(), std::uint16_t{0});
  return Of(frame, {positions_.data(), frame.size()});
}

}  // namespace assay::cube
