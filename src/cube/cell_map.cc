#include "cube/cell_map.h"

#include <algorithm>
#include <numeric>

#include "cube/query_check.h"

namespace assay::cube {
namespace {

/// Puts or adds `value(i)` for each of `size` cells.
template <typename Value>
void Put(bool first, std::uint32_t size, std::uint32_t* cells, Value value) {
  if (first) {
    for (std::uint32_t i = 0; i < size; ++i) cells[i] = value(i);
  } else {
    for (std::uint32_t i = 0; i < size; ++i) cells[i] += value(i);
  }
}

}  // namespace

CellMap::CellMap(const Image::Parts& image, const Output& output) {
  for (const Group& group : output.groups) cells_ *= static_cast<std::uint32_t>(GroupSize(image, group));
  std::uint32_t stride = cells_;
  for (const Group& group : output.groups) {
    const auto size = static_cast<std::uint32_t>(GroupSize(image, group));
    stride = size == 0 ? 0 : stride / size;
    Add(image, group, stride);
  }
}

void CellMap::Add(const Image::Parts& image, const Group& group, std::uint32_t stride) {
  Part& part = parts_.emplace_back();
  part.of_customer = group.kind == Group::Kind::kCustomerBucket ||
                     (group.kind == Group::Kind::kAttribute && group.axis == Image::kCustomers);
  by_customer_ = by_customer_ && part.of_customer;
  switch (group.kind) {
    case Group::Kind::kMember:
      part.column = image.members[group.axis];
      if (stride == 1) return;
      part.table.resize(image.meta.axes[group.axis].members);
      for (std::uint32_t member = 0; member < part.table.size(); ++member) part.table[member] = member * stride;
      return;
    case Group::Kind::kAttribute: {
      const Column& codes = image.axis_parts(group.axis).codes[group.attribute];
      part.column = part.of_customer ? codes : image.members[group.axis];
      part.table.resize(part.of_customer ? GroupSize(image, group) : codes.size);
      for (std::uint32_t i = 0; i < part.table.size(); ++i)
        part.table[i] = stride * (part.of_customer ? i : static_cast<std::uint32_t>(UnsignedAt(codes, i)));
      return;
    }
    case Group::Kind::kDayBucket:
      part.column = image.days;
      has_rest_ = true;
      part.is_total =
          group.bucket_of.size() > static_cast<std::uint64_t>(image.meta.last_day - std::int64_t{image.meta.first_day});
      for (const std::uint32_t bucket : group.bucket_of)
        part.table.push_back(bucket < group.buckets ? bucket * stride : cells_);
      part.table.push_back(cells_);
      return;
    case Group::Kind::kCustomerBucket:
      part.column = {reinterpret_cast<const std::byte*>(group.customer_buckets->data()), sizeof(std::uint32_t),
                     group.customer_buckets->size()};
      has_rest_ = true;
      part.is_total = false;
      for (std::uint32_t bucket = 0; bucket < group.buckets; ++bucket) part.table.push_back(bucket * stride);
      part.table.push_back(cells_);
      return;
  }
}

FrameCells CellMap::Fill(Frame& frame, std::vector<std::uint32_t>& cells) const {
  cells.resize(kBlockRows);
  std::uint32_t all = 0;
  bool is_first = true;
  for (const Part& part : parts_) {
    if (const auto one = OneForAll(part, frame.block())) {
      all += *one;
      continue;
    }
    FillPart(part, is_first, frame, cells.data());
    is_first = false;
  }
  if (is_first) return {nullptr, std::min(all, cells_)};
  if (all != 0)
    for (std::uint32_t i = 0; i < frame.size(); ++i) cells[i] += all;
  if (has_rest_ && parts_.size() > 1)
    for (std::uint32_t i = 0; i < frame.size(); ++i) cells[i] = std::min(cells[i], cells_);
  return {cells.data()};
}

// What a part adds to the cell of every row of the block, where its customers are alike.
std::optional<std::uint32_t> CellMap::OneForAll(const Part& part, const Block& block) {
  if (!part.of_customer) return std::nullopt;
  return VisitUnsigned(part.column, [&](const auto* numbers) -> std::optional<std::uint32_t> {
    const auto number = numbers[block.runs()[0].customer];
    const auto is_alike = [&](const CustomerRun& run) { return numbers[run.customer] == number; };
    if (!std::ranges::all_of(block.runs(), is_alike)) return std::nullopt;
    return part.table[std::min<std::size_t>(number, part.table.size() - 1)];
  });
}

void CellMap::FillPart(const Part& part, bool first, Frame& frame, std::uint32_t* cells) const {
  const std::uint32_t size = frame.size();
  const std::uint32_t* table = part.table.data();
  const auto last = static_cast<std::uint32_t>(part.table.size() - 1);
  const auto look_up = [&](auto number) {
    if (part.is_total) return Put(first, size, cells, [=](std::uint32_t i) { return table[number(i)]; });
    return Put(first, size, cells, [=](std::uint32_t i) { return table[std::min(last, number(i))]; });
  };
  VisitUnsigned(part.column, [&](const auto* column) {
    const auto* number = part.of_customer ? column : column + frame.block().first_row();
    const std::uint16_t* rows = frame.rows();
    if (part.of_customer) {
      const std::uint32_t* customers = frame.customers();
      look_up([=](std::uint32_t i) { return static_cast<std::uint32_t>(number[customers[i]]); });
    } else if (part.table.empty() && rows == nullptr) {
      Put(first, size, cells, [=](std::uint32_t i) { return static_cast<std::uint32_t>(number[i]); });
    } else if (part.table.empty()) {
      Put(first, size, cells, [=](std::uint32_t i) { return static_cast<std::uint32_t>(number[rows[i]]); });
    } else if (rows == nullptr) {
      look_up([=](std::uint32_t i) { return static_cast<std::uint32_t>(number[i]); });
    } else {
      look_up([=](std::uint32_t i) { return static_cast<std::uint32_t>(number[rows[i]]); });
    }
  });
}

}  // namespace assay::cube
