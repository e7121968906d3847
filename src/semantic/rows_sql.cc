#include <fmt/format.h>

#include "semantic/lines_sql.h"
#include "semantic/plan.h"
#include "semantic/sql.h"
#include "semantic/state_fields.h"

namespace assay::semantic {
namespace {

// Lines that name something which is in no table. Where a shop maps no stores, there is nothing to know of them.
std::string UnknownSql(const Shop& shop) {
  std::string sql = "f.customer_key = -1";
  if (shop.has_products) sql += " OR f.product_key = -1";
  if (shop.has_stores) sql += " OR f.store_key = -1";
  return "(" + sql + ")";
}

Result<std::string> SpecialSql(const Shop& shop, const std::string& special) {
  if (special.empty()) return std::string();
  RETURN_IF_ERROR(RequireWord(special, "kind of lines", {"unknown", "guest"}));
  return "\n    AND " + (special == "guest" ? std::string("f.customer_key = -2") : UnknownSql(shop));
}

std::vector<RowsQuery::Column> Columns(const Shop& shop) {
  const auto label = [&](const char* phrase) { return shop.description->phrases.Fill(phrase, {}); };
  const auto dimension = [&](const char* id) {
    const Dimension* found = shop.description->FindDimension(id);
    return found != nullptr ? found->label : Text{id, id};
  };
  return {{"date", dimension("date"), "date"},         {"order", label("column_order"), "text"},
          {"customer", dimension("customer"), "text"}, {"product", dimension("product"), "text"},
          {"store", dimension("store"), "text"},       {"quantity", label("column_quantity"), "quantity"},
          {"price", label("column_price"), "money"},   {"amount", label("column_amount"), "money"}};
}

}  // namespace

Result<RowsQuery> RowsSql(const Shop& shop, const State& state, const State& where, const std::string& special,
                          std::size_t offset, std::size_t limit) {
  CellsQuery query;
  const State marked = Marked(state, where);
  query.filters = marked.filters;
  query.days = ResolveDays(marked.date, shop);
  ASSIGN_OR_RETURN(const std::string condition, SpecialSql(shop, special));
  LinesSql lines(shop, query);
  RowsQuery rows;
  rows.columns = Columns(shop);
  rows.count_sql = fmt::format(
      "SELECT count(*) AS lines, CAST(COALESCE(sum(f.total_sale_amount), 0) AS DECIMAL(38,4)) AS amount{}{}",
      lines.FromWhere(), condition);
  for (const char alias : {'c', 'p', 's'}) lines.Join(alias);
  rows.sql = fmt::format(
      "SELECT CAST(f.date AS VARCHAR) AS date, CAST(f.order_id AS VARCHAR) AS \"order\",\n    "
      "COALESCE(c.customer_name, "
      "CAST(c.customer_id AS VARCHAR)) AS customer,\n    p.product_name AS product, s.store_name AS store, f.quantity, "
      "f.unit_price AS price, f.total_sale_amount AS amount{}{}\n  ORDER BY f.date DESC, f.transaction_id\n  LIMIT {} "
      "OFFSET {}",
      lines.FromWhere(), condition, limit, offset);
  return rows;
}

}  // namespace assay::semantic
