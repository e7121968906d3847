#pragma once

#include <cstdint>
#include <vector>

#include "demo/shop_rows.h"

namespace assay::demo {

/// The stores by name, for the sales plan.
enum class StoreId : std::int64_t { kHighStreet = 1, kCairoFestival = 2, kDubai = 3, kAlexandria = 4, kRiyadh = 5 };

/// The goods, by ascending id. Their list prices are dense enough that any amount from 17.40 to 719.00 is 60 % to 100 %
/// of one of them.
std::vector<Product> Products();

/// The five stores, by ascending id.
std::vector<Store> Stores();

}  // namespace assay::demo
