#pragma once

#include <string>

#include "semantic/plan.h"

/// Private to this folder: the list of customers as SQL.
namespace assay::semantic {

struct CustomerOrder {
  std::string column;  ///< customer, total_sales, transactions, last_purchase
  bool is_descending = true;
};

/// Columns key1, total_sales, transactions, last_purchase, and listed: the customers of the whole list. One page of it.
std::string CustomersSql(const Shop& shop, const VisualPlan& plan, const CustomerOrder& order);

/// The whole list with names, tier, segment, scores, e-mail and consent.
std::string CustomersCsvSql(const Shop& shop, const VisualPlan& plan);

}  // namespace assay::semantic
