#include "semantic/compare.h"

#include <cstdlib>

#include <gtest/gtest.h>

#include "semantic/shop_fixture.h"
#include "semantic/sql.h"

namespace assay::semantic {
namespace {

void ExpectEqualCells(TestShop& shop, std::uint64_t seed, int states) {
  const auto report = ComparePageStates(shop.shop(), shop.run_sql(), seed, states);
  ASSERT_TRUE(report.has_value()) << report.error().message;
  EXPECT_EQ(report->states, states);
  EXPECT_GT(report->cells, states * 20);
  for (const std::string& difference : report->differences) ADD_FAILURE() << difference;
}

// More states for a longer look: ASSAY_PAGE_STATES=1000.
int StatesToDraw() {
  const char* asked = std::getenv("ASSAY_PAGE_STATES");
  return asked != nullptr ? std::atoi(asked) : 60;
}

TEST(Compare, CubeAndSqlGiveTheSameCells) {
  ShopSettings settings = TestSettings("2025-03-09");
  settings.calendar = {6, 7};
  TestShop shop(GeneratedTables(3000), settings);
  ExpectEqualCells(shop, 1, StatesToDraw());
}

TEST(Compare, SeesOneCentInOneLine) {
  TestShop shop(GeneratedTables(300), TestSettings("2025-03-09"));
  shop.Query("UPDATE gold.fact_sales SET total_sale_amount = total_sale_amount + 0.01 WHERE transaction_id = 150");
  const auto report = ComparePageStates(shop.shop(), shop.run_sql(), 1, 10);
  ASSERT_TRUE(report.has_value()) << report.error().message;
  EXPECT_FALSE(report->differences.empty());
}

TEST(Compare, AnEmptyShopHasNothingAndSaysSo) {
  TestShop shop(GeneratedTables(0), TestSettings("2025-03-09"));
  for (const char* page : {"executive", "products", "stores"}) {
    const auto answer = shop.Answer(fmt::format(R"({{"page": "{}"}})", page));
    ASSERT_TRUE(answer.is_object()) << answer;
    EXPECT_TRUE(answer["days"].is_null());
  }
}

}  // namespace
}  // namespace assay::semantic
