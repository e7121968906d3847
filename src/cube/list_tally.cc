#include "cube/list_tally.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/ascii.h"
#include "base/check.h"
#include "base/stop.h"

namespace assay::cube {
namespace {

using Order = ListOutput::Order;

int Sign(auto comparison) { return comparison < 0 ? -1 : comparison > 0 ? 1 : 0; }

/// Whether `where` holds `text`, which is in lower case.
bool Holds(std::string_view where, std::string_view text) {
  const auto equal = [](char a, char b) { return LowerAscii(a) == b; };
  return !std::ranges::search(where, text, equal).empty();
}

}  // namespace

ListTally::ListTally(const Image::Parts& image, const ListOutput& list)
    : image_(image), list_(list), search_(LowerAscii(list.search)), line_{.customer = kNone} {}

void ListTally::Add(Frame& frame) { NeedsSumsOnly() ? AddSums(frame) : AddAll(frame); }

/// What else a line tells is looked up for those of the page alone.
bool ListTally::NeedsSumsOnly() const { return list_.order == Order::kSum || list_.order == Order::kLabel; }

void ListTally::AddSums(Frame& frame) {
  const std::uint32_t* customers = frame.customers();
  const std::int64_t* units = frame.units(list_.measure);
  const std::span<const std::uint16_t> firsts = frame.first_purchases();
  auto first = firsts.begin();
  for (std::uint32_t i = 0; i < frame.size();) {
    const std::uint32_t customer = customers[i];
    if (customer != line_.customer) Begin(customer);
    std::uint64_t sum = 0;
    for (; i < frame.size() && customers[i] == customer; ++i) sum += static_cast<std::uint64_t>(units[i]);
    units_ += sum;
    if (first == firsts.end() || *first >= i) continue;
    line_.last_day = image_.meta.first_day;  // some day: the customer bought
    ++first;
  }
}

void ListTally::AddAll(Frame& frame) {
  const std::uint32_t* customers = frame.customers();
  const std::int64_t* units = frame.units(list_.measure);
  const std::span<const std::uint16_t> purchases = frame.purchases();
  auto next_purchase = purchases.begin();
  for (std::uint32_t i = 0; i < frame.size(); ++i) {
    if (customers[i] != line_.customer) Begin(customers[i]);
    units_ += static_cast<std::uint64_t>(units[i]);
    if (next_purchase == purchases.end() || *next_purchase != i) continue;
    ++next_purchase;
    AddPurchase(frame, i);
  }
}

void ListTally::AddPurchase(Frame& frame, std::uint32_t position) {
  const std::uint16_t* rows = frame.rows();
  const std::uint32_t row = frame.block().first_row() + (rows == nullptr ? position : rows[position]);
  // A customer's rows stand by day.
  line_.last_day =
      static_cast<std::int32_t>(image_.meta.first_day + static_cast<std::int64_t>(UnsignedAt(image_.days, row)));
  const std::uint32_t order = frame.orders()[position];
  const std::uint8_t* split = frame.split();
  if (split != nullptr && split[position] != 0) {
    split_.push_back(order);
  } else {
    line_.orders += order != last_order_ ? 1 : 0;
    last_order_ = order;
  }
}

void ListTally::Begin(std::uint32_t customer) {
  EndCustomer();
  line_.customer = customer;
}

void ListTally::EndCustomer() {
  if (line_.last_day && Finds(line_.customer)) {
    std::ranges::sort(split_);
    const auto twice = std::ranges::unique(split_);
    line_.orders += static_cast<std::int64_t>(split_.size() - twice.size());
    const auto factor = static_cast<std::uint64_t>(image_.meta.measures[list_.measure].factor);
    line_.sum = static_cast<std::int64_t>(units_ * factor);
    lines_.push_back(line_);
    ++total_;
  }
  line_ = {.customer = kNone};
  units_ = 0;
  last_order_ = kNone;
  split_.clear();
}

void ListTally::EndStretch() {
  EndCustomer();
  DropBehindPage();
}

void ListTally::Merge(const ListTally& other) {
  total_ += other.total_;
  lines_.insert(lines_.end(), other.lines_.begin(), other.lines_.end());
}

bool ListTally::Finds(std::uint32_t customer) const {
  if (search_.empty()) return true;
  std::array<char, 24> key;
  const auto end = std::to_chars(key.data(), key.data() + key.size(), image_.customers.key(customer)).ptr;
  return Holds(image_.customers.label(customer), search_) || Holds({key.data(), end}, search_);
}

int ListTally::Compare(const CustomerLine& a, const CustomerLine& b) const {
  switch (list_.order) {
    case Order::kSum:
      return Sign(a.sum <=> b.sum);
    case Order::kOrders:
      return Sign(a.orders <=> b.orders);
    case Order::kLastDay:
      return Sign(*a.last_day <=> *b.last_day);
    case Order::kLabel:
      return Sign(image_.customers.label(a.customer).compare(image_.customers.label(b.customer)));
  }
  return 0;
}

auto ListTally::Before() const {
  return [this](const CustomerLine& a, const CustomerLine& b) {
    const int order = Compare(a, b);
    if (order != 0) return list_.descending ? order > 0 : order < 0;
    return image_.customers.key(a.customer) < image_.customers.key(b.customer);
  };
}

// Not after every stretch: where a page is far behind, the lines before it are many.
void ListTally::DropBehindPage() {
  constexpr std::size_t kSlack = 1024;
  if (list_.offset > lines_.size() || list_.limit > lines_.size()) return;
  const std::size_t kept = list_.offset + list_.limit;
  if (lines_.size() < 2 * kept + kSlack) return;
  std::nth_element(lines_.begin(), lines_.begin() + static_cast<std::ptrdiff_t>(kept), lines_.end(), Before());
  lines_.resize(kept);
}

Result<CustomerList> ListTally::Page(const Context& context, const std::stop_token& stop) const {
  CustomerList page{.total = total_, .lines = lines_};
  const std::size_t begin = std::min(list_.offset, page.lines.size());
  const std::size_t end = begin + std::min(list_.limit, page.lines.size() - begin);
  const auto at = [&](std::size_t i) { return page.lines.begin() + static_cast<std::ptrdiff_t>(i); };
  if (begin < end) {
    std::nth_element(at(0), at(begin), page.lines.end(), Before());
    std::partial_sort(at(begin), at(end), page.lines.end(), Before());
  }
  page.lines = {at(begin), at(end)};
  if (!NeedsSumsOnly()) return page;
  for (CustomerLine& line : page.lines) {
    ASSIGN_OR_RETURN(line, Complete(line.customer, context, stop));
  }
  return page;
}

Result<CustomerLine> ListTally::Complete(std::uint32_t customer, const Context& context,
                                         const std::stop_token& stop) const {
  ListOutput everything{.measure = list_.measure, .search = "", .order = Order::kOrders};
  ListTally tally(image_, everything);
  Block block(image_);
  Frame frame(image_, context, block);
  block.Enter({image_.row_offsets()[customer], image_.row_offsets()[customer + 1]});
  while (block.Next()) {
    RETURN_IF_ERROR(CheckStop(stop));
    if (frame.Load()) tally.Add(frame);
  }
  tally.EndCustomer();
  CHECK(tally.lines_.size() == 1);
  return tally.lines_[0];
}

}  // namespace assay::cube
