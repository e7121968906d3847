#include "cube/tally.h"

#include <algorithm>
#include <numeric>
#include <optional>

#include "cube/tally_internal.h"

namespace assay::cube {

namespace {

using Kind = Aggregate::Kind;

std::unique_ptr<Tally> MakeTally(const Image::Parts& image, const CellMap& map, const Aggregate& aggregate) {
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

}  // namespace

Tallies MakeTallies(const Image::Parts& image, const CellMap& map, const std::vector<Aggregate>& aggregates) {
  Tallies tallies;
  const auto find = [&](auto matches) { return std::ranges::find_if(aggregates, matches); };
  const auto lines = find([](const Aggregate& one) { return one.kind == Kind::kLines; });
  const auto sum = find([&](const Aggregate& one) {
    return one.kind == Kind::kSum && !one.only_axis && !image.meta.measures[one.measure].sparse;
  });
  const auto repeat = find([](const Aggregate& one) { return one.kind == Kind::kRepeatCustomers; });
  std::optional<std::size_t> line_sum;
  std::optional<std::size_t> buyers;
  const auto add = [&](std::unique_ptr<Tally> tally) {
    tallies.all.push_back(std::move(tally));
    return tallies.all.size() - 1;
  };
  if (lines != aggregates.end() && sum != aggregates.end())
    line_sum = add(MakeLineSumTally(image, map.cells(), sum->measure));
  if (repeat != aggregates.end()) buyers = add(MakeRepeatTally(map.cells()));
  for (auto one = aggregates.begin(); one != aggregates.end(); ++one) {
    if (line_sum && (one == lines || one == sum)) {
      tallies.of_aggregate.push_back({*line_sum, one == lines ? 0UL : 1UL});
    } else if (buyers && (one->kind == Kind::kRepeatCustomers || one->kind == Kind::kCustomers)) {
      tallies.of_aggregate.push_back({*buyers, one->kind == Kind::kRepeatCustomers ? 0UL : 1UL});
    } else {
      tallies.of_aggregate.push_back({add(MakeTally(image, map, *one)), 0});
    }
  }
  return tallies;
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
