#pragma once

#include <cstdint>
#include <vector>

#include "demo/catalogue.h"
#include "demo/shop_rows.h"

namespace assay::demo {

/// What a customer mostly buys, and so how many lines an amount makes.
enum class Taste { kGadgets, kHousehold, kWardrobe, kMixed };

/// What one customer spends in one store, returns already taken off.
struct StorePart {
  StoreId store;
  Cents amount;
};

/// What one customer does in the whole period. Days count from kFirstDay; the first and the last purchase fall on the
/// given days.
struct BuyerPlan {
  std::int64_t customer_id;  ///< as the till numbers customers: 101...
  Taste taste;
  int lines_per_order;  ///< about
  int first_day;
  int last_day;
  std::vector<StorePart> parts;  ///< the customer's main store first
};

/// The calendar is fixed: 2025-01-06 is day 0, 2025-10-30 day 297.
inline constexpr int kFirstYear = 2025;
inline constexpr unsigned kFirstMonth = 1;
inline constexpr unsigned kFirstMonthDay = 6;
inline constexpr int kLastDay = 297;

/// The plan that the published figures follow from: 27 buyers who spend 177,660.00 together. Lines are made to add up
/// to it, never the other way round. The first 8 are the Gold tier (90,000.00), the next 6 Silver (30,300.00), the last
/// 13 Bronze (57,360.00).
std::vector<BuyerPlan> SalesPlan();

}  // namespace assay::demo
