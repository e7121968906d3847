#include "pipeline/facts.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "engine/sql_text.h"
#include "semantic/sold_line.h"

namespace assay::pipeline {
namespace {

using nlohmann::json;

// Numbers of a result stay exact: whole ones become JSON numbers, decimals stay text.
json CellJson(const engine::Rows& rows, std::size_t row, std::size_t column) {
  const auto& cell = rows.cells[row][column];
  if (!cell) return nullptr;
  const bool whole = rows.columns[column].kind == engine::CellKind::kNumber && cell->find('.') == std::string::npos;
  if (whole) return std::stoll(*cell);
  if (rows.columns[column].kind == engine::CellKind::kBoolean) return *cell == "true";
  return *cell;
}

Result<json> List(const Session& session, const std::string& sql) {
  ASSIGN_OR_RETURN(const engine::Rows rows, session.connection.Query(sql));
  json list = json::array();
  for (std::size_t i = 0; i < rows.size(); ++i) {
    json object = json::object();
    for (std::size_t c = 0; c < rows.columns.size(); ++c) object[rows.columns[c].name] = CellJson(rows, i, c);
    list.push_back(std::move(object));
  }
  return list;
}

Result<json> One(const Session& session, const std::string& sql) {
  ASSIGN_OR_RETURN(const json list, List(session, sql));
  if (list.size() != 1) return Internal("Cannot gather facts: expected one row, got {}", list.size());
  return list[0];
}

// Everything that needs no customer apart. The release's sales are the lines up to its as-of date.
constexpr const char* kTotals =
    "SELECT CAST(COALESCE(sum(total_sale_amount), 0) AS DECIMAL(38,4)) AS total_sales, "
    "CAST(COALESCE(sum(total_sale_amount + return_amount), 0) AS DECIMAL(38,4)) AS gross_sales, "
    "CAST(COALESCE(sum(return_amount), 0) AS DECIMAL(38,4)) AS returns, count(*) AS lines, CAST(min(date) AS VARCHAR) "
    "AS first_date, CAST(max(date) AS VARCHAR) AS last_date, "
    "count(*) FILTER (customer_key = -2) AS guest_lines, CAST(COALESCE(sum(total_sale_amount) FILTER (customer_key = "
    "-2), 0) AS DECIMAL(38,4)) AS guest_sales, "
    "count(*) FILTER (customer_key = -1) AS unknown_customer_lines, CAST(COALESCE(sum(total_sale_amount) FILTER "
    "(customer_key = -1), 0) AS DECIMAL(38,4)) AS unknown_customer_sales, "
    "count(*) FILTER (product_key = -1) AS unknown_product_lines, CAST(COALESCE(sum(total_sale_amount) FILTER "
    "(product_key = -1), 0) AS DECIMAL(38,4)) AS unknown_product_sales, "
    "count(*) FILTER (store_key = -1) AS unknown_store_lines, CAST(COALESCE(sum(total_sale_amount) FILTER (store_key = "
    "-1), 0) AS DECIMAL(38,4)) AS unknown_store_sales FROM work.released_sales";

constexpr const char* kBuyers =
    "SELECT count(*) FILTER (purchases > 0) AS customers, count(*) FILTER (purchases = 0) AS return_only_customers, "
    "CAST(COALESCE(sum(net) FILTER (purchases > 0), 0) AS DECIMAL(38,4)) AS sales_to_customers, "
    "CAST(ROUND(sum(net) FILTER (purchases > 0) / NULLIF(count(*) FILTER (purchases > 0), 0), 2) AS DECIMAL(38,2)) AS "
    "average_sale_per_customer FROM work.buyers";

// The best by sales of one dimension: members of equal `columns` are one.
struct Ranking {
  const char* name;  ///< of its list in the facts
  const char* dimension;
  const char* key;
  std::vector<std::string> columns;
  const char* where;
};

const std::vector<Ranking>& Rankings() {
  static const std::vector<Ranking> rankings{
      {"stores", "gold.dim_store", "store_key", {"store_name", "location"}, "true"},
      {"products", "gold.dim_product", "product_key", {"product_name", "category"}, "NOT d.is_non_goods"},
      {"categories", "gold.dim_product", "product_key", {"category"}, "NOT d.is_non_goods"}};
  return rankings;
}

constexpr int kRanked = 10;

Result<json> Ranked(const Session& session, const Ranking& ranking) {
  const std::string columns = fmt::format("d.{}", fmt::join(ranking.columns, ", d."));
  return List(
      session,
      fmt::format("SELECT {0}, CAST(sum(f.sales) AS DECIMAL(38,4)) AS sales FROM (SELECT {1}, "
                  "sum(total_sale_amount) AS sales FROM work.released_sales GROUP BY {1}) AS f JOIN {2} AS d ON "
                  "d.{1} = f.{1} WHERE {3} GROUP BY {0} ORDER BY sales DESC, {0} LIMIT {4}",
                  columns, ranking.key, ranking.dimension, ranking.where, kRanked));
}

constexpr const char* kMakeBuyers =
    "CREATE OR REPLACE TABLE work.buyers AS SELECT customer_key, sum(total_sale_amount) AS net, count(*) FILTER "
    "(is_purchase) AS purchases, min(date) FILTER (is_purchase) AS first_purchase FROM work.released_sales WHERE "
    "customer_key > 0 GROUP BY customer_key";

constexpr const char* kMovement =
    "WITH dates AS (SELECT max(as_of) FILTER (is_current) AS now, max(as_of) FILTER (NOT is_current) AS past FROM "
    "work.as_of), "
    "n AS (SELECT c.customer_key, t.position, c.customer_tier FROM gold.customer_segments AS c JOIN dates ON c.as_of = "
    "now JOIN mapped.tiers AS t ON t.name = c.customer_tier), "
    "p AS (SELECT c.customer_key, t.position FROM gold.customer_segments AS c JOIN dates ON c.as_of = past JOIN "
    "mapped.tiers AS t ON t.name = c.customer_tier) "
    "SELECT (SELECT CAST(past AS VARCHAR) FROM dates) AS since, count(*) FILTER (n.position < p.position) AS moved_up, "
    "count(*) FILTER (n.position > p.position) AS moved_down, "
    "count(*) FILTER (p.customer_key IS NULL) AS new_customers, count(*) FILTER (n.position = p.position) AS stayed "
    "FROM n LEFT JOIN p ON p.customer_key = n.customer_key";

constexpr const char* kRegisteredLate =
    "SELECT count(*) AS buyers, count(*) FILTER (c.registered_on > b.first_purchase) AS late FROM work.buyers AS b "
    "JOIN silver.customers AS c ON c.customer_key = b.customer_key WHERE b.purchases > 0 AND c.registered_on IS NOT "
    "NULL";

constexpr const char* kScoreGroups =
    "SELECT measure, count(*) AS levels FROM gold.segment_cuts AS c JOIN work.as_of AS a ON a.as_of = c.as_of AND "
    "a.is_current WHERE measure <> 'tier' GROUP BY measure HAVING count(*) < 5 ORDER BY measure";

bool IsMapped(const MappedViews& views, const std::string& column) {
  const auto& bindings = views.bindings.at(retail::Entity::kTransactions);
  return std::ranges::any_of(bindings, [&](const retail::Binding& binding) { return binding.values.contains(column); });
}

// Customers that share an e-mail or a phone number, with the sales of all of them.
constexpr const char* kProbableDuplicates =
    "WITH marks AS (SELECT customer_key, p_lower_ascii(p_trim(email)) AS mark FROM silver.customers WHERE email LIKE "
    "'%@%' UNION ALL SELECT customer_key, digits FROM (SELECT customer_key, p_regex_replace_all(phone, '[^0-9]', '') "
    "AS "
    "digits FROM silver.customers WHERE phone IS NOT NULL) WHERE length(digits) >= 7), "
    "shared AS (SELECT DISTINCT customer_key FROM marks WHERE mark IN (SELECT mark FROM marks GROUP BY mark HAVING "
    "count(*) > 1)) "
    "SELECT count(*) AS customers, CAST(COALESCE(sum(c.monetary), 0) AS DECIMAL(38,4)) AS sales FROM shared JOIN "
    "gold.dim_customer AS c USING (customer_key)";

Result<json> Remarks(const Session& session, const MappedViews& views, const ledger::Accounting& accounting) {
  json remarks = json::array();
  ASSIGN_OR_RETURN(const json late, One(session, kRegisteredLate));
  const std::int64_t buyers = late["buyers"];
  const std::int64_t registered_late = late["late"];
  if (registered_late > 0) {
    remarks.push_back(
        registered_late == buyers
            ? fmt::format("all {} customers with a registration date registered after their first purchase; check the "
                          "keys or the dates",
                          buyers)
            : fmt::format("{} of {} customers registered after their first purchase; check the keys or the dates",
                          registered_late, buyers));
  }
  ASSIGN_OR_RETURN(const json alike, One(session, kProbableDuplicates));
  if (alike["customers"].get<std::int64_t>() > 0) {
    remarks.push_back(
        fmt::format("{} customers with sales of {} share an e-mail or a phone number and may be the same; none was "
                    "merged, see `customers.merge`",
                    alike["customers"].get<std::int64_t>(), alike["sales"].get<std::string>()));
  }
  ASSIGN_OR_RETURN(const json groups, List(session, kScoreGroups));
  for (const json& group : groups) {
    remarks.push_back(fmt::format("the {} score has {} distinct groups instead of 5, because many customers are equal",
                                  group["measure"].get<std::string>(), group["levels"].get<std::int64_t>()));
  }
  for (const char* one : {"customer", "product", "store"}) {
    if (!IsMapped(views, fmt::format("{}_id", one)))
      remarks.push_back(fmt::format("no {0}_id is mapped, so nothing is known by {0}", one));
  }
  if (!views.has_orders) remarks.push_back("no order number is mapped, so every line counts as an order");
  if (!views.has_line_key && accounting.possible_duplicates > 0) {
    remarks.push_back(
        fmt::format("no line key is declared, so {} equal lines ({}) are possible duplicates: kept and counted",
                    accounting.possible_duplicates, accounting.possible_duplicates_money));
  }
  if (session.project.price == config::PriceRule::kList)
    remarks.push_back("sales are priced by the current list price, not by what was charged");
  if (session.project.currency.empty()) remarks.push_back("no currency is declared; set `currency:` in assay.yaml");
  if (session.project.tax == config::TaxRule::kUndeclared)
    remarks.push_back("it is not declared whether amounts include tax; set `tax: included | excluded`");
  return remarks;
}

json Definitions(const config::Project& project) {
  json tiers = json::array();
  for (const config::Tier& tier : project.segmentation.tiers) {
    std::string rule = "the rest";
    if (tier.top_permille) rule = fmt::format("top {}.{} %", *tier.top_permille / 10, *tier.top_permille % 10);
    if (tier.min_amount) rule = fmt::format("from {}", *tier.min_amount);
    tiers.push_back({{"name", tier.name}, {"rule", rule}});
  }
  return {{"price", project.price == config::PriceRule::kList ? "list" : "charged"},
          {"adjustments", project.adjustments == config::AdjustmentRule::kKeep ? "keep" : "quarantine"},
          {"tax", project.tax == config::TaxRule::kIncluded   ? "included"
                  : project.tax == config::TaxRule::kExcluded ? "excluded"
                                                              : "undeclared"},
          {"timezone", project.timezone},
          {"tier_measure", project.segmentation.measure},
          {"window",
           project.segmentation.window_months ? fmt::format("{} months", *project.segmentation.window_months) : "all"},
          {"tiers", tiers}};
}

// Orders that sold something; a return alone is none.
Status AddOrders(const Session& session, const MappedViews& views, json& totals) {
  const std::string sold = "FROM work.released_sales AS f WHERE " + semantic::SoldLineSql("f");
  const std::string orders =
      views.has_orders ? "count(DISTINCT order_id) + count(*) FILTER (order_id IS NULL)" : "count(*)";
  ASSIGN_OR_RETURN(const std::string count, session.connection.Scalar(fmt::format("SELECT {} {}", orders, sold)));
  totals["orders"] = std::stoll(count);
  return {};
}

// Where no line could name a store, its lines are not unknown: there is nothing to know.
void ForgetUnmapped(const MappedViews& views, json& totals) {
  for (const char* one : {"product", "store"}) {
    if (IsMapped(views, fmt::format("{}_id", one))) continue;
    totals[fmt::format("unknown_{}_lines", one)] = 0;
    totals[fmt::format("unknown_{}_sales", one)] = "0.0000";
  }
}

}  // namespace

Result<json> GatherFacts(const Session& session, const MappedViews& views, const ledger::Accounting& accounting,
                         const std::vector<ledger::KeyReport>& keys) {
  session.progress.Step("facts", "");
  json facts;
  ASSIGN_OR_RETURN(facts["as_of"],
                   session.connection.Scalar("SELECT CAST(max(as_of) FILTER (is_current) AS VARCHAR) FROM work.as_of"));
  facts["currency"] = session.project.currency;
  facts["definitions"] = Definitions(session.project);
  RETURN_IF_ERROR(session.connection.Execute(
      fmt::format("CREATE OR REPLACE VIEW work.released_sales AS SELECT * FROM gold.fact_sales WHERE date <= {}",
                  facts["as_of"].is_string() && !facts["as_of"].get<std::string>().empty()
                      ? "DATE " + engine::SqlString(facts["as_of"].get<std::string>())
                      : "NULL")));
  RETURN_IF_ERROR(session.connection.Execute(kMakeBuyers));
  ASSIGN_OR_RETURN(facts["totals"], One(session, kTotals));
  ASSIGN_OR_RETURN(const json buyers, One(session, kBuyers));
  facts["totals"].update(buyers);
  RETURN_IF_ERROR(AddOrders(session, views, facts["totals"]));
  ForgetUnmapped(views, facts["totals"]);
  ASSIGN_OR_RETURN(
      facts["tiers"],
      List(session,
           "SELECT t.name, count(g.customer_key) AS customers, CAST(COALESCE(sum(g.monetary), 0) AS DECIMAL(38,4)) AS "
           "sales FROM mapped.tiers AS t LEFT JOIN (SELECT c.* FROM gold.customer_segments AS c "
           "JOIN work.as_of AS a ON a.as_of = c.as_of AND a.is_current) AS g ON g.customer_tier = t.name GROUP BY "
           "t.position, t.name ORDER BY t.position"));
  ASSIGN_OR_RETURN(
      facts["segments"],
      List(session,
           "SELECT segment, count(*) AS customers, CAST(sum(monetary) AS DECIMAL(38,4)) AS sales FROM "
           "gold.customer_segments AS c "
           "JOIN work.as_of AS a ON a.as_of = c.as_of AND a.is_current GROUP BY segment ORDER BY segment"));
  for (const Ranking& ranking : Rankings()) {
    ASSIGN_OR_RETURN(facts[ranking.name], Ranked(session, ranking));
  }
  if (!IsMapped(views, "store_id")) facts["stores"] = json::array();
  ASSIGN_OR_RETURN(facts["movement"], One(session, kMovement));
  ASSIGN_OR_RETURN(
      facts["quarantine"],
      List(session,
           "SELECT rule, rule_column AS column_name, count(*) AS lines, CAST(sum(source_amount) AS DECIMAL(38,4)) AS "
           "amount FROM work.rejected_lines GROUP BY ALL ORDER BY rule, column_name"));
  facts["accounting"] = ledger::ToJson(accounting);
  facts["keys"] = json::array();
  for (const ledger::KeyReport& report : keys) facts["keys"].push_back(ledger::ToJson(report));
  ASSIGN_OR_RETURN(facts["remarks"], Remarks(session, views, accounting));
  return facts;
}

}  // namespace assay::pipeline
