#include "semantic/answer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "semantic/pages.h"
#include "semantic/shop_fixture.h"
#include "semantic/sql.h"

namespace assay::semantic {
namespace {

using nlohmann::json;
using testing::HasSubstr;

// Ten lines: an order over two days, one at two stores' customers, returns, guests without order number, an unknown
// customer, a customer who only returned, postage.
std::vector<std::string> HandMade() {
  return {
      "CREATE TABLE gold.dim_customer AS SELECT * FROM (VALUES (-2::BIGINT, '', 'Guest', NULL::VARCHAR, 'Guest', "
      "'guest'), (-1, "
      "'', "
      "'Unknown', NULL, 'Unknown', 'unknown'), (1, 'a', 'Ana', 'Egypt', 'Gold', 'champions'), (2, 'b', 'Badr', NULL, "
      "'Silver', 'cant_lose'), (3, 'c', 'Carl', 'Egypt', 'Not scored', 'not_scored')) AS t(customer_key, customer_id, "
      "customer_name, country, customer_tier, segment)",
      "CREATE TABLE gold.dim_product AS SELECT * FROM (VALUES (-1::BIGINT, 'Unknown', 'Unknown', NULL::VARCHAR, "
      "false), (1, "
      "'Pen', "
      "'Office', 'قلم', false), (2, 'Cup', 'Kitchen', NULL, false), (3, 'Postage', 'Fees', NULL, true)) AS "
      "t(product_key, "
      "product_name, category, name_ar, is_non_goods)",
      "CREATE TABLE gold.dim_store AS SELECT * FROM (VALUES (-1::BIGINT, 'Unknown', 'Unknown', NULL::VARCHAR, "
      "NULL::VARCHAR), (1, "
      "'North', "
      "'Cairo', 'Egypt', NULL), (2, 'South', 'Amman', 'Jordan', NULL)) AS t(store_key, store_name, location, country, "
      "name_ar)",
      "CREATE TABLE gold.fact_sales AS SELECT *, unit_price * quantity AS total_sale_amount, CASE WHEN quantity < 0 "
      "THEN "
      "-unit_price * quantity ELSE 0 END AS return_amount, NULL::DECIMAL(18,4) AS cost, customer_key > 0 AND quantity "
      "> 0 "
      "AS is_purchase FROM (SELECT id::BIGINT AS transaction_id, o AS order_id, d::DATE AS date, c::BIGINT AS "
      "customer_key, "
      "p::BIGINT AS product_key, s::BIGINT AS store_key, q::DECIMAL(9,3) AS quantity, u::DECIMAL(9,4) AS unit_price "
      "FROM "
      "(VALUES (1, 1, '2025-01-10', 1, 1, 1, 2, 10), (2, 1, '2025-01-11', 1, 2, 1, 1, 30), (3, 2, '2025-02-05', 1, 1, "
      "2, 1, "
      "10), (4, 3, '2025-02-06', 2, 2, 1, 1, 30), (5, 4, '2025-02-10', 2, 2, 1, -1, 30), (6, NULL, '2025-02-11', -2, "
      "1, 2, 1, "
      "10), (7, NULL, '2025-02-11', -2, 1, 2, 1, 10), (8, 5, '2025-03-01', -1, 1, 2, 1, 10), (9, 6, '2025-03-02', 3, "
      "1, 1, "
      "-1, 10), (10, 1, '2025-01-10', 1, 3, 1, 1, 5)) AS t(id, o, d, c, p, s, q, u))"};
}

class HandMadeTest : public testing::Test {
 protected:
  TestShop& HandMadeShop() { return shop_; }

  std::string Measured(const std::string& measure, const std::string& state = "{}") {
    const auto found = ExplainMeasure(shop_.shop(), "executive", "total_sales", measure,
                                      ParseState(json::parse(state), shop_.shop()).value(), {});
    return found ? shop_.Query(found->sql).Text(0, 0) : found.error().message;
  }

 private:
  TestShop shop_{HandMade(), TestSettings("2025-03-02")};
};
using Measures = HandMadeTest;
using Answer = HandMadeTest;
using Pages = HandMadeTest;
using RowsBehind = HandMadeTest;

const json& Find(const json& members, const std::string& key) {
  static const json none;
  for (const json& member : members) {
    if (member["key"] == key) return member;
  }
  return none;
}

TEST_F(Measures, MeanWhatTheRulesSay) {
  EXPECT_EQ(Measured("total_sales"), "85.0000");
  EXPECT_EQ(Measured("returns"), "40.0000");
  EXPECT_EQ(Measured("gross_sales"), "125.0000");
  EXPECT_EQ(Measured("return_rate"), "0.320000");
  EXPECT_EQ(Measured("customers"), "2");
  EXPECT_EQ(Measured("average_sale_per_customer"), "32.5000");
  EXPECT_EQ(Measured("units"), "6.000");
  EXPECT_EQ(Measured("transactions"), "6");
  EXPECT_EQ(Measured("average_basket"), "13.3333");
  EXPECT_EQ(Measured("repeat_rate"), "0.500000");
  EXPECT_EQ(Measured("sales_share"), "1.000000");
  EXPECT_THAT(Measured("margin_rate"), HasSubstr("Cannot find measure"));
  EXPECT_THAT(Measured("discounts"), HasSubstr("Cannot find measure 'discounts'"));
  EXPECT_THAT(Measured("custmers"), HasSubstr("did you mean 'customers'?"));
}

TEST_F(Measures, AnOrderOverTwoDaysCountsOncePerContext) {
  EXPECT_EQ(Measured("transactions", R"({"date":{"keys":["2025-01-10"]}})"), "1");
  EXPECT_EQ(Measured("transactions", R"({"date":{"keys":["2025-01"]}})"), "1");
  EXPECT_EQ(Measured("customers", R"({"date":{"keys":["2025-03"]}})"), "0");
  EXPECT_EQ(Measured("average_sale_per_customer", R"({"date":{"keys":["2025-03"]}})"), "");
}

TEST_F(Answer, CardsCarryExactTexts) {
  const json answer = HandMadeShop().Answer(R"({"page":"executive"})");
  EXPECT_EQ(answer["as_of"], "2025-03-02");
  EXPECT_EQ(answer["days"], (json{{"from", "2025-01-10"}, {"to", "2025-03-02"}}));
  const json& visuals = answer["visuals"];
  EXPECT_EQ(visuals["total_sales"]["values"]["total_sales"], "85.0000");
  EXPECT_EQ(visuals["average_sale_per_customer"]["values"]["average_sale_per_customer"], "32.5000");
  EXPECT_TRUE(visuals["total_sales"]["change"].is_null()) << "January does not lie wholly within the data";
}

TEST_F(Answer, ChangeNamesItsPeriods) {
  const json answer = HandMadeShop().Answer(
      R"({"page":"executive","visuals":["total_sales"],"state":{"date":{"from":"2025-02-06","to":"2025-02-10"}}})");
  const json& change = answer["visuals"]["total_sales"]["change"];
  EXPECT_EQ(change["against"], (json{{"from", "2025-02-01"}, {"to", "2025-02-05"}}));
  EXPECT_EQ(change["values"]["total_sales"], "10.0000");
  EXPECT_EQ(change["difference"], "-10.0000");
  EXPECT_EQ(change["ratio"], "-1.000000");
  EXPECT_EQ(change["partial"], false);
  EXPECT_FALSE(change.contains("period"));
}

TEST_F(Answer, TheLineCoversEveryPeriodAndMarksPartialOnes) {
  const json answer = HandMadeShop().Answer(R"({"page":"executive","visuals":["sales_by_date"],
      "options":{"sales_by_date":{"grain":"month"}},"state":{"date":{"keys":["2025-02"]}}})");
  const json& line = answer["visuals"]["sales_by_date"];
  EXPECT_EQ(line["grain"], "month");
  ASSERT_EQ(line["members"].size(), 3u);
  EXPECT_EQ(line["members"][0]["values"]["total_sales"], "55.0000");
  EXPECT_EQ(line["members"][0]["partial"], true);
  EXPECT_EQ(line["members"][1]["selected"], true);
  EXPECT_EQ(line["members"][1]["partial"], false);
  EXPECT_EQ(line["members"][1]["values"]["transactions"], "4");
}

TEST_F(Answer, TiersAddUpToTotalSalesWithGreyOnes) {
  const json tiers = HandMadeShop().Answer(R"({"page":"executive"})")["visuals"]["customers_by_tier"];
  std::vector<std::string> keys;
  for (const json& member : tiers["members"]) keys.push_back(member["key"]);
  EXPECT_EQ(keys, (std::vector<std::string>{"Gold", "Silver", "Bronze", "Not scored", "Guest", "Unknown"}));
  EXPECT_EQ(Find(tiers["members"], "Gold")["values"]["total_sales"], "65.0000");
  EXPECT_EQ(Find(tiers["members"], "Gold")["share"], "0.500000");
  EXPECT_EQ(Find(tiers["members"], "Gold")["color"], "tier-1");
  EXPECT_EQ(Find(tiers["members"], "Guest")["values"]["total_sales"], "20.0000");
  EXPECT_EQ(Find(tiers["members"], "Guest")["grey"], true);
  EXPECT_TRUE(Find(tiers["members"], "Guest")["rank"].is_null());
  EXPECT_EQ(Find(tiers["members"], "Not scored")["values"], (json{{"customers", "0"},
                                                                  {"customers_share", "0.000000"},
                                                                  {"sales_share", "-0.117647"},
                                                                  {"total_sales", "-10.0000"}}));
}

TEST_F(Answer, ProductsLeaveOutPostageAndNameIt) {
  const json bars = HandMadeShop().Answer(
      R"({"page":"products","options":{"products_by_sales":{"top":1}}})")["visuals"]["products_by_sales"];
  ASSERT_EQ(bars["members"].size(), 1u);
  EXPECT_EQ(bars["members"][0]["label"], (json{{"en", "Pen"}, {"ar", "قلم"}}));
  EXPECT_EQ(bars["members"][0]["share"], "0.625000");
  EXPECT_EQ(bars["members"][0]["rank"], 1);
  EXPECT_EQ(bars["rest"]["members"], 1);
  EXPECT_EQ(bars["rest"]["values"]["total_sales"], "30.0000");
  EXPECT_EQ(bars["total"]["values"]["total_sales"], "80.0000");
  EXPECT_EQ(bars["non_goods"]["values"]["total_sales"], "5.0000");
}

TEST_F(Answer, AVisualPassesOverItsOwnSelection) {
  const json visuals = HandMadeShop().Answer(R"({"page":"stores","state":{"filters":{"store":["2"]}}})")["visuals"];
  const json& bars = visuals["sales_by_store"];
  EXPECT_EQ(bars["total"]["values"]["total_sales"], "85.0000");
  EXPECT_EQ(Find(bars["members"], "2")["selected"], true);
  EXPECT_EQ(Find(bars["members"], "1")["selected"], false);
  EXPECT_EQ(Find(bars["members"], "1")["parts"][0]["values"]["total_sales"], "55.0000");
  EXPECT_EQ(visuals["customers_by_store_tier"]["several"], (json{{"customers", "1"}, {"of", "2"}}));
  const json cards = HandMadeShop().Answer(R"({"page":"executive","state":{"filters":{"store":["2"]}}})")["visuals"];
  EXPECT_EQ(cards["total_sales"]["values"]["total_sales"], "40.0000");
}

TEST_F(Answer, DrillsByLevel) {
  const json bars = HandMadeShop().Answer(R"({"page":"products","state":{"filters":{"category":["Office"]}},
      "options":{"products_by_sales":{"level":"category"}}})")["visuals"]["products_by_sales"];
  EXPECT_EQ(bars["members"].size(), 2u);
  EXPECT_EQ(Find(bars["members"], "Office")["selected"], true);
  EXPECT_THAT(
      HandMadeShop().Answer(R"({"page":"products","options":{"products_by_sales":{"level":"categry"}}})").dump(),
      HasSubstr("did you mean 'category'?"));
}

TEST_F(Answer, TablesSortSearchAndPage) {
  const json stores = HandMadeShop().Answer(
      R"({"page":"stores","options":{"stores_table":{"sort":"store","limit":1,"offset":1}}})")["visuals"]
                                                                                              ["stores_table"];
  EXPECT_EQ(stores["total_rows"], 2);
  EXPECT_EQ(stores["rows"][0]["cells"]["store"], "South");
  EXPECT_EQ(stores["rows"][0]["cells"]["location"], "Amman");
  EXPECT_EQ(stores["total"]["cells"]["customers"], "2");
  const json customers = HandMadeShop().Answer(
      R"({"page":"products","options":{"customers_table":{"search":"BAD"}}})")["visuals"]["customers_table"];
  EXPECT_EQ(customers["total_rows"], 1);
  EXPECT_EQ(customers["rows"][0]["cells"], (json{{"customer", "Badr"},
                                                 {"tier", "Silver"},
                                                 {"segment", "cant_lose"},
                                                 {"total_sales", "0.0000"},
                                                 {"transactions", "1"},
                                                 {"last_purchase", "2025-02-06"}}));
  EXPECT_THAT(HandMadeShop().Answer(R"({"page":"products","options":{"customers_table":{"sort":"email"}}})").dump(),
              HasSubstr("column to sort"));
}

TEST_F(Answer, CustomersOfSeparateDaysAreListed) {
  const auto list = [&](const std::string& options) {
    return HandMadeShop().Answer(fmt::format(
        R"({{"page":"products","visuals":["customers_table"],"state":{{"date":{{"keys":["2025-01","2025-02-06","2025-03"]}}}},"options":{{"customers_table":{}}}}})",
        options))["visuals"]["customers_table"];
  };
  const json all = list("{}");
  EXPECT_EQ(all["total_rows"], 2);
  EXPECT_EQ(all["rows"][0]["cells"]["customer"], "Ana");
  EXPECT_EQ(all["rows"][0]["cells"]["total_sales"], "55.0000");
  EXPECT_EQ(all["rows"][0]["cells"]["last_purchase"], "2025-01-11");
  EXPECT_EQ(all["rows"][1]["cells"]["total_sales"], "30.0000");
  EXPECT_EQ(all["total"]["cells"], (json{{"customer", "2"}, {"total_sales", "85.0000"}}));
  EXPECT_EQ(list(R"({"sort":"-customer"})")["rows"][0]["cells"]["customer"], "Badr");
  EXPECT_EQ(list(R"({"search":"AN"})")["total_rows"], 1);
  const json behind = list(R"({"offset":50,"limit":50})");
  EXPECT_EQ(behind["total_rows"], 2) << "also behind the end of the list";
  EXPECT_EQ(behind["rows"].size(), 0u);
}

TEST_F(Answer, AValueThatIsGoneIsNamedAndLetsNothingPass) {
  const json answer = HandMadeShop().Answer(R"({"page":"executive","state":{"filters":{"store":["99"]}}})");
  EXPECT_EQ(answer["missing"], (json::array({{{"dimension", "store"}, {"key", "99"}}})));
  EXPECT_EQ(answer["visuals"]["total_sales"]["values"]["total_sales"], "0.0000");
  EXPECT_TRUE(answer["visuals"]["average_sale_per_customer"]["values"]["average_sale_per_customer"].is_null());
}

TEST_F(Pages, ListWhatTheShopHas) {
  const json pages = PagesJson(HandMadeShop().shop());
  EXPECT_EQ(pages["currency"], (json{{"code", "EGP"}, {"decimals", 2}}));
  EXPECT_EQ(pages["pages"].size(), 3u);
  EXPECT_EQ(pages["data"]["tier_since"], pages["data"]["first_day"]);
  EXPECT_EQ(pages["pages"][1]["visuals"][0]["drill"], (json{"category", "product"}));
  EXPECT_EQ(Find(MembersJson(HandMadeShop().shop(), "segment", "", 50).value()["members"], "cant_lose")["label"]["en"],
            "Can't lose them");
  EXPECT_EQ(MembersJson(HandMadeShop().shop(), "customer", "an", 50).value()["members"].size(), 1u);
  EXPECT_THAT(MembersJson(HandMadeShop().shop(), "stor", "", 5).error().message, HasSubstr("did you mean 'store'?"));
}

TEST_F(RowsBehind, AMarkTakesThePlaceOfTheSelection) {
  const Shop& shop = HandMadeShop().shop();
  const State state = ParseState(json::parse(R"({"filters":{"store":["2"]}})"), shop).value();
  const State where = ParseWhere(json::parse(R"({"store":["1"],"date":["2025-02"]})"), shop).value();
  const RowsQuery rows = RowsSql(shop, state, where, "", 0, 10).value();
  EXPECT_EQ(HandMadeShop().Query(rows.count_sql).Text(0, 0), "2");
  EXPECT_EQ(HandMadeShop().Query(rows.sql).Text(0, 2), "Badr");
  EXPECT_EQ(HandMadeShop().Query(RowsSql(shop, {}, {}, "guest", 0, 10)->count_sql).Text(0, 1), "20.0000");
  EXPECT_EQ(HandMadeShop().Query(RowsSql(shop, {}, {}, "unknown", 0, 10)->count_sql).Text(0, 0), "1");
  EXPECT_FALSE(RowsSql(shop, {}, {}, "ghost", 0, 10).has_value());
}

TEST_F(Answer, IsTheSameFromMemory) {
  AnswerMemory memory(1 << 20);
  const auto answer = [&](const std::string& body, AnswerMemory* kept) {
    const auto request = ParsePageRequest(json::parse(body), HandMadeShop().shop()).value();
    return AnswerPage(HandMadeShop().shop(), request, {.run_sql = HandMadeShop().run_sql(), .memory = kept}).value();
  };
  for (const char* page : {"executive", "products", "stores"}) {
    for (const char* state :
         {"{}", R"({"filters": {"tier": ["Gold", "Silver"]}})", R"({"filters": {"tier": ["Silver", "Gold"]}})",
          R"({"filters": {"store": ["1"]}})", R"({"filters": {"store": ["1", "9"]}, "date": {"from": "2025-02-01"}})",
          R"({"date": {"keys": ["2025-01", "2025-03"]}})"}) {
      const std::string body = fmt::format(R"({{"page": "{}", "state": {}}})", page, state);
      const json expected = answer(body, nullptr);
      EXPECT_EQ(answer(body, &memory), expected) << body;
      EXPECT_EQ(answer(body, &memory), expected) << body;
    }
  }
  EXPECT_GT(memory.counts().hits, 50U);
}

}  // namespace
}  // namespace assay::semantic
