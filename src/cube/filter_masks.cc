#include "cube/filter_masks.h"

#include <algorithm>
#include <limits>

namespace assay::cube {
namespace {

template <typename T>
void MarkDays(const T* day, std::uint32_t rows, std::uint32_t first, std::uint32_t last, std::uint8_t* passes) {
  // In the column's own width, which the compiler compares many at a time. No day is above the column's limit.
  const auto from = static_cast<T>(first);
  const auto span = static_cast<T>(std::min<std::uint64_t>(last, std::numeric_limits<T>::max()) - std::uint64_t{first});
  for (std::uint32_t i = 0; i < rows; ++i) passes[i] = static_cast<T>(day[i] - from) <= span ? 1 : 0;
}

}  // namespace

void FilterMasks::Enter(std::uint32_t first_row, std::uint32_t rows, std::span<const CustomerRun> runs) {
  first_row_ = first_row;
  rows_ = rows;
  runs_ = runs;
  ++block_;
}

FilterMasks::Mask& FilterMasks::Find(const std::uint8_t* allowed, std::uint32_t first_day, std::uint32_t last_day) {
  const auto found = std::ranges::find_if(masks_, [&](const Mask& mask) {
    return mask.allowed == allowed && mask.first_day == first_day && mask.last_day == last_day;
  });
  if (found != masks_.end()) return *found;
  Mask& mask = masks_.emplace_back();
  mask.allowed = allowed;
  mask.first_day = first_day;
  mask.last_day = last_day;
  return mask;
}

FilterMask FilterMasks::OfCustomers(const std::uint8_t* allowed) {
  Mask& mask = Find(allowed, 0, 0);
  if (mask.block != block_) {
    mask.block = block_;
    const auto passes = [&](const CustomerRun& run) { return allowed[run.customer] != 0; };
    mask.runs = static_cast<std::size_t>(std::ranges::count_if(runs_, passes));
    if (mask.runs != 0 && mask.runs != runs_.size()) MarkRuns(allowed, mask.passes.data());
  }
  if (mask.runs == 0) return {.passes_none = true};
  return {.passes = mask.runs == runs_.size() ? nullptr : mask.passes.data()};
}

void FilterMasks::MarkRuns(const std::uint8_t* allowed, std::uint8_t* passes) const {
  for (const CustomerRun run : runs_) {
    const std::uint8_t value = allowed[run.customer] != 0 ? 1 : 0;
    for (std::uint32_t at = run.begin; at < run.end; at += kFillRows) std::fill_n(passes + at, kFillRows, value);
  }
}

const std::uint8_t* FilterMasks::OfMembers(const Column& members, const std::uint8_t* allowed) {
  Mask& mask = Find(allowed, 0, 0);
  if (mask.block == block_) return mask.passes.data();
  mask.block = block_;
  VisitUnsigned(members, [&](const auto* column) {
    const auto* member = column + first_row_;
    std::uint8_t* passes = mask.passes.data();
    const std::uint32_t rows = rows_;  // a local copy: a write of bytes may change any member, as compilers see it
    for (std::uint32_t i = 0; i < rows; ++i) passes[i] = allowed[member[i]] != 0 ? 1 : 0;
  });
  return mask.passes.data();
}

const std::uint8_t* FilterMasks::OfDays(const Column& days, std::uint32_t first, std::uint32_t last) {
  Mask& mask = Find(nullptr, first, last);
  if (mask.block == block_) return mask.passes.data();
  mask.block = block_;
  VisitUnsigned(days,
                [&](const auto* column) { MarkDays(column + first_row_, rows_, first, last, mask.passes.data()); });
  return mask.passes.data();
}

}  // namespace assay::cube
