#pragma once

#include <span>
#include <vector>

#include "demo/random.h"
#include "demo/sales_plan.h"
#include "demo/shop_rows.h"

namespace assay::demo {

/// What is added to a customer id of the till to get the id of the same customer in the customer system.
inline constexpr std::int64_t kCustomerIdOffset = 900;

/// 30 invented people by ascending id; all buyers of `plan` are among them, each registered before the first purchase.
std::vector<Customer> MakeCustomers(std::span<const BuyerPlan> plan, Random random);

}  // namespace assay::demo
