#include "semantic/statements.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "semantic/phrase.h"
#include "semantic/shop_fixture.h"

namespace assay::semantic {
namespace {

using nlohmann::json;
using testing::HasSubstr;

// The first half of the customers 1, 2, ... is Gold, the second Bronze; `store` says where customer k buys.
TestShop MakeShop(const std::string& store, const std::string& amount = "100", bool with_costs = false,
                  int customers = 80, const ShopSettings& settings = TestSettings("2025-01-31")) {
  std::vector<std::string> tables{
      fmt::format(
          "CREATE TABLE gold.dim_customer AS SELECT k::BIGINT AS customer_key, k AS customer_id, 'Customer ' || k AS "
          "customer_name, NULL::VARCHAR AS country, CASE WHEN k = -1 THEN 'Unknown' WHEN k = -2 THEN 'Guest' WHEN k <= "
          "{} THEN 'Gold' ELSE 'Bronze' END AS customer_tier, 'loyal' AS segment FROM range(-2, {}) AS t(k) WHERE k <> "
          "0",
          customers / 2, customers + 1),
      "CREATE TABLE gold.dim_product AS SELECT k::BIGINT AS product_key, 'Thing' AS product_name, 'Things' AS "
      "category, NULL::VARCHAR "
      "AS name_ar, false AS is_non_goods FROM range(-1, 2) AS t(k) WHERE k <> 0",
      "CREATE TABLE gold.dim_store AS SELECT k::BIGINT AS store_key, CASE k WHEN -1 THEN 'Unknown' ELSE 'Store ' || k "
      "END AS "
      "store_name, 'Cairo' AS location, 'Egypt' AS country, NULL::VARCHAR AS name_ar FROM range(-1, 4) AS t(k) WHERE k "
      "<> 0",
      fmt::format(
          "CREATE TABLE gold.fact_sales AS SELECT k::BIGINT AS transaction_id, k AS order_id, DATE '2025-01-01' + (k % "
          "28)::INTEGER AS date, k::BIGINT AS customer_key, 1::BIGINT AS product_key, ({})::BIGINT AS store_key, "
          "1::DECIMAL(9,3) AS quantity, ({})::DECIMAL(18,4) AS unit_price, ({})::DECIMAL(18,4) AS total_sale_amount, "
          "0::DECIMAL(18,4) AS return_amount, {}::DECIMAL(18,4) AS cost, true AS is_purchase FROM range(1, {}) AS t(k)",
          store, amount, amount, with_costs ? "60" : "NULL", customers + 1)};
  return TestShop(tables, settings);
}

json Statements(TestShop& shop, const State& state = {}) {
  return StoreStatements(shop.shop(), state, {.run_sql = shop.run_sql()}).value();
}

const json* Of(const json& list, const std::string& store) {
  for (const json& one : list) {
    if (one["store"] == store) return &one;
  }
  return nullptr;
}

TEST(Statements, NameWhatStandsOutAndSuggest) {
  TestShop shop = MakeShop("CASE WHEN k % 40 < 30 THEN 1 + k // 41 ELSE 3 END");
  const json said = Statements(shop);
  const json* gold = Of(said["statements"], "1");
  ASSERT_NE(gold, nullptr) << said.dump(1);
  EXPECT_EQ((*gold)["tier"], "Gold");
  EXPECT_THAT((*gold)["text"]["en"],
              HasSubstr("Store 1: Gold customers bring 100.0 % of the sales to known customers"));
  EXPECT_THAT((*gold)["text"]["ar"], HasSubstr("عميلًا"));
  EXPECT_THAT((*gold)["action"]["en"], HasSubstr("premium range"));
  EXPECT_THAT((*gold)["numbers"]["share"], "1.000000");
  const json* bronze = Of(said["statements"], "2");
  ASSERT_NE(bronze, nullptr);
  EXPECT_THAT((*bronze)["action"]["en"], HasSubstr("bundles and volume offers"));
}

TEST(Statements, WriteTheDigitsOfTheShop) {
  ShopSettings settings = TestSettings("2025-01-31");
  settings.has_arabic_digits = true;
  TestShop shop = MakeShop("CASE WHEN k % 40 < 30 THEN 1 + k // 41 ELSE 3 END", "100", false, 80, settings);
  const json said = Statements(shop);
  const std::string text = (*Of(said["statements"], "1"))["text"]["ar"];
  EXPECT_THAT(text, HasSubstr("١٠٠٫٠٪"));
  EXPECT_THAT(text, HasSubstr("٣٠ عميلًا"));
  EXPECT_THAT((*Of(said["statements"], "1"))["text"]["en"], HasSubstr("100.0 %"));
}

TEST(Statements, SpeakOfMarginsOnlyWhereCostsAreKnown) {
  TestShop shop = MakeShop("CASE WHEN k % 40 < 30 THEN 1 + k // 41 ELSE 3 END", "100", true);
  const json said = Statements(shop);
  EXPECT_THAT((*Of(said["statements"], "1"))["action"]["en"], HasSubstr("premium, high-margin range"));
}

TEST(Statements, DoNotSpeakOfChance) {
  TestShop shop = MakeShop("1 + k % 2");
  const json said = Statements(shop);
  EXPECT_TRUE(said["statements"].empty()) << said.dump(1);
  EXPECT_EQ(said["silent"].size(), 2u);
  EXPECT_THAT(said["silent"][0]["because"]["en"], HasSubstr("by more than chance"));
}

TEST(Statements, NeedFiveCustomersAndSayWhenThereAreFew) {
  TestShop shop = MakeShop("CASE WHEN k <= 4 THEN 3 WHEN k <= 20 THEN 1 ELSE 2 END");
  const json said = Statements(shop);
  const json* silent = Of(said["silent"], "3");
  ASSERT_NE(silent, nullptr) << said.dump(1);
  EXPECT_THAT((*silent)["because"]["en"], HasSubstr("Only 4 customers bought here"));
  EXPECT_THAT((*silent)["because"]["ar"], HasSubstr("4 عملاء"));
  const json* few = Of(said["statements"], "1");
  ASSERT_NE(few, nullptr);
  EXPECT_THAT((*few)["text"]["en"], HasSubstr("Few customers"));
}

TEST(Statements, OneStoreHasNothingToCompareWith) {
  TestShop shop = MakeShop("1");
  EXPECT_THAT(Statements(shop)["silent"][0]["because"]["en"], HasSubstr("no other store"));
}

TEST(Statements, SalesReturnedInFullSayNothing) {
  TestShop shop = MakeShop("1 + k // 41", "CASE WHEN k <= 40 THEN 0 ELSE 10 END");
  EXPECT_THAT((*Of(Statements(shop)["silent"], "1"))["because"]["en"], HasSubstr("returned in full"));
}

TEST(Statements, AreTheSameFromSqlAndEveryTime) {
  TestShop shop = MakeShop("CASE WHEN k % 40 < 30 THEN 1 + k // 41 ELSE 3 END");
  State state;
  state.date.keys = {"2025-01-02", "2025-01-05", "2025-01-09", "2025-01-11", "2025-01-13", "2025-01-15", "2025-01-17"};
  EXPECT_EQ(Statements(shop), Statements(shop));
  EXPECT_TRUE(Statements(shop, state).contains("silent"));
  EXPECT_FALSE(StoreStatements(shop.shop(), state, {}).has_value());
}

// More customers than are drawn one by one.
constexpr int kManyCustomers = 5000;

TEST(Statements, OfManyCustomersSayTheSameFromCubeAndSql) {
  TestShop shop = MakeShop("CASE WHEN k % 40 < 30 THEN 1 + k // 2501 ELSE 3 END", "100", false, kManyCustomers);
  const json said = Statements(shop);
  const json* gold = Of(said["statements"], "1");
  ASSERT_NE(gold, nullptr) << said.dump(1);
  EXPECT_EQ((*gold)["tier"], "Gold");
  EXPECT_EQ((*gold)["text"]["en"],
            "Store 1: Gold customers bring 100.0 % of the sales to known customers, against 19.9 % in all other stores "
            "together (1880 customers here).");
  EXPECT_EQ((*gold)["numbers"]["share"], "1.000000");
  EXPECT_EQ((*gold)["numbers"]["customers"], "1880");
  ASSERT_NE(Of(said["statements"], "2"), nullptr);
  EXPECT_EQ((*Of(said["statements"], "2"))["tier"], "Bronze");
  // The third store has the mix of all: nothing to say.
  ASSERT_NE(Of(said["silent"], "3"), nullptr) << said.dump(1);
  State two_spans;
  two_spans.date.keys = {"2025-01", "2025-03"};
  EXPECT_EQ(Statements(shop, two_spans), said);
}

TEST(Statements, OfManyCustomersKnowHowManyBuyAtASmallStore) {
  TestShop shop = MakeShop("CASE WHEN k <= 4 THEN 3 WHEN k <= 24 THEN 1 ELSE 2 END", "100", false, kManyCustomers);
  const json said = Statements(shop);
  ASSERT_NE(Of(said["silent"], "3"), nullptr) << said.dump(1);
  EXPECT_THAT((*Of(said["silent"], "3"))["because"]["en"], HasSubstr("Only 4 customers bought here"));
  ASSERT_NE(Of(said["statements"], "1"), nullptr) << said.dump(1);
  EXPECT_THAT((*Of(said["statements"], "1"))["text"]["en"], HasSubstr("Few customers"));
}

TEST(Plurals, FollowBothLanguages) {
  const Phrases phrases = LoadDescription("/nonexistent").value().phrases;
  EXPECT_EQ(phrases.Count("customers", 1).en, "1 customer");
  EXPECT_EQ(phrases.Count("customers", 0).ar, "لا عملاء");
  EXPECT_EQ(phrases.Count("customers", 1).ar, "عميل واحد");
  EXPECT_EQ(phrases.Count("customers", 2).ar, "عميلان");
  EXPECT_EQ(phrases.Count("customers", 3).ar, "3 عملاء");
  EXPECT_EQ(phrases.Count("customers", 11).ar, "11 عميلًا");
  EXPECT_EQ(phrases.Count("customers", 100).ar, "100 عميل");
  EXPECT_EQ(phrases.Count("customers", 103).ar, "103 عملاء");
}

}  // namespace
}  // namespace assay::semantic
