#include "cube/frame.h"

#include <algorithm>
#include <cstring>

namespace assay::cube {

Frame::Frame(const Image::Parts& image, const Context& context, Block& block)
    : image_(image), context_(context), block_(block), units_(image.measures.size()), sparse_(image.measures.size()) {}

bool Frame::Load() {
  if (context_.nothing) return false;
  size_ = block_.rows();
  if (!FindMasks()) return false;
  if (!masks_.empty()) KeepRows(masks_.size() == 1 ? masks_[0] : CombineMasks());
  every_row_ = size_ == block_.rows();
  for (bool* ready : {&customers_.ready, &orders_.ready, &split_.ready, &purchases_.ready, &others_.ready, &sold_.ready,
                      &first_purchases_.ready, &positions_.ready})
    *ready = false;
  for (auto& units : units_) units.ready = false;
  for (auto& units : sparse_) units.ready = false;
  return size_ > 0;
}

bool Frame::FindMasks() {
  FilterMasks& masks = block_.masks();
  masks_.clear();
  for (const std::uint8_t* allowed : context_.customers) {
    const FilterMask mask = masks.OfCustomers(allowed);
    if (mask.passes_none) return false;
    if (mask.passes != nullptr) masks_.push_back(mask.passes);
  }
  for (const Context::RowFilter& filter : context_.rows)
    masks_.push_back(masks.OfMembers(filter.members, filter.allowed));
  if (!context_.all_days) masks_.push_back(masks.OfDays(image_.days, context_.first_day, context_.last_day));
  return true;
}

const std::uint8_t* Frame::CombineMasks() {
  std::uint8_t* combined = combined_.data();
  const std::uint32_t rows =
      block_.rows();  // a local copy: a write of bytes may change any member, as compilers see it
  for (std::size_t i = 1; i < masks_.size(); ++i) {
    const std::uint8_t* former = i == 1 ? masks_[0] : combined;
    const std::uint8_t* mask = masks_[i];
    for (std::uint32_t row = 0; row < rows; ++row) combined[row] = former[row] & mask[row];
  }
  return combined;
}

void Frame::KeepRows(const std::uint8_t* passes) {
  std::uint16_t* rows = rows_.data();
  std::uint32_t count = 0;
  const std::uint32_t end = block_.rows();
  std::uint32_t row = 0;
  const auto keep = [&] {
    rows[count] = static_cast<std::uint16_t>(row);
    count += passes[row];
    ++row;
  };
  while (row + kAtOnce <= end) {
    std::uint64_t some;
    std::memcpy(&some, passes + row, sizeof some);
    if (some == 0) {
      row += kAtOnce;
      continue;
    }
    for (std::uint32_t i = 0; i < kAtOnce; ++i) keep();
  }
  while (row < end) keep();
  size_ = count;
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

std::span<const std::uint16_t> Frame::purchases() { return Flagged(purchases_, kPurchase, kPurchase); }

std::span<const std::uint16_t> Frame::other_than_purchases() { return Flagged(others_, kPurchase, 0); }

std::span<const std::uint16_t> Frame::sold() { return Flagged(sold_, kSold, kSold); }

std::span<const std::uint16_t> Frame::Flagged(Lazy<std::uint16_t>& lazy, std::uint8_t flag, std::uint8_t wanted) {
  if (lazy.ready) return {lazy.values.data(), lazy.count};
  lazy.ready = true;
  lazy.values.resize(kBlockRows);
  const auto* flags = As<std::uint8_t>(image_.flags) + block_.first_row();
  std::uint16_t* out = lazy.values.data();
  std::uint32_t count = 0;
  const std::uint32_t size = size_;
  const std::uint16_t* rows = rows_.data();
  const auto note = [&](std::uint32_t i, std::uint32_t row) {
    out[count] = static_cast<std::uint16_t>(i);
    count += (flags[row] & flag) == wanted ? 1 : 0;
  };
  if (every_row_) {
    for (std::uint32_t i = 0; i < size; ++i) note(i, i);
  } else {
    for (std::uint32_t i = 0; i < size; ++i) note(i, rows[i]);
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
