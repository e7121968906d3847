#include "cube/frame.h"

#include <algorithm>
#include <numeric>

namespace assay::cube {

Frame::Frame(const Image::Parts& image, const Context& context, Block& block)
    : image_(image), context_(context), block_(block), units_(image.measures.size()), sparse_(image.measures.size()) {}

bool Frame::Load() {
  if (context_.nothing) return false;
  size_ = block_.rows();
  every_row_ = true;
  if (!context_.customers.empty()) SelectCustomers();
  if (!context_.all_days && size_ > 0) SelectDays();
  for (const Context::RowFilter& filter : context_.rows) {
    if (size_ == 0) break;
    SelectMembers(filter);
  }
  every_row_ = size_ == block_.rows();
  for (bool* ready : {&customers_.ready, &orders_.ready, &split_.ready, &purchases_.ready, &sold_.ready,
                      &first_purchases_.ready, &positions_.ready})
    *ready = false;
  for (auto& units : units_) units.ready = false;
  for (auto& units : sparse_) units.ready = false;
  return size_ > 0;
}

void Frame::SelectCustomers() {
  std::uint32_t count = 0;
  for (const CustomerRun& run : block_.runs()) {
    if (!std::ranges::all_of(context_.customers, [&](const auto* allowed) { return allowed[run.customer] != 0; }))
      continue;
    for (std::uint32_t row = run.begin; row < run.end; ++row) rows_[count++] = static_cast<std::uint16_t>(row);
  }
  size_ = count;
  every_row_ = count == block_.rows();
}

void Frame::SelectDays() {
  if (every_row_ && block_.runs().size() == 1) return SelectDaysOfCustomer();
  const std::uint32_t first = context_.first_day;
  const std::uint32_t days = context_.last_day - first;
  VisitUnsigned(image_.days, [&](const auto* column) {
    const auto* day = column + block_.first_row();
    Keep([=](std::uint32_t row) { return static_cast<std::uint32_t>(day[row]) - first <= days; });
  });
}

/// The rows of one customer stand by day.
void Frame::SelectDaysOfCustomer() {
  VisitUnsigned(image_.days, [&](const auto* column) {
    const auto* day = column + block_.first_row();
    const auto* first = std::lower_bound(day, day + block_.rows(), context_.first_day);
    const auto* last = std::upper_bound(first, day + block_.rows(), context_.last_day);
    size_ = static_cast<std::uint32_t>(last - first);
    std::iota(rows_.begin(), rows_.begin() + size_, static_cast<std::uint16_t>(first - day));
  });
  every_row_ = size_ == block_.rows();
}

void Frame::SelectMembers(const Context::RowFilter& filter) {
  VisitUnsigned(filter.members, [&](const auto* column) {
    const auto* member = column + block_.first_row();
    const std::uint8_t* allowed = filter.allowed;
    Keep([=](std::uint32_t row) { return allowed[member[row]] != 0; });
  });
}

template <typename Passes>
void Frame::Keep(Passes passes) {
  std::uint32_t count = 0;
  if (every_row_) {
    for (std::uint32_t row = 0; row < size_; ++row) {
      rows_[count] = static_cast<std::uint16_t>(row);
      count += passes(row) ? 1 : 0;
    }
  } else {
    for (std::uint32_t position = 0; position < size_; ++position) {
      const std::uint16_t row = rows_[position];
      rows_[count] = row;
      count += passes(row) ? 1 : 0;
    }
  }
  size_ = count;
  every_row_ = count == block_.rows();
}

template <typename T>
const T* Frame::Compact(Lazy<T>& lazy, const T* of_block) {
  if (every_row_) return of_block;
  if (lazy.ready) return lazy.values.data();
  lazy.values.resize(kBlockRows);
  for (std::uint32_t i = 0; i < size_; ++i) lazy.values[i] = of_block[rows_[i]];
  lazy.ready = true;
  return lazy.values.data();
}

const std::uint32_t* Frame::customers() { return Compact(customers_, block_.customers()); }

const std::uint32_t* Frame::orders() { return Compact(orders_, block_.orders()); }

const std::uint8_t* Frame::split() {
  block_.orders();
  const std::uint8_t* split = block_.split();
  return split == nullptr ? nullptr : Compact(split_, split);
}

void Frame::Gather(const Column& column, std::uint32_t* out) const {
  VisitUnsigned(column, [&](const auto* values) {
    const auto* value = values + block_.first_row();
    if (every_row_) {
      for (std::uint32_t i = 0; i < size_; ++i) out[i] = static_cast<std::uint32_t>(value[i]);
    } else {
      for (std::uint32_t i = 0; i < size_; ++i) out[i] = static_cast<std::uint32_t>(value[rows_[i]]);
    }
  });
}

const std::int64_t* Frame::units(std::size_t measure) {
  Lazy<std::int64_t>& lazy = units_[measure];
  if (lazy.ready) return lazy.values.data();
  lazy.ready = true;
  lazy.values.resize(kBlockRows);
  if (image_.meta.measures[measure].sparse) {
    std::fill_n(lazy.values.begin(), size_, 0);
    for (const SparseUnit& unit : sparse_units(measure)) lazy.values[unit.position] = unit.units;
    return lazy.values.data();
  }
  VisitSigned(image_.measures[measure].units, [&](const auto* column) {
    const auto* value = column + block_.first_row();
    std::int64_t* out = lazy.values.data();
    if (every_row_) {
      std::copy_n(value, size_, out);
    } else {
      for (std::uint32_t i = 0; i < size_; ++i) out[i] = value[rows_[i]];
    }
  });
  return lazy.values.data();
}

std::span<const SparseUnit> Frame::sparse_units(std::size_t measure) {
  Lazy<SparseUnit>& lazy = sparse_[measure];
  if (lazy.ready) return {lazy.values.data(), lazy.count};
  lazy.ready = true;
  lazy.values.resize(kBlockRows);
  lazy.count = 0;
  MapPositions();
  const MeasureParts& parts = image_.measures[measure];
  const auto* begin = As<std::uint32_t>(parts.rows);
  const auto* end = begin + parts.rows.size;
  VisitSigned(parts.units, [&](const auto* units) {
    for (const auto* at = std::lower_bound(begin, end, block_.first_row());
         at != end && *at < block_.first_row() + block_.rows(); ++at) {
      const std::uint32_t row = *at - block_.first_row();
      const std::uint16_t position = every_row_ ? static_cast<std::uint16_t>(row) : positions_.values[row];
      if (!every_row_ && (position >= size_ || rows_[position] != row)) continue;
      lazy.values[lazy.count++] = {position, units[at - begin]};
    }
  });
  return {lazy.values.data(), lazy.count};
}

/// What an earlier block left behind is told from a true entry by looking back: rows_[positions_[row]] == row.
void Frame::MapPositions() {
  if (every_row_ || positions_.ready) return;
  positions_.ready = true;
  positions_.values.resize(kBlockRows);
  for (std::uint32_t i = 0; i < size_; ++i) positions_.values[rows_[i]] = static_cast<std::uint16_t>(i);
}

std::span<const std::uint16_t> Frame::purchases() { return Flagged(purchases_, kPurchase); }

std::span<const std::uint16_t> Frame::sold() { return Flagged(sold_, kSold); }

std::span<const std::uint16_t> Frame::Flagged(Lazy<std::uint16_t>& lazy, std::uint8_t flag) {
  if (lazy.ready) return {lazy.values.data(), lazy.count};
  lazy.ready = true;
  lazy.values.resize(kBlockRows);
  const auto* flags = As<std::uint8_t>(image_.flags) + block_.first_row();
  std::uint16_t* out = lazy.values.data();
  std::uint32_t count = 0;
  for (std::uint32_t i = 0; i < size_; ++i) {
    out[count] = static_cast<std::uint16_t>(i);
    count += (flags[every_row_ ? i : rows_[i]] & flag) != 0 ? 1 : 0;
  }
  lazy.count = count;
  return {out, count};
}

std::span<const std::uint16_t> Frame::first_purchases() {
  Lazy<std::uint16_t>& lazy = first_purchases_;
  if (lazy.ready) return {lazy.values.data(), lazy.count};
  lazy.ready = true;
  lazy.values.resize(kBlockRows);
  const std::uint32_t* customer = customers();
  std::uint32_t count = 0;
  for (const std::uint16_t position : purchases()) {
    lazy.values[count] = position;
    count += customer[position] != last_buyer_ ? 1 : 0;
    last_buyer_ = customer[position];
  }
  lazy.count = count;
  return {lazy.values.data(), count};
}

}  // namespace assay::cube
