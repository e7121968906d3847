#include "semantic/customers_sql.h"

#include <fmt/format.h>

#include "engine/sql_text.h"
#include "semantic/lines_sql.h"

namespace assay::semantic {
namespace {

constexpr std::string_view kName = "COALESCE(c.customer_name, CAST(c.customer_id AS VARCHAR), '')";

constexpr std::string_view kPurchases =
    "count(DISTINCT f.order_id) FILTER (f.is_purchase) + count(*) FILTER (f.is_purchase AND f.order_id IS NULL)";

// Letters outside ASCII stay as they are, as in the search of the cube.
std::string LowerAsciiSql(const std::string& value) {
  return fmt::format("translate({}, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz')", value);
}

std::string Buyers(const Shop& shop, const CellsQuery& query) {
  CellsQuery by_customer = query;
  by_customer.groups.clear();
  return fmt::format(
      "buyers AS (\n  SELECT f.customer_key, CAST(COALESCE(sum(f.total_sale_amount), 0) AS DECIMAL(38,4)) AS "
      "total_sales,\n    {} AS transactions, max(f.date) FILTER (f.is_purchase) AS last_purchase{}\n    AND "
      "f.customer_key > 0\n  GROUP BY f.customer_key HAVING bool_or(f.is_purchase)\n)",
      kPurchases, LinesSql(shop, by_customer).FromWhere());
}

std::string SearchSql(const std::string& search) {
  if (search.empty()) return "";
  const std::string wanted = LowerAsciiSql(engine::SqlString(search));
  return fmt::format("\nWHERE contains({}, {}) OR contains(CAST(b.customer_key AS VARCHAR), {})",
                     LowerAsciiSql(std::string(kName)), wanted, wanted);
}

std::string OrderColumn(const std::string& column) { return column == "customer" ? std::string(kName) : "b." + column; }

}  // namespace

std::string CustomersSql(const Shop& shop, const VisualPlan& plan, const CustomerOrder& order) {
  return fmt::format(
      "WITH {}\nSELECT CAST(b.customer_key AS VARCHAR) AS key1, b.total_sales, b.transactions, CAST(b.last_purchase AS "
      "VARCHAR) AS last_purchase, count(*) OVER () AS listed\nFROM buyers AS b\nJOIN gold.dim_customer AS c ON "
      "c.customer_key = b.customer_key{}\nORDER BY {} {}, b.customer_key\nLIMIT {} OFFSET {}",
      Buyers(shop, plan.cells), SearchSql(plan.options.search), OrderColumn(order.column),
      order.is_descending ? "DESC" : "ASC", plan.options.limit, plan.options.offset);
}

std::string CustomersCsvSql(const Shop& shop, const VisualPlan& plan) {
  return fmt::format(
      "WITH {}\nSELECT c.customer_id, c.customer_name, c.email, c.consent, c.country, c.customer_tier AS tier, "
      "c.segment, b.total_sales, b.transactions, b.last_purchase, c.r_score, c.f_score, c.m_score\nFROM buyers AS "
      "b\nJOIN gold.dim_customer AS c ON c.customer_key = b.customer_key{}\nORDER BY b.total_sales DESC, "
      "b.customer_key",
      Buyers(shop, plan.cells), SearchSql(plan.options.search));
}

}  // namespace assay::semantic
