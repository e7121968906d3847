#include "cube/block.h"

#include <algorithm>

namespace assay::cube {
namespace {

constexpr std::uint32_t kStretchRows = 65536;

/// The customer of `row`.
std::uint32_t CustomerAt(const Image::Parts& image, std::uint32_t row) {
  const std::uint32_t* offsets = image.row_offsets();
  const std::uint32_t* behind = std::upper_bound(offsets, offsets + image.meta.customers.members + 1, row);
  return static_cast<std::uint32_t>(behind - offsets - 1);
}

/// The last row up to `row` where a cut is allowed, or, inside a customer that may be cut, the next one.
std::uint32_t CutNear(const Image::Parts& image, std::uint32_t row) {
  const std::uint32_t customer = CustomerAt(image, row);
  if (image.is_customer(customer)) return image.row_offsets()[customer];
  const auto* flags = As<std::uint8_t>(image.flags);
  const std::uint32_t end = image.row_offsets()[customer + 1];
  while (row < end && (flags[row] & kStartsOrder) == 0) ++row;
  return row;
}

}  // namespace

std::vector<Stretch> CutRows(const Image::Parts& image) {
  std::vector<Stretch> stretches;
  std::uint32_t begin = 0;
  for (std::uint64_t wanted = kStretchRows; wanted < image.meta.rows; wanted += kStretchRows) {
    const std::uint32_t cut = CutNear(image, static_cast<std::uint32_t>(wanted));
    if (cut <= begin) continue;
    stretches.push_back({begin, cut});
    begin = cut;
  }
  if (begin < image.meta.rows) stretches.push_back({begin, image.meta.rows});
  return stretches;
}

void Block::Enter(const Stretch& stretch) {
  stretch_ = stretch;
  first_row_ = stretch.begin;
  rows_ = 0;
  customer_ = CustomerAt(image_, stretch.begin);
}

bool Block::Next() {
  first_row_ += rows_;
  rows_ = std::min(kBlockRows, stretch_.end - first_row_);
  if (rows_ == 0) return false;
  has_orders_ = false;
  FindRuns();
  masks_.Enter(first_row_, rows_, runs());
  return true;
}

void Block::FindRuns() {
  const std::uint32_t* offsets = image_.row_offsets();
  const std::uint32_t first = first_row_;
  const std::uint32_t end = first + rows_;
  std::uint32_t* customers = customers_.data();
  std::uint32_t customer = customer_;
  std::size_t runs = 0;
  for (std::uint32_t row = first; row < end;) {
    const std::uint32_t next = std::min(end, offsets[customer + 1]);
    const auto from = static_cast<std::uint16_t>(row - first);
    const auto to = static_cast<std::uint16_t>(next - first);
    runs_[runs] = {customer, from, to};
    runs += next > row ? 1 : 0;
    for (std::uint32_t at = from; at < to; at += kFillRows) std::fill_n(customers + at, kFillRows, customer);
    row = next;
    if (row < end) ++customer;
  }
  run_count_ = runs;
  customer_ = customer;
}

const std::uint32_t* Block::orders() {
  if (!has_orders_) {
    FindOrders();
    MarkSplit();
    has_orders_ = true;
  }
  return orders_.data();
}

void Block::FindOrders() {
  const auto* flags = As<std::uint8_t>(image_.flags);
  std::uint32_t order = last_order_;
  if (orders_end_ != first_row_) {
    order = first_row_;
    while (order > 0 && (flags[order] & kStartsOrder) == 0) --order;
  }
  for (std::uint32_t i = 0; i < rows_; ++i) {
    order = (flags[first_row_ + i] & kStartsOrder) != 0 ? first_row_ + i : order;
    orders_[i] = order;
  }
  orders_end_ = first_row_ + rows_;
  last_order_ = order;
}

void Block::MarkSplit() {
  const auto* begin = As<std::uint32_t>(image_.split_rows);
  const auto* end = begin + image_.split_rows.size;
  const auto* first = std::lower_bound(begin, end, first_row_);
  const auto* last = std::lower_bound(first, end, first_row_ + rows_);
  has_split_ = first != last;
  if (!has_split_) return;
  split_.fill(0);
  for (const auto* at = first; at != last; ++at) {
    split_[*at - first_row_] = 1;
    orders_[*at - first_row_] = As<std::uint32_t>(image_.split_orders)[at - begin];
  }
}

}  // namespace assay::cube
