#include "demo/demo_shop.h"

#include <array>
#include <utility>
#include <vector>

#include "demo/calendar.h"
#include "demo/catalogue.h"
#include "demo/people.h"
#include "demo/sales.h"

namespace assay::demo {
namespace {

constexpr std::uint64_t kSeed = 20250106;
constexpr std::int64_t kFirstTransaction = 50001;
constexpr std::int64_t kFirstOrder = 20001;

std::vector<Transaction> Numbered(const std::vector<Sale>& sales) {
  std::vector<Transaction> rows;
  std::int64_t order = kFirstOrder - 1;
  std::int64_t visit = 0;
  for (const Sale& sale : sales) {
    if (sale.visit != std::exchange(visit, sale.visit)) ++order;
    rows.push_back({.transaction_id = kFirstTransaction + std::ssize(rows),
                    .order_id = order,
                    .sale_date = DateText(sale.day),
                    .customer_id = sale.customer_id,
                    .product_id = sale.product_id,
                    .store_id = sale.store_id,
                    .quantity = sale.quantity,
                    .sale_price = DecimalText(sale.price),
                    .updated_at = DateText(sale.day) + " " + TimeText(sale.second)});
  }
  return rows;
}

/// Each copy stands some rows after its original, as when a till sends a receipt again.
void PlantDuplicates(std::vector<Transaction>& rows) {
  for (const std::ptrdiff_t at : std::array{120, 333, 334, 580, 811}) {
    const Transaction copy = rows.at(static_cast<std::size_t>(at));
    rows.insert(rows.begin() + at + 40, copy);
  }
}

void PlantBadRows(std::vector<Transaction>& rows) {
  const std::int64_t transaction = rows.back().transaction_id + 1;
  const std::int64_t order = rows.back().order_id + 1;
  rows.push_back({transaction, order, "2025-13-07", 113, 12, 4, 1, "129.00", "2025-07-13 12:08:41"});
  rows.push_back({transaction + 1, order + 1, "2025-08-19", 125, 16, 2, 1, "-45.00", "2025-08-19 17:52:03"});
}

}  // namespace

ShopRows GenerateShop() {
  Random seeds(kSeed);
  const std::vector<BuyerPlan> plan = SalesPlan();
  ShopRows rows{.products = Products(),
                .stores = Stores(),
                .customers = MakeCustomers(plan, Random(seeds.Next())),
                .transactions = Numbered(MakeSales(plan, Random(seeds.Next())))};
  PlantBadRows(rows.transactions);
  PlantDuplicates(rows.transactions);
  return rows;
}

}  // namespace assay::demo
