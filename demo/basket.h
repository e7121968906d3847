#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "demo/random.h"
#include "demo/sales_plan.h"
#include "demo/shop_rows.h"

namespace assay::demo {

/// Pieces of one product at one price.
struct BasketLine {
  std::int64_t product_id;
  std::int64_t quantity;
  Cents price;
};

/// Lines after the customer's taste that cost exactly `amount` together. Every price is 60 % to 100 % of the list
/// price. `amount` is at least 17.40; `products` are those of the catalogue, by ascending id.
std::vector<BasketLine> FillBasket(Cents amount, Taste taste, std::span<const Product> products, Random& random);

}  // namespace assay::demo
