#include <algorithm>
#include <array>
#include <charconv>
#include <memory>

#include "base/ascii.h"
#include "base/check.h"
#include "base/stop.h"
#include "cube/frame.h"
#include "cube/parts_in_parallel.h"
#include "cube/query.h"
#include "cube/query_check.h"

namespace assay::cube {
namespace {

/// Finds customers by a part of their label or key, ASCII case ignored.
class Search {
 public:
  Search(const Image::Parts& image, const std::string& text) : image_(image), text_(text) { text_ = LowerAscii(text_); }

  bool Finds(std::uint32_t customer) const {
    if (text_.empty()) return true;
    std::array<char, 24> key;
    const auto end = std::to_chars(key.data(), key.data() + key.size(), image_.customers.key(customer)).ptr;
    return Holds(image_.customers.label(customer)) || Holds({key.data(), end});
  }

 private:
  bool Holds(std::string_view where) const {
    const auto equal = [](char a, char b) { return LowerAscii(a) == b; };
    return !std::ranges::search(where, text_, equal).empty();
  }

  const Image::Parts& image_;
  std::string text_;
};

/// Adds up customer after customer.
class LineMaker {
 public:
  LineMaker(const Image::Parts& image, const Context& context, std::size_t measure)
      : image_(image), block_(image), frame_(image, context, block_), measure_(measure) {}

  /// The customers of `stretch` who bought, by member. With `sums_only` the rest of a line stays as it is.
  Result<std::vector<CustomerLine>> Make(const Stretch& stretch, bool sums_only, const std::stop_token& stop) {
    lines_.clear();
    block_.Enter(stretch);
    while (block_.Next()) {
      RETURN_IF_ERROR(CheckStop(stop));
      if (!frame_.Load()) continue;
      if (sums_only) {
        AddSums();
      } else {
        AddFrame();
      }
    }
    EndCustomer();
    return std::move(lines_);
  }

 private:
  void AddSums() {
    const std::uint32_t* customers = frame_.customers();
    const std::int64_t* units = frame_.units(measure_);
    const std::span<const std::uint16_t> firsts = frame_.first_purchases();
    auto first = firsts.begin();
    for (std::uint32_t i = 0; i < frame_.size();) {
      const std::uint32_t customer = customers[i];
      if (customer != line_.customer) Begin(customer);
      std::uint64_t sum = 0;
      for (; i < frame_.size() && customers[i] == customer; ++i) sum += static_cast<std::uint64_t>(units[i]);
      units_ += sum;
      if (first == firsts.end() || *first >= i) continue;
      line_.last_day = image_.meta.first_day;  // some day: the customer bought
      ++first;
    }
  }

  void AddFrame() {
    const std::uint32_t* customers = frame_.customers();
    const std::int64_t* units = frame_.units(measure_);
    const std::span<const std::uint16_t> purchases = frame_.purchases();
    auto next_purchase = purchases.begin();
    for (std::uint32_t i = 0; i < frame_.size(); ++i) {
      if (customers[i] != line_.customer) Begin(customers[i]);
      units_ += static_cast<std::uint64_t>(units[i]);
      if (next_purchase == purchases.end() || *next_purchase != i) continue;
      ++next_purchase;
      AddPurchase(i);
    }
  }

  void Begin(std::uint32_t customer) {
    EndCustomer();
    line_ = {.customer = customer};
    units_ = 0;
    last_order_ = kNone;
  }

  void AddPurchase(std::uint32_t position) {
    const std::uint16_t* rows = frame_.rows();
    const std::uint32_t row = block_.first_row() + (rows == nullptr ? position : rows[position]);
    // A customer's rows stand by day.
    line_.last_day =
        static_cast<std::int32_t>(image_.meta.first_day + static_cast<std::int64_t>(UnsignedAt(image_.days, row)));
    const std::uint32_t order = frame_.orders()[position];
    const std::uint8_t* split = frame_.split();
    if (split != nullptr && split[position] != 0) {
      split_.push_back(order);
    } else {
      line_.orders += order != last_order_ ? 1 : 0;
      last_order_ = order;
    }
  }

  void EndCustomer() {
    if (line_.last_day) {
      std::ranges::sort(split_);
      const auto twice = std::ranges::unique(split_);
      line_.orders += static_cast<std::int64_t>(split_.size() - twice.size());
      const auto factor = static_cast<std::uint64_t>(image_.meta.measures[measure_].factor);
      line_.sum = static_cast<std::int64_t>(units_ * factor);
      lines_.push_back(line_);
    }
    line_ = {.customer = kNone};
    split_.clear();
  }

  const Image::Parts& image_;
  Block block_;
  Frame frame_;
  std::size_t measure_;
  std::vector<CustomerLine> lines_;
  CustomerLine line_ = {.customer = kNone};
  std::uint64_t units_ = 0;
  std::uint32_t last_order_ = kNone;
  std::vector<std::uint32_t> split_;  ///< orders of the customer's split rows
};

int Compare(const Image::Parts& image, CustomerListQuery::Order order, const CustomerLine& a, const CustomerLine& b) {
  const auto sign = [](auto comparison) { return comparison < 0 ? -1 : comparison > 0 ? 1 : 0; };
  using Order = CustomerListQuery::Order;
  switch (order) {
    case Order::kSum:
      return sign(a.sum <=> b.sum);
    case Order::kOrders:
      return sign(a.orders <=> b.orders);
    case Order::kLastDay:
      return sign(*a.last_day <=> *b.last_day);
    case Order::kLabel:
      return sign(image.customers.label(a.customer).compare(image.customers.label(b.customer)));
  }
  return 0;
}

/// Puts the lines of a list in order, as far as its page needs them.
class Ranking {
 private:
  auto Before() const {
    return [this](const CustomerLine& a, const CustomerLine& b) {
      const int order = Compare(image_, query_.order, a, b);
      if (order != 0) return query_.descending ? order > 0 : order < 0;
      return a.customer < b.customer;
    };
  }

 public:
  Ranking(const Image::Parts& image, const CustomerListQuery& query) : image_(image), query_(query) {}

  /// Drops the lines that cannot be on the page, whatever others there are.
  void KeepFirst(std::vector<CustomerLine>& lines) const {
    if (lines.size() <= query_.offset || lines.size() - query_.offset <= query_.limit) return;
    const std::size_t kept = query_.offset + query_.limit;
    std::nth_element(lines.begin(), lines.begin() + static_cast<std::ptrdiff_t>(kept), lines.end(), Before());
    lines.resize(kept);
  }

  std::vector<CustomerLine> Page(std::vector<CustomerLine> lines) const {
    const std::size_t begin = std::min(query_.offset, lines.size());
    const std::size_t end = begin + std::min(query_.limit, lines.size() - begin);
    const auto at = [&](std::size_t i) { return lines.begin() + static_cast<std::ptrdiff_t>(i); };
    if (begin < end) {
      std::nth_element(at(0), at(begin), at(lines.size()), Before());
      std::partial_sort(at(begin), at(end), at(lines.size()), Before());
    }
    return {at(begin), at(end)};
  }

 private:
  const Image::Parts& image_;
  const CustomerListQuery& query_;
};

/// All that is told of the customers of a page, looked at once more.
Status Complete(const Image::Parts& image, const Context& context, std::size_t measure, const std::stop_token& stop,
                std::vector<CustomerLine>& page) {
  LineMaker maker(image, context, measure);
  for (CustomerLine& line : page) {
    const Stretch rows{image.row_offsets()[line.customer], image.row_offsets()[line.customer + 1]};
    ASSIGN_OR_RETURN(const std::vector<CustomerLine> lines, maker.Make(rows, false, stop));
    CHECK(lines.size() == 1);
    line = lines[0];
  }
  return {};
}

}  // namespace

Result<CustomerList> ListCustomers(const Image& image, const CustomerListQuery& query, unsigned threads,
                                   std::stop_token stop) {
  const Image::Parts& parts = ImageReader::PartsOf(image);
  RETURN_IF_ERROR(CheckSelections(parts, query.selections));
  RETURN_IF_ERROR(CheckMeasure(parts, query.measure));
  RETURN_IF_ERROR(CheckStop(stop));
  using Order = CustomerListQuery::Order;
  const bool sums_only = query.order == Order::kSum || query.order == Order::kLabel;
  const Context context = Context::Of(parts, query.selections, {}, query.days);
  const Search search(parts, query.search);
  const Ranking ranking(parts, query);
  const std::vector<Stretch> stretches = CutRows(parts);
  std::vector<std::vector<CustomerLine>> found(stretches.size());
  std::vector<std::size_t> counts(stretches.size());
  std::vector<std::unique_ptr<LineMaker>> makers(WorkersFor(threads, stretches.size()));
  for (auto& maker : makers) maker = std::make_unique<LineMaker>(parts, context, query.measure);
  RETURN_IF_ERROR(ForEachPart(
      static_cast<unsigned>(makers.size()), stretches.size(), [&](unsigned worker, std::size_t part) -> Status {
        ASSIGN_OR_RETURN(found[part], makers[worker]->Make(stretches[part], sums_only, stop));
        std::erase_if(found[part], [&](const CustomerLine& line) { return !search.Finds(line.customer); });
        counts[part] = found[part].size();
        ranking.KeepFirst(found[part]);
        return {};
      }));
  CustomerList list;
  std::vector<CustomerLine> lines;
  for (std::size_t part = 0; part < found.size(); ++part) {
    list.total += static_cast<std::int64_t>(counts[part]);
    lines.insert(lines.end(), found[part].begin(), found[part].end());
  }
  list.lines = ranking.Page(std::move(lines));
  if (sums_only) RETURN_IF_ERROR(Complete(parts, context, query.measure, stop, list.lines));
  return list;
}

}  // namespace assay::cube
