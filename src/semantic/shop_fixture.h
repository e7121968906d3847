#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <unistd.h>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "engine/duckdb/database.h"
#include "semantic/answer.h"
#include "semantic/shop.h"

namespace assay::semantic {

/// A shop whose gold tables are made by SQL, with the image of the same rows.
class TestShop {
 public:
  /// `tables` creates gold.dim_customer, dim_product, dim_store and fact_sales; dim_date follows from them.
  TestShop(const std::vector<std::string>& tables, ShopSettings settings)
      : database_(engine::duckdb::Database::Open({.threads = 1}).value()),
        connection_(engine::duckdb::Connection::Open(database_).value()) {
    Execute("CREATE SCHEMA gold");
    for (const std::string& table : tables) Execute(table);
    const Calendar& calendar = settings.calendar;
    Execute(fmt::format(
        "CREATE TABLE gold.dim_date AS SELECT d.date, quarter(d.date) AS quarter, d.date - CAST((isodow(d.date) - {0} "
        "+ 7) "
        "% 7 AS INTEGER) AS week_start, year(d.date) + CASE WHEN {1} > 1 AND month(d.date) >= {1} THEN 1 ELSE 0 END AS "
        "fiscal_year, ((month(d.date) - {1} + 12) % 12) // 3 + 1 AS fiscal_quarter FROM (SELECT CAST(unnest AS DATE) "
        "AS "
        "date FROM unnest(generate_series(DATE '2020-01-01', DATE '2026-12-31', INTERVAL 1 DAY))) AS d",
        calendar.week_starts, calendar.fiscal_year_starts));
    shop_ = OpenShop(std::make_shared<Description>(LoadDescription("/nonexistent").value()), MakeImage(),
                     std::move(settings))
                .value();
  }

  const Shop& shop() const { return *shop_; }
  RunSql run_sql() {
    return [this](const std::string& sql) { return connection_.Query(sql); };
  }
  engine::Rows Query(const std::string& sql) { return connection_.Query(sql).value(); }

  nlohmann::json Answer(const std::string& body) {
    const auto request = ParsePageRequest(nlohmann::json::parse(body), *shop_);
    if (!request) return request.error().message;
    const auto answer = AnswerPage(*shop_, *request, {.run_sql = run_sql()});
    return answer ? *answer : nlohmann::json(answer.error().message);
  }

 private:
  void Execute(const std::string& sql) {
    const auto done = connection_.Execute(sql);
    ASSERT_TRUE(done.has_value()) << done.error().message << "\n" << sql;
  }

  // An axis from a table: key, label, attributes as the columns say.
  cube::Axis MakeAxis(const std::string& name, const std::string& key, const std::string& label,
                      const std::map<std::string, std::string>& attributes) {
    cube::Axis axis;
    axis.name = name;
    const std::string table = "gold.dim_" + name;
    const engine::Rows rows =
        Query(fmt::format("SELECT {0}, COALESCE({1}, '') FROM {2} ORDER BY {0}", key, label, table));
    for (std::size_t i = 0; i < rows.size(); ++i) {
      axis.keys.push_back(std::stoll(rows.Text(i, 0)));
      axis.labels.push_back(rows.Text(i, 1));
    }
    for (const auto& [attribute, column] : attributes) {
      cube::Attribute made{attribute, {}, {}};
      std::map<std::string, std::uint32_t> codes;
      const engine::Rows values = Query(fmt::format("SELECT COALESCE({}, '') FROM {} ORDER BY {}", column, table, key));
      for (std::size_t i = 0; i < values.size(); ++i) {
        const auto [code, is_new] = codes.emplace(values.Text(i, 0), static_cast<std::uint32_t>(codes.size()));
        if (is_new) made.labels.push_back(values.Text(i, 0));
        made.codes.push_back(code->second);
      }
      axis.attributes.push_back(std::move(made));
    }
    return axis;
  }

  static std::map<std::int64_t, std::uint32_t> MembersOf(const cube::Axis& axis) {
    std::map<std::int64_t, std::uint32_t> members;
    for (std::uint32_t i = 0; i < axis.keys.size(); ++i) members[axis.keys[i]] = i;
    return members;
  }

  std::shared_ptr<const cube::Image> MakeImage() {
    cube::Outline outline;
    outline.identity = "test";
    outline.customers = MakeAxis("customer", "customer_key", "customer_name",
                                 {{"tier", "customer_tier"}, {"segment", "segment"}, {"customer_country", "country"}});
    outline.axes = {MakeAxis("product", "product_key", "product_name",
                             {{"category", "category"},
                              {"name_ar", "name_ar"},
                              {"non_goods", "CASE WHEN is_non_goods THEN '1' ELSE '0' END"}}),
                    MakeAxis("store", "store_key", "store_name",
                             {{"location", "location"}, {"country", "country"}, {"name_ar", "name_ar"}})};
    outline.measures = {"total_sale_amount", "return_amount", "quantity"};
    if (Query("SELECT count(cost) FROM gold.fact_sales").Text(0, 0) != "0") {
      outline.measures.insert(outline.measures.end(), {"cost", "costed_sales"});
    }
    auto builder = cube::ImageBuilder::Start(outline).value();
    AppendRows(outline, builder);
    const std::string path =
        (std::filesystem::temp_directory_path() / fmt::format("semantic_{}_{}.cube", getpid(), ++images_)).string();
    EXPECT_TRUE(builder.Finish(path).has_value());
    auto image = cube::Image::Open(path, "test").value();
    std::filesystem::remove(path);
    return image;
  }

  void AppendRows(const cube::Outline& outline, cube::ImageBuilder& builder) {
    const engine::Rows rows = Query(
        "SELECT customer_key, product_key, store_key, date - DATE '1970-01-01', COALESCE(order_id, 1000000 + "
        "transaction_id), is_purchase, quantity > 0 AND COALESCE(unit_price, total_sale_amount + return_amount) > 0, "
        "CAST(total_sale_amount * 10000 AS BIGINT), CAST(return_amount * 10000 AS BIGINT), CAST(quantity * 1000 AS "
        "BIGINT), COALESCE(CAST(cost "
        "* "
        "10000 AS BIGINT), 0), CASE WHEN cost IS NOT NULL THEN CAST(total_sale_amount * 10000 AS BIGINT) ELSE 0 END "
        "FROM "
        "gold.fact_sales");
    const auto customers = MembersOf(outline.customers);
    const auto products = MembersOf(outline.axes[0]);
    const auto stores = MembersOf(outline.axes[1]);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const auto number = [&](std::size_t column) { return std::stoll(rows.Text(i, column)); };
      const std::uint32_t customer = customers.at(number(0));
      const std::uint32_t product = products.at(number(1));
      const std::uint32_t store = stores.at(number(2));
      const auto day = static_cast<std::int32_t>(number(3));
      const std::int64_t order = number(4);
      const std::uint8_t is_purchase = rows.Text(i, 5) == "true" ? 1 : 0;
      const std::uint8_t is_sold = rows.Text(i, 6) == "true" ? 1 : 0;
      const std::int64_t measures[5] = {number(7), number(8), number(9), number(10), number(11)};
      cube::RowBatch batch;
      batch.customers = {&customer, 1};
      batch.days = {&day, 1};
      batch.axes = {{&product, 1}, {&store, 1}};
      batch.orders = {&order, 1};
      batch.is_purchase = {&is_purchase, 1};
      batch.is_sold = {&is_sold, 1};
      for (std::size_t m = 0; m < outline.measures.size(); ++m) batch.measures.push_back({&measures[m], 1});
      ASSERT_TRUE(builder.Append(batch).has_value());
    }
  }

  inline static int images_ = 0;
  engine::duckdb::Database database_;
  engine::duckdb::Connection connection_;
  std::shared_ptr<const Shop> shop_;
};

inline ShopSettings TestSettings(const std::string& as_of) {
  ShopSettings settings;
  settings.project = "test-shop";
  settings.currency = "EGP";
  settings.tax = "included";
  settings.tiers = {"Gold", "Silver", "Bronze"};
  settings.as_of = ParseDay(as_of).value();
  return settings;
}

/// The generated shop: guests, unknown customers, products and stores, returns, orders over two days, lines without
/// order, non-goods, lines without cost, customers who only return or never buy.
inline std::vector<std::string> GeneratedTables(int lines) {
  return {
      "CREATE TABLE gold.dim_customer AS SELECT CAST(k AS BIGINT) AS customer_key, k AS customer_id, CASE k WHEN -1 "
      "THEN "
      "'Unknown' WHEN -2 THEN 'Guest' ELSE 'Customer ' || k END AS customer_name, 'c' || k || '@example.com' AS email, "
      "'yes' AS consent, CASE WHEN k > 0 AND k % 5 <> 0 THEN ['Egypt', 'Jordan', 'Oman'][1 + k % 3] END AS country, "
      "CASE k "
      "WHEN -1 THEN 'Unknown' WHEN -2 THEN 'Guest' ELSE ['Gold', 'Silver', 'Silver', 'Bronze', 'Bronze', 'Bronze', "
      "'Not "
      "scored'][1 + k % 7] END AS customer_tier, CASE k WHEN -1 THEN 'unknown' WHEN -2 THEN 'guest' ELSE ['champions', "
      "'loyal', 'cant_lose', 'new', 'hibernating'][1 + k % 5] END AS segment, 5 AS r_score, 5 AS f_score, 5 AS m_score "
      "FROM "
      "range(-2, 81) AS t(k) WHERE k <> 0",
      "CREATE TABLE gold.dim_product AS SELECT CAST(k AS BIGINT) AS product_key, CASE k WHEN -1 THEN 'Unknown' ELSE "
      "'Product ' || k END AS product_name, CASE k WHEN -1 THEN 'Unknown' ELSE ['Food', 'Toys', 'Not categorised', "
      "'Books'][1 + k % 4] END AS category, CASE WHEN k = 3 THEN 'كتاب' END AS name_ar, k = 12 AS is_non_goods FROM "
      "range(-1, 13) AS t(k) WHERE k <> 0",
      "CREATE TABLE gold.dim_store AS SELECT CAST(k AS BIGINT) AS store_key, CASE k WHEN -1 THEN 'Unknown' ELSE 'Store "
      "' || "
      "k END AS store_name, CASE k WHEN -1 THEN 'Unknown' ELSE ['Cairo', 'Giza'][1 + k % 2] END AS location, CASE WHEN "
      "k "
      "> 0 AND k <> 4 THEN ['Egypt', 'Jordan'][1 + k % 2] END AS country, CASE WHEN k = 1 THEN 'الفرع الأول' END AS "
      "name_ar "
      "FROM range(-1, 6) AS t(k) WHERE k <> 0",
      fmt::format(
          "CREATE TABLE gold.fact_sales AS WITH r AS (SELECT i, i // 3 AS o, hash(i) AS h, hash(i // 3 + 100000) AS g "
          "FROM "
          "range({}) AS t(i)) SELECT CAST(i AS BIGINT) AS transaction_id, CASE WHEN h % 17 <> 0 THEN CAST(o AS BIGINT) "
          "END AS "
          "order_id, DATE '2023-11-15' + CAST((g % 480 + CASE WHEN h % 29 = 0 THEN 1 ELSE 0 END) AS INTEGER) AS date, "
          "CAST(CASE WHEN g % 9 = 0 THEN -2 WHEN g % 31 = 1 THEN -1 ELSE 1 + (g // 7) % 75 END AS BIGINT) AS "
          "customer_key, "
          "CAST(CASE WHEN h % 37 = 0 THEN -1 ELSE 1 + (h // 3) % 12 END AS BIGINT) AS product_key, CAST(CASE WHEN g % "
          "41 = 0 "
          "THEN -1 ELSE 1 + (g // 11) % 5 END AS BIGINT) AS store_key, CAST(CASE WHEN h % 13 = 0 THEN -1 ELSE 1 + (h "
          "// 5) % "
          "4 END AS DECIMAL(18,3)) AS quantity, CAST(CASE WHEN h % 43 = 0 THEN 0 ELSE ((h // 13) % 9973) / 100 END AS "
          "DECIMAL(18,4)) AS unit_price FROM r",
          lines),
      "ALTER TABLE gold.fact_sales ADD COLUMN total_sale_amount DECIMAL(18,4)",
      "UPDATE gold.fact_sales SET total_sale_amount = CAST(quantity * unit_price AS DECIMAL(18,4))",
      "ALTER TABLE gold.fact_sales ADD COLUMN return_amount DECIMAL(18,4)",
      "UPDATE gold.fact_sales SET return_amount = CASE WHEN quantity < 0 THEN -total_sale_amount ELSE 0 END",
      "ALTER TABLE gold.fact_sales ADD COLUMN cost DECIMAL(18,4)",
      "UPDATE gold.fact_sales SET cost = CASE WHEN transaction_id % 6 <> 0 THEN CAST(total_sale_amount * 0.6 AS "
      "DECIMAL(18,4)) END",
      "ALTER TABLE gold.fact_sales ADD COLUMN is_purchase BOOLEAN",
      "UPDATE gold.fact_sales SET is_purchase = customer_key > 0 AND quantity > 0 AND unit_price > 0"};
}

}  // namespace assay::semantic
