#include "semantic/state.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "semantic/period.h"
#include "semantic/shop_fixture.h"

namespace assay::semantic {
namespace {

using nlohmann::json;
using testing::HasSubstr;

Day D(const char* text) { return ParseDay(text).value(); }

std::string Span(const std::optional<DayRange>& range) {
  return range ? DayText(range->first) + ".." + DayText(range->last) : "none";
}

TEST(Calendar, NamesAndReadsPeriods) {
  const Calendar iso;
  EXPECT_EQ(PeriodKey(D("2024-12-30"), Grain::kWeek, iso), "2025-W01");
  EXPECT_EQ(PeriodKey(D("2021-01-03"), Grain::kWeek, iso), "2020-W53");
  EXPECT_EQ(Span(ParsePeriod("2020-W53", iso)), "2020-12-28..2021-01-03");
  EXPECT_EQ(Span(ParsePeriod("2021-W53", iso)), "none");
  EXPECT_EQ(Span(ParsePeriod("2024-02", iso)), "2024-02-01..2024-02-29");
  EXPECT_EQ(Span(ParsePeriod("2025-Q4", iso)), "2025-10-01..2025-12-31");
  EXPECT_EQ(Span(ParsePeriod("FY2025-Q1", {1, 7})), "2024-07-01..2024-09-30");
  EXPECT_EQ(PeriodKey(D("2024-07-01"), Grain::kFiscalYear, {1, 7}), "FY2025");
  for (const char* bad :
       {"", "2025-13", "2025-00", "2025-02-29", "0999", "2025-Q5", "FY25", "2025-W00", "-025", "2025-1"}) {
    EXPECT_EQ(Span(ParsePeriod(bad, iso)), "none") << bad;
  }
}

TEST(Calendar, EveryPeriodIsFoundByItsKey) {
  for (int starts = 1; starts <= 7; ++starts) {
    const Calendar calendar{starts, 1 + starts};
    for (Day day = D("2019-12-20"); day < D("2025-01-10"); ++day) {
      for (const Grain grain : {Grain::kWeek, Grain::kQuarter, Grain::kFiscalQuarter, Grain::kFiscalYear}) {
        const auto read = ParsePeriod(PeriodKey(day, grain, calendar), calendar);
        ASSERT_TRUE(read && *read == PeriodOf(day, grain, calendar)) << DayText(day) << PeriodKey(day, grain, calendar);
      }
    }
  }
}

TEST(Calendar, MonthsEndWhereTheyEnd) {
  EXPECT_EQ(DayText(AddMonths(D("2024-01-31"), 1)), "2024-02-29");
  EXPECT_EQ(DayText(AddMonths(D("2023-01-31"), 1)), "2023-02-28");
  EXPECT_EQ(DayText(AddMonths(D("2024-02-29"), -12)), "2023-02-28");
  EXPECT_EQ(DayText(AddMonths(D("2024-01-15"), -13)), "2022-12-15");
}

// Days from 2023-11-15 on, as of 2025-03-09.
class GeneratedTest : public testing::Test {
 protected:
  TestShop& Generated() { return shop_; }

  State WithDate(const std::string& date, Comparison comparison = Comparison::kPreviousPeriod) {
    State state = ParseState({{"date", json::parse(date)}}, shop_.shop()).value();
    state.comparison = comparison;
    return state;
  }

  std::string Against(const State& state) {
    const auto compared = Compare(state, shop_.shop());
    if (!compared) return "none";
    return Span(compared->period) + " with " + Span(compared->against) + (compared->is_partial ? " partial" : "");
  }

 private:
  TestShop shop_{GeneratedTables(1500), TestSettings("2025-03-09")};
};
using PeriodTest = GeneratedTest;
using StateTest = GeneratedTest;

TEST_F(PeriodTest, ComparesWholeMonthsByMonths) {
  EXPECT_EQ(Against(WithDate(R"({"keys":["2024-03"]})")), "2024-03-01..2024-03-31 with 2024-02-01..2024-02-29");
  EXPECT_EQ(Against(WithDate(R"({"from":"2024-07-01","to":"2024-09-30"})")),
            "2024-07-01..2024-09-30 with 2024-04-01..2024-06-30");
  EXPECT_EQ(Against(WithDate(R"({"keys":["2025-02"]})", Comparison::kSamePeriodLastYear)),
            "2025-02-01..2025-02-28 with 2024-02-01..2024-02-29");
  EXPECT_EQ(Against(WithDate(R"({"keys":["2025-01","2025-02"]})")),
            "2025-01-01..2025-02-28 with 2024-11-01..2024-12-31");
}

TEST_F(PeriodTest, ComparesOtherSpansByDays) {
  EXPECT_EQ(Against(WithDate(R"({"from":"2024-03-02","to":"2024-03-11"})")),
            "2024-03-02..2024-03-11 with 2024-02-21..2024-03-01");
  EXPECT_EQ(Against(WithDate(R"({"relative":"last_7_days"})", Comparison::kSamePeriodLastYear)),
            "2025-03-03..2025-03-09 with 2024-03-03..2024-03-09");
}

TEST_F(PeriodTest, MarksWhatTheDataCut) {
  EXPECT_EQ(Against(WithDate(R"({"relative":"this_month"})")),
            "2025-03-01..2025-03-09 with 2025-02-01..2025-02-09 partial");
  EXPECT_EQ(Against(WithDate(R"({"relative":"this_year"})")),
            "2025-01-01..2025-03-09 with 2024-01-01..2024-03-09 partial");
}

TEST_F(PeriodTest, NeedsThePeriodWhollyInTheData) {
  EXPECT_EQ(Against(WithDate(R"({"keys":["2023-12"]})")), "none");
  EXPECT_EQ(Against(WithDate(R"({"keys":["2024-06"]})", Comparison::kSamePeriodLastYear)), "none");
  EXPECT_EQ(Against(WithDate(R"({"keys":["2024-06"]})", Comparison::kNone)), "none");
  EXPECT_EQ(Against(WithDate(R"({"keys":["2024-06","2024-09"]})")), "none");
  EXPECT_EQ(Against(WithDate(R"({"from":"2026-01-01","to":"2026-02-01"})")), "none");
}

TEST_F(PeriodTest, WithoutADateTheLastFullMonthIsCompared) {
  const auto compared = Compare({}, Generated().shop());
  ASSERT_TRUE(compared.has_value());
  EXPECT_TRUE(compared->is_last_month);
  EXPECT_EQ(Against({}), "2025-02-01..2025-02-28 with 2025-01-01..2025-01-31");
}

TEST_F(StateTest, ReadsABodyAndAnAddressAlike) {
  const Shop& shop = Generated().shop();
  const PageRequest body =
      ParsePageRequest(json::parse(R"({"page":"stores","state":{"filters":{"store":["3","4"],"tier":["Gold"]},
        "date":{"keys":["2025-01","2025-02"]},"compare":"none"},"options":{"stores_table":{"sort":"-customers","offset":50}}})"),
                       shop)
          .value();
  const PageRequest address = ParseParameters("stores",
                                              {{"store", "3"},
                                               {"store", "4"},
                                               {"tier", "Gold"},
                                               {"date", "2025-01"},
                                               {"date", "2025-02"},
                                               {"compare", "none"},
                                               {"lang", "ar"},
                                               {"stores_table.sort", "-customers"},
                                               {"stores_table.page", "2"},
                                               {"customers_table.search", "x"}},
                                              shop)
                                  .value();
  EXPECT_EQ(body.state.filters, address.state.filters);
  EXPECT_EQ(body.state.date.keys, address.state.date.keys);
  EXPECT_EQ(address.state.comparison, Comparison::kNone);
  EXPECT_EQ(address.options.at("stores_table").offset, body.options.at("stores_table").offset);
  EXPECT_FALSE(address.options.contains("customers_table"));
}

TEST_F(StateTest, RefusesWhatItDoesNotKnow) {
  const auto refusal = [this](const std::string& body) {
    const auto read = ParsePageRequest(json::parse(body), Generated().shop());
    return read ? "accepted" : read.error().message;
  };
  EXPECT_THAT(refusal(R"({"page":"store"})"), HasSubstr("did you mean 'stores'?"));
  EXPECT_THAT(refusal(R"({"page":"stores","sate":{}})"), HasSubstr("did you mean 'state'?"));
  EXPECT_THAT(refusal(R"({"page":"stores","state":{"filters":{"teir":["Gold"]}}})"), HasSubstr("did you mean 'tier'?"));
  EXPECT_THAT(refusal(R"({"page":"stores","state":{"filters":{"tier":[1]}}})"), HasSubstr("expected text, got number"));
  EXPECT_THAT(refusal(R"({"page":"stores","state":{"date":{"from":"2025-02-30"}}})"), HasSubstr("got '2025-02-30'"));
  EXPECT_THAT(refusal(R"({"page":"stores","state":{"date":{"from":"2025-02-02","to":"2025-02-01"}}})"),
              HasSubstr("expected from before to"));
  EXPECT_THAT(refusal(R"({"page":"stores","state":{"date":{"relative":"last_30_day"}}})"),
              HasSubstr("did you mean 'last_30_days'?"));
  EXPECT_THAT(refusal(R"({"page":"stores","state":{"date":{"relative":"this_year","keys":["2025"]}}})"),
              HasSubstr("expected one of"));
  EXPECT_THAT(refusal(R"({"page":"stores","visuals":["stores"]})"), HasSubstr("visual of page stores"));
  EXPECT_THAT(refusal(R"({"page":"stores","options":{"stores_table":{"limit":5000}}})"), HasSubstr("from 1 to 1000"));
  EXPECT_THAT(refusal(R"([])"), HasSubstr("expected an object, got array"));
  json many = json::array();
  for (int i = 0; i < 1001; ++i) many.push_back(std::to_string(i));
  EXPECT_THAT(refusal(json{{"page", "stores"}, {"state", {{"filters", {{"product", many}}}}}}.dump()),
              HasSubstr("at most 1000 values"));
  const auto address = ParseParameters("stores", {{"form", "2025-01-01"}}, Generated().shop());
  EXPECT_THAT(address.error().message, HasSubstr("did you mean 'from'?"));
}

}  // namespace
}  // namespace assay::semantic
