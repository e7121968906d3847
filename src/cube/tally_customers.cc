#include "cube/tally_internal.h"

namespace assay::cube {
namespace {

template <typename Seen>
void MergeCounts(std::vector<Seen>& into, const std::vector<Seen>& from) {
  for (std::size_t i = 0; i < from.size(); ++i) into[i].count += from[i].count;
}

/// The counts of all cells; the last one stands for no cell.
template <typename Seen>
std::vector<std::int64_t> CountsOf(const std::vector<Seen>& seen) {
  std::vector<std::int64_t> counts;
  for (std::size_t i = 0; i + 1 < seen.size(); ++i) counts.push_back(seen[i].count);
  return counts;
}

/// Customers are seen one after the other, so a cell need only remember the last one.
class CustomerTally : public Tally {
 public:
  explicit CustomerTally(const CellMap& map) : by_customer_(map.by_customer()), seen_(std::size_t{map.cells()} + 1) {}

  void Add(Frame& frame, const std::uint32_t* cells) override {
    Seen* seen = seen_.data();
    if (cells == nullptr) {
      seen[0].count += static_cast<std::uint32_t>(frame.first_purchases().size());
    } else if (by_customer_) {
      for (const std::uint16_t i : frame.first_purchases()) ++seen[cells[i]].count;
    } else {
      const std::uint32_t* customers = frame.customers();
      for (const std::uint16_t i : frame.purchases()) {
        Seen& cell = seen[cells[i]];
        cell.count += cell.customer != customers[i] ? 1 : 0;
        cell.customer = customers[i];
      }
    }
  }

  void Merge(const Tally& other) override { MergeCounts(seen_, static_cast<const CustomerTally&>(other).seen_); }

  std::vector<std::int64_t> Values() const override { return CountsOf(seen_); }

 private:
  struct Seen {
    std::uint32_t customer = kNone;
    std::uint32_t count = 0;
  };

  bool by_customer_;
  std::vector<Seen> seen_;
};

/// Holds back what a customer has in a cell until a purchase of it there is seen.
class CustomerSumTally : public Tally {
 public:
  CustomerSumTally(const Image::Parts& image, std::uint32_t cells, std::size_t measure)
      : factor_(static_cast<std::uint64_t>(image.meta.measures[measure].factor)),
        measure_(measure),
        seen_(std::size_t{cells} + 1) {}

  void Add(Frame& frame, const std::uint32_t* cells) override {
    const std::int64_t* units = frame.units(measure_);
    const std::uint32_t* customers = frame.customers();
    const std::span<const std::uint16_t> purchases = frame.purchases();
    auto next_purchase = purchases.begin();
    for (std::uint32_t i = 0; i < frame.size(); ++i) {
      const bool purchase = next_purchase != purchases.end() && *next_purchase == i;
      next_purchase += purchase ? 1 : 0;
      AddRow(seen_[cells == nullptr ? 0 : cells[i]], customers[i], static_cast<std::uint64_t>(units[i]), purchase);
    }
  }

  void Merge(const Tally& other) override {
    const auto& seen = static_cast<const CustomerSumTally&>(other).seen_;
    for (std::size_t i = 0; i < seen.size(); ++i) seen_[i].sum += seen[i].sum;
  }

  std::vector<std::int64_t> Values() const override {
    std::vector<std::int64_t> values;
    for (std::size_t i = 0; i + 1 < seen_.size(); ++i)
      values.push_back(static_cast<std::int64_t>(seen_[i].sum * factor_));
    return values;
  }

 private:
  struct Seen {
    std::uint32_t customer = kNone;
    bool bought = false;
    std::uint64_t held_back = 0;
    std::uint64_t sum = 0;
  };

  static void AddRow(Seen& seen, std::uint32_t customer, std::uint64_t units, bool purchase) {
    if (seen.customer != customer) {
      seen.customer = customer;
      seen.bought = false;
      seen.held_back = 0;
    }
    if (purchase && !seen.bought) {
      seen.bought = true;
      seen.sum += seen.held_back;
    }
    (seen.bought ? seen.sum : seen.held_back) += units;
  }

  std::uint64_t factor_;
  std::size_t measure_;
  std::vector<Seen> seen_;
};

/// Counts the customers with purchases of at least two different numbers: orders, or members of an axis.
class TwoOrMoreTally : public Tally {
 public:
  explicit TwoOrMoreTally(std::uint32_t cells) : seen_(std::size_t{cells} + 1) {}

  void Add(Frame& frame, const std::uint32_t* cells) override {
    const std::uint32_t* numbers = Numbers(frame);
    const std::uint32_t* customers = frame.customers();
    for (const std::uint16_t i : frame.purchases()) {
      Seen& seen = seen_[cells == nullptr ? 0 : cells[i]];
      if (seen.customer != customers[i]) {
        seen.customer = customers[i];
        seen.number = numbers[i];
        seen.counted = 0;
      }
      const std::uint32_t another = seen.counted == 0 && seen.number != numbers[i] ? 1 : 0;
      seen.counted |= another;
      seen.count += another;
    }
  }

  void Merge(const Tally& other) override { MergeCounts(seen_, static_cast<const TwoOrMoreTally&>(other).seen_); }

  std::vector<std::int64_t> Values() const override { return CountsOf(seen_); }

 private:
  struct Seen {
    std::uint32_t customer = kNone;
    std::uint32_t number = 0;
    std::uint32_t counted = 0;
    std::uint32_t count = 0;
  };

  virtual const std::uint32_t* Numbers(Frame& frame) = 0;

  std::vector<Seen> seen_;
};

class RepeatTally final : public TwoOrMoreTally {
 public:
  using TwoOrMoreTally::TwoOrMoreTally;

 private:
  const std::uint32_t* Numbers(Frame& frame) override { return frame.orders(); }
};

class SeveralTally final : public TwoOrMoreTally {
 public:
  SeveralTally(std::uint32_t cells, std::size_t axis) : TwoOrMoreTally(cells), axis_(axis), members_(kBlockRows) {}

 private:
  const std::uint32_t* Numbers(Frame& frame) override {
    frame.Gather(frame.image().members[axis_], members_.data());
    return members_.data();
  }

  std::size_t axis_;
  std::vector<std::uint32_t> members_;
};

}  // namespace

std::unique_ptr<Tally> MakeCustomerTally(const CellMap& map) { return std::make_unique<CustomerTally>(map); }

std::unique_ptr<Tally> MakeCustomerSumTally(const Image::Parts& image, std::uint32_t cells, std::size_t measure) {
  return std::make_unique<CustomerSumTally>(image, cells, measure);
}

std::unique_ptr<Tally> MakeRepeatTally(std::uint32_t cells) { return std::make_unique<RepeatTally>(cells); }

std::unique_ptr<Tally> MakeSeveralTally(std::uint32_t cells, std::size_t axis) {
  return std::make_unique<SeveralTally>(cells, axis);
}

}  // namespace assay::cube
