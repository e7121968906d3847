#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "demo/random.h"
#include "demo/sales_plan.h"
#include "demo/shop_rows.h"

namespace assay::demo {

/// One line of a visit to a store, before ids are given.
struct Sale {
  int day;             ///< since the calendar's first day
  int second;          ///< of the day, equal for all lines of a visit
  std::int64_t visit;  ///< becomes the order
  std::int64_t customer_id;
  std::int64_t store_id;
  std::int64_t product_id;
  std::int64_t quantity;  ///< negative for a return
  Cents price;            ///< of one piece
};

/// The product id of one sale that no table of products knows.
inline constexpr std::int64_t kUnknownProductId = 999;

/// Splits every amount of `plan` into visits and lines that add up to it to the cent, in the order of time. A few
/// pieces are brought back later, at the price paid; those pairs come on top and cancel out. One line, part of its
/// customer's amount, sells kUnknownProductId.
std::vector<Sale> MakeSales(std::span<const BuyerPlan> plan, Random random);

}  // namespace assay::demo
