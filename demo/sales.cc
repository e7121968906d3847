#include "demo/sales.h"

#include <algorithm>
#include <array>
#include <tuple>

#include "base/check.h"
#include "demo/basket.h"
#include "demo/catalogue.h"

namespace assay::demo {
namespace {

constexpr std::int64_t kUnknownProductBuyer = 121;
constexpr Cents kUnknownProductPrice = 64'50;

/// A piece that is bought at list price and brought back to the same store some days later.
struct BroughtBack {
  std::int64_t customer_id;
  StoreId store;
  std::int64_t product_id;
  int bought_day;
  int returned_day;
};

constexpr std::array<BroughtBack, 6> kBroughtBack = {{
    {104, StoreId::kHighStreet, 3, 88, 95},
    {108, StoreId::kHighStreet, 7, 140, 149},
    {101, StoreId::kHighStreet, 10, 205, 214},
    {107, StoreId::kDubai, 4, 168, 173},
    {116, StoreId::kCairoFestival, 15, 61, 64},
    {109, StoreId::kCairoFestival, 12, 233, 246},
}};

class SalesMaker {
 public:
  explicit SalesMaker(Random random) : random_(random) {}

  void Add(const BuyerPlan& buyer) {
    for (const StorePart& part : buyer.parts) AddPart(buyer, part, &part == &buyer.parts.front());
  }

  void Add(const BroughtBack& piece) {
    const Cents price = products_.at(static_cast<std::size_t>(piece.product_id - 1)).list_price;
    const auto store = static_cast<std::int64_t>(piece.store);
    sales_.push_back({piece.bought_day, OpenSecond(), ++visit_, piece.customer_id, store, piece.product_id, 1, price});
    sales_.push_back(
        {piece.returned_day, OpenSecond(), ++visit_, piece.customer_id, store, piece.product_id, -1, price});
  }

  std::vector<Sale> Take() && {
    std::ranges::stable_sort(sales_, {},
                             [](const Sale& sale) { return std::tuple(sale.day, sale.second, sale.visit); });
    return std::move(sales_);
  }

 private:
  void AddPart(const BuyerPlan& buyer, const StorePart& part, bool is_main) {
    std::vector<BasketLine> lines = LinesOf(buyer, part, is_main);
    const std::vector<int> days = VisitDays(buyer, lines.size(), is_main);
    const auto store = static_cast<std::int64_t>(part.store);
    std::size_t next = 0;
    for (std::size_t at = 0; at < days.size(); ++at) {
      const std::size_t end = (at + 1) * lines.size() / days.size();
      const int second = OpenSecond();
      ++visit_;
      for (; next < end; ++next) {
        const BasketLine& line = lines[next];
        sales_.push_back(
            {days[at], second, visit_, buyer.customer_id, store, line.product_id, line.quantity, line.price});
      }
    }
  }

  std::vector<BasketLine> LinesOf(const BuyerPlan& buyer, const StorePart& part, bool is_main) {
    const bool has_unknown = is_main && buyer.customer_id == kUnknownProductBuyer;
    const Cents rest = part.amount - (has_unknown ? kUnknownProductPrice : 0);
    std::vector<BasketLine> lines = FillBasket(rest, buyer.taste, products_, random_);
    const auto middle = lines.begin() + static_cast<std::ptrdiff_t>(lines.size() / 2);
    if (has_unknown) lines.insert(middle, {kUnknownProductId, 1, kUnknownProductPrice});
    return lines;
  }

  /// In a customer's main store the first and the last visit are those of the plan.
  std::vector<int> VisitDays(const BuyerPlan& buyer, std::size_t lines, bool is_main) {
    const auto per_order = static_cast<std::size_t>(buyer.lines_per_order);
    std::vector<int> days((lines + per_order - 1) / per_order);
    for (int& day : days) day = static_cast<int>(random_.Between(buyer.first_day, buyer.last_day));
    std::ranges::sort(days);
    if (is_main) {
      CHECK(days.size() >= 2);
      days.front() = buyer.first_day;
      days.back() = buyer.last_day;
    }
    return days;
  }

  /// From 10:00 to 21:59.
  int OpenSecond() { return static_cast<int>(random_.Between(10 * 3600, 22 * 3600 - 1)); }

  Random random_;
  std::vector<Product> products_ = Products();
  std::vector<Sale> sales_;
  std::int64_t visit_ = 0;
};

}  // namespace

std::vector<Sale> MakeSales(std::span<const BuyerPlan> plan, Random random) {
  SalesMaker maker(random);
  for (const BuyerPlan& buyer : plan) maker.Add(buyer);
  for (const BroughtBack& piece : kBroughtBack) maker.Add(piece);
  return std::move(maker).Take();
}

}  // namespace assay::demo
