#include <unordered_set>

#include "cube/tally_internal.h"

namespace assay::cube {
namespace {

class LineTally : public Tally {
 public:
  explicit LineTally(std::uint32_t cells) : lines_(std::size_t{cells} + 1) {}

  void Add(Frame& frame, FrameCells cells) override {
    if (cells.each == nullptr) {
      lines_[cells.all] += frame.size();
      return;
    }
    for (std::uint32_t i = 0; i < frame.size(); ++i) ++lines_[cells.each[i]];
  }

  void Merge(const Tally& other) override {
    const auto& lines = static_cast<const LineTally&>(other).lines_;
    for (std::size_t i = 0; i < lines.size(); ++i) lines_[i] += lines[i];
  }

  std::vector<std::int64_t> Values(std::size_t) const override { return {lines_.begin(), lines_.end() - 1}; }

 private:
  std::vector<std::int64_t> lines_;
};

/// Adds in unsigned numbers: no total overflows, but nobody checked that of a file made by hand.
class SumTally : public Tally {
 public:
  SumTally(const Image::Parts& image, std::uint32_t cells, const Aggregate& aggregate)
      : meta_(image.meta.measures[aggregate.measure]),
        measure_(aggregate.measure),
        only_(image, aggregate),
        sums_(std::size_t{cells} + 1) {}

  void Add(Frame& frame, FrameCells cells) override {
    if (!only_.everything()) return AddSome(frame, cells);
    if (meta_.sparse) return AddSparse(frame, cells);
    const std::int64_t* units = frame.units(measure_);
    if (cells.each == nullptr) {
      std::uint64_t sum = 0;
      for (std::uint32_t i = 0; i < frame.size(); ++i) sum += static_cast<std::uint64_t>(units[i]);
      sums_[cells.all] += sum;
    } else {
      std::uint64_t* sums = sums_.data();
      for (std::uint32_t i = 0; i < frame.size(); ++i) sums[cells.each[i]] += static_cast<std::uint64_t>(units[i]);
    }
  }

  void Merge(const Tally& other) override {
    const auto& sums = static_cast<const SumTally&>(other).sums_;
    for (std::size_t i = 0; i < sums.size(); ++i) sums_[i] += sums[i];
  }

  std::vector<std::int64_t> Values(std::size_t) const override {
    std::vector<std::int64_t> values;
    for (std::size_t i = 0; i + 1 < sums_.size(); ++i)
      values.push_back(static_cast<std::int64_t>(sums_[i] * static_cast<std::uint64_t>(meta_.factor)));
    return values;
  }

 private:
  void AddSome(Frame& frame, FrameCells cells) {
    const std::int64_t* units = frame.units(measure_);
    for (const std::uint16_t i : only_.Of(frame)) sums_[cells.At(i)] += static_cast<std::uint64_t>(units[i]);
  }

  void AddSparse(Frame& frame, FrameCells cells) {
    for (const SparseUnit& unit : frame.sparse_units(measure_))
      sums_[cells.At(unit.position)] += static_cast<std::uint64_t>(unit.units);
  }

  const MeasureMeta& meta_;
  std::size_t measure_;
  OnlyAllowed only_;
  std::vector<std::uint64_t> sums_;
};

/// Lines and the sum of a measure side by side in memory: nearly every output asks for both.
class LineSumTally : public Tally {
 public:
  LineSumTally(const Image::Parts& image, std::uint32_t cells, std::size_t measure)
      : meta_(image.meta.measures[measure]), units_(image.measures[measure].units), entries_(std::size_t{cells} + 1) {}

  void Add(Frame& frame, FrameCells cells) override {
    const std::uint32_t size = frame.size();
    const std::uint16_t* rows = frame.rows();
    Entry* entries = entries_.data();
    VisitSigned(units_, [&](const auto* column) {
      const auto* units = column + frame.block().first_row();
      const auto unit_at = [=](std::uint32_t row) {
        return static_cast<std::uint64_t>(static_cast<std::int64_t>(units[row]));
      };
      if (cells.each == nullptr) {
        std::uint64_t sum = 0;
        if (rows == nullptr) {
          for (std::uint32_t i = 0; i < size; ++i) sum += unit_at(i);
        } else {
          for (std::uint32_t i = 0; i < size; ++i) sum += unit_at(rows[i]);
        }
        entries[cells.all].lines += size;
        entries[cells.all].sum += sum;
        return;
      }
      const auto add = [=](std::uint32_t cell, std::uint64_t unit) {
        ++entries[cell].lines;
        entries[cell].sum += unit;
      };
      if (rows == nullptr) {
        for (std::uint32_t i = 0; i < size; ++i) add(cells.each[i], unit_at(i));
      } else {
        for (std::uint32_t i = 0; i < size; ++i) add(cells.each[i], unit_at(rows[i]));
      }
    });
  }

  void Merge(const Tally& other) override {
    const auto& entries = static_cast<const LineSumTally&>(other).entries_;
    for (std::size_t i = 0; i < entries.size(); ++i) {
      entries_[i].lines += entries[i].lines;
      entries_[i].sum += entries[i].sum;
    }
  }

  std::vector<std::int64_t> Values(std::size_t number) const override {
    std::vector<std::int64_t> values;
    const auto factor = static_cast<std::uint64_t>(meta_.factor);
    for (std::size_t i = 0; i + 1 < entries_.size(); ++i)
      values.push_back(static_cast<std::int64_t>(number == 0 ? entries_[i].lines : entries_[i].sum * factor));
    return values;
  }

 private:
  struct Entry {
    std::uint64_t lines = 0;
    std::uint64_t sum = 0;
  };

  const MeasureMeta& meta_;
  Column units_;
  std::vector<Entry> entries_;
};

/// Counts the orders whose rows stand together by their change, the split ones in a set.
class OrderTally : public Tally {
 public:
  OrderTally(const Image::Parts& image, std::uint32_t cells, const Aggregate& aggregate)
      : only_(image, aggregate), seen_(std::size_t{cells} + 1) {}

  void Add(Frame& frame, FrameCells cells) override {
    const std::span<const std::uint16_t> positions = only_.Of(frame, frame.sold());
    const std::uint32_t* orders = frame.orders();
    const std::uint8_t* split = frame.split();
    Seen* seen = seen_.data();
    if (split == nullptr && cells.each == nullptr) {
      Seen all = seen[cells.all];
      for (const std::uint16_t i : positions) {
        all.count += all.order != orders[i] ? 1 : 0;
        all.order = orders[i];
      }
      seen[cells.all] = all;
      return;
    }
    for (const std::uint16_t i : positions) {
      const std::uint32_t cell = cells.At(i);
      if (split != nullptr && split[i] != 0) {
        split_.insert(std::uint64_t{cell} << 32 | orders[i]);
        continue;
      }
      seen[cell].count += seen[cell].order != orders[i] ? 1 : 0;
      seen[cell].order = orders[i];
    }
  }

  void Merge(const Tally& other) override {
    const auto& tally = static_cast<const OrderTally&>(other);
    for (std::size_t i = 0; i < seen_.size(); ++i) seen_[i].count += tally.seen_[i].count;
    split_.insert(tally.split_.begin(), tally.split_.end());
  }

  std::vector<std::int64_t> Values(std::size_t) const override {
    std::vector<std::int64_t> values;
    for (const Seen& seen : seen_) values.push_back(seen.count);
    for (const std::uint64_t entry : split_) ++values[entry >> 32];
    values.pop_back();
    return values;
  }

 private:
  struct Seen {
    std::uint32_t order = kNone;
    std::uint32_t count = 0;
  };

  OnlyAllowed only_;
  std::vector<Seen> seen_;
  std::unordered_set<std::uint64_t> split_;  ///< cell and order
};

}  // namespace

std::unique_ptr<Tally> MakeLineTally(std::uint32_t cells) { return std::make_unique<LineTally>(cells); }

std::unique_ptr<Tally> MakeSumTally(const Image::Parts& image, std::uint32_t cells, const Aggregate& aggregate) {
  return std::make_unique<SumTally>(image, cells, aggregate);
}

std::unique_ptr<Tally> MakeLineSumTally(const Image::Parts& image, std::uint32_t cells, std::size_t measure) {
  return std::make_unique<LineSumTally>(image, cells, measure);
}

std::unique_ptr<Tally> MakeOrderTally(const Image::Parts& image, std::uint32_t cells, const Aggregate& aggregate) {
  return std::make_unique<OrderTally>(image, cells, aggregate);
}

}  // namespace assay::cube
