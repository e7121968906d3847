#include <algorithm>

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

  void Add(Frame& frame, FrameCells cells) override {
    Seen* seen = seen_.data();
    if (cells.each == nullptr) {
      seen[cells.all].count += static_cast<std::uint32_t>(frame.first_purchases().size());
    } else if (by_customer_) {
      for (const std::uint16_t i : frame.first_purchases()) ++seen[cells.each[i]].count;
    } else {
      const std::uint32_t* customers = frame.customers();
      for (const std::uint16_t i : frame.purchases()) {
        Seen& cell = seen[cells.each[i]];
        cell.count += cell.customer != customers[i] ? 1 : 0;
        cell.customer = customers[i];
      }
    }
  }

  void Merge(const Tally& other) override { MergeCounts(seen_, static_cast<const CustomerTally&>(other).seen_); }

  std::vector<std::int64_t> Values(std::size_t) const override { return CountsOf(seen_); }

 private:
  struct Seen {
    std::uint32_t customer = kNone;
    std::uint32_t count = 0;
  };

  bool by_customer_;
  std::vector<Seen> seen_;
};

/// Holds back what a customer has in a cell until a purchase of it there is seen. Customers who only bought, nearly all
/// of them, need no holding back; those at the ends of a frame may go on in the next one.
class CustomerSumTally : public Tally {
 public:
  CustomerSumTally(const Image::Parts& image, std::uint32_t cells, std::size_t measure)
      : image_(image),
        factor_(static_cast<std::uint64_t>(image.meta.measures[measure].factor)),
        measure_(measure),
        seen_(std::size_t{cells} + 1) {}

  void Add(Frame& frame, FrameCells cells) override {
    units_ = frame.units(measure_);
    customers_ = frame.customers();
    cells_ = cells;
    size_ = frame.size();
    others_ = frame.other_than_purchases();
    std::uint32_t done = EndOfCustomer(0);
    AddSlowly(0, done);
    const std::uint32_t last = std::max(done, StartOfCustomer(size_ - 1));
    while (!others_.empty() && others_[0] < last) {
      const std::uint32_t begin = StartOfCustomer(others_[0]);
      const std::uint32_t end = EndOfCustomer(others_[0]);
      AddPurchases(done, begin);
      AddSlowly(begin, end);
      done = end;
    }
    AddPurchases(done, last);
    AddSlowly(last, size_);
  }

  void Merge(const Tally& other) override {
    const auto& seen = static_cast<const CustomerSumTally&>(other).seen_;
    for (std::size_t i = 0; i < seen.size(); ++i) seen_[i].sum += seen[i].sum;
  }

  std::vector<std::int64_t> Values(std::size_t) const override {
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

  std::uint32_t StartOfCustomer(std::uint32_t position) const {
    while (position > 0 && customers_[position - 1] == customers_[position]) --position;
    return position;
  }

  std::uint32_t EndOfCustomer(std::uint32_t position) const {
    const std::uint32_t customer = customers_[position];
    while (position < size_ && customers_[position] == customer) ++position;
    return position;
  }

  void AddPurchases(std::uint32_t begin, std::uint32_t end) {
    if (cells_.each == nullptr) {
      std::uint64_t sum = 0;
      for (std::uint32_t i = begin; i < end; ++i) sum += static_cast<std::uint64_t>(units_[i]);
      seen_[cells_.all].sum += sum;
    } else {
      Seen* seen = seen_.data();
      for (std::uint32_t i = begin; i < end; ++i) seen[cells_.each[i]].sum += static_cast<std::uint64_t>(units_[i]);
    }
  }

  // All rows of one customer in the frame. Leaves their other rows than purchases behind.
  void AddSlowly(std::uint32_t begin, std::uint32_t end) {
    while (!others_.empty() && others_[0] < begin) others_ = others_.subspan(1);
    const bool counts = begin < end && image_.is_customer(customers_[begin]);
    for (std::uint32_t i = begin; i < end; ++i) {
      const bool purchase = others_.empty() || others_[0] != i;
      if (!purchase) others_ = others_.subspan(1);
      if (counts) AddRow(seen_[cells_.At(i)], customers_[i], static_cast<std::uint64_t>(units_[i]), purchase);
    }
  }

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

  const Image::Parts& image_;
  const std::int64_t* units_ = nullptr;
  const std::uint32_t* customers_ = nullptr;
  FrameCells cells_;
  std::uint32_t size_ = 0;
  std::span<const std::uint16_t> others_;  ///< not yet passed
  std::uint64_t factor_;
  std::size_t measure_;
  std::vector<Seen> seen_;
};

/// Counts the customers with purchases, and those of them with purchases of at least two different numbers: orders, or
/// members of an axis.
class TwoOrMoreTally : public Tally {
 public:
  explicit TwoOrMoreTally(std::uint32_t cells) : seen_(std::size_t{cells} + 1) {}

  void Add(Frame& frame, FrameCells cells) override {
    const std::uint32_t* numbers = Numbers(frame);
    const std::uint32_t* customers = frame.customers();
    if (cells.each == nullptr) {
      Seen all = seen_[cells.all];
      for (const std::uint16_t i : frame.purchases()) AddPurchase(all, customers[i], numbers[i]);
      seen_[cells.all] = all;
    } else {
      Seen* seen = seen_.data();
      for (const std::uint16_t i : frame.purchases()) AddPurchase(seen[cells.each[i]], customers[i], numbers[i]);
    }
  }

  void Merge(const Tally& other) override {
    const auto& seen = static_cast<const TwoOrMoreTally&>(other).seen_;
    for (std::size_t i = 0; i < seen.size(); ++i) {
      seen_[i].count += seen[i].count;
      seen_[i].customers += seen[i].customers;
    }
  }

  std::vector<std::int64_t> Values(std::size_t number) const override {
    std::vector<std::int64_t> counts;
    for (std::size_t i = 0; i + 1 < seen_.size(); ++i)
      counts.push_back(number == 0 ? seen_[i].count : seen_[i].customers);
    return counts;
  }

 private:
  struct Seen {
    std::uint32_t customer = kNone;
    std::uint32_t number = 0;  ///< kNone once the customer is counted: no number is that
    std::uint32_t count = 0;
    std::uint32_t customers = 0;
  };

  static void AddPurchase(Seen& seen, std::uint32_t customer, std::uint32_t number) {
    const bool is_new = seen.customer != customer;
    const bool is_another = !is_new && seen.number != number && seen.number != kNone;
    seen.customers += is_new ? 1 : 0;
    seen.count += is_another ? 1 : 0;
    seen.number = is_new ? number : is_another ? kNone : seen.number;
    seen.customer = customer;
  }

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
