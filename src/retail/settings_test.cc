#include "retail/settings.h"

#include "retail/retail_fixture.h"

namespace assay::retail {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class SettingsTest : public RetailTest {
 protected:
  SettingsTest() { Table("sales", "line_id, date", "(1, '2025-04-01')"); }

  std::vector<std::string> Rows(const std::string& relation, const std::string& columns) {
    const auto selects = SettingsSelects(project_, tables_, true);
    if (!selects) return {selects.error().message};
    return Query(fmt::format("SELECT {} FROM ({})", columns, selects->at(relation)));
  }

  void ConfigureWith(const std::string& keys) { Configure(keys + "\nroles: {transactions: {from: shop.sales}}"); }
};

TEST_F(SettingsTest, HaveDefaults) {
  ConfigureWith("");
  EXPECT_THAT(Rows("settings",
                   "price_list, keep_adjustments, has_line_key, has_rates, as_of_date, last_complete_day, "
                   "history_month_ends, window_months, tier_measure"),
              ElementsAre("false|false|true|false|-|-|13|-|monetary"));
  EXPECT_THAT(Rows("settings", "week_starts, fiscal_year_starts, derive_products, derive_stores, derive_customers"),
              ElementsAre("1|1|true|true|true"));
  EXPECT_THAT(Rows("tiers", "position, name, top_permille, min_amount"),
              ElementsAre("1|Gold|300|-", "2|Silver|500|-", "3|Bronze|-|-"));
  EXPECT_THAT(Rows("rates", "*"), IsEmpty());
  EXPECT_THAT(Rows("non_goods", "*"), IsEmpty());
}

TEST_F(SettingsTest, SayTheAsOfDate) {
  ConfigureWith("as_of: 2025-03-31");
  EXPECT_THAT(Rows("settings", "as_of_date, last_complete_day"), ElementsAre("2025-03-31|-"));
}

TEST_F(SettingsTest, CompleteTheDayBeforeTheLoadInTheShopsZone) {
  ConfigureWith("as_of: last_complete_day");  // loaded on the 10th at 12:00 UTC
  EXPECT_THAT(Rows("settings", "last_complete_day"), ElementsAre("2025-04-09"));
  ConfigureWith("as_of: last_complete_day\ntimezone: Pacific/Auckland");
  EXPECT_THAT(Rows("settings", "last_complete_day"), ElementsAre("2025-04-10"));
  ConfigureWith("as_of: last_complete_day\ntimezone: Pacific/Auckland\nday_starts: '06:00'");
  EXPECT_THAT(Rows("settings", "last_complete_day"), ElementsAre("2025-04-09"));
}

TEST_F(SettingsTest, ReadRatesNewestLoadFirst) {
  Table("more", "date, currency, rate",
        "('2025-01-01', 'USD', '50'), ('2025-01-01', 'KWD', '160.12345678'), ('2025-01-02', 'USD', 'n/a')");
  Table("more", "date, currency, rate", "('2025-01-01', 'USD', '50.5')");
  ConfigureWith("currency: EGP\nrates: {from: shop.more}");
  EXPECT_THAT(Rows("rates", "date, currency, rate"),
              ElementsAre("2025-01-01|KWD|160.12345678", "2025-01-01|USD|50.50000000"));
  EXPECT_THAT(Rows("settings", "currency, has_rates"), ElementsAre("EGP|true"));
}

TEST_F(SettingsTest, NameARatesColumnThatIsMissing) {
  Table("more", "date, currency, rates", "('2025-01-01', 'USD', '50')");
  ConfigureWith("currency: EGP\nrates: {from: shop.more}");
  EXPECT_THAT(Rows("rates", "*"), ElementsAre(HasSubstr("Cannot read rates from shop.more: no column 'rate'")));
}

TEST_F(SettingsTest, ListNonGoodsAsCanonicalText) {
  ConfigureWith("non_goods: [POST, ' DOT ', 85.0]");
  EXPECT_THAT(Rows("non_goods", "product_id"), ElementsAre("85", "DOT", "POST"));
}

}  // namespace
}  // namespace assay::retail
