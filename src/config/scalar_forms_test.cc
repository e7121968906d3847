#include "config/scalar_forms.h"

#include <gtest/gtest.h>

namespace assay::config {
namespace {

TEST(ScalarForms, ReadPercentagesExactly) {
  EXPECT_EQ(ParsePercentage("30%"), 300);
  EXPECT_EQ(ParsePercentage("0.5%"), 5);
  EXPECT_EQ(ParsePercentage("12.3 %"), 123);
  EXPECT_EQ(ParsePercentage("0%"), 0);
  EXPECT_EQ(ParsePercentage("100%"), 1000);
  for (const char* bad :
       {"", "%", "30", "100.1%", "-1%", "0.05%", ".5%", "5.%", "1e1%", "30%%", "99999999999999999999%"}) {
    EXPECT_EQ(ParsePercentage(bad), std::nullopt) << bad;
  }
}

TEST(ScalarForms, ReadTimesMonthsAndDays) {
  EXPECT_EQ(ParseTimeOfDay("04:00"), 240);
  EXPECT_EQ(ParseTimeOfDay("23:59"), 1439);
  for (const char* bad : {"4:00", "24:00", "12:60", "0400", "04.00", "+4:00", ""})
    EXPECT_EQ(ParseTimeOfDay(bad), std::nullopt) << bad;
  EXPECT_EQ(ParseMonth("July"), 7);
  EXPECT_EQ(ParseMonth("may"), 5);
  EXPECT_EQ(ParseMonth("12"), 12);
  for (const char* bad : {"13", "0", "ju", "julius", "-1"}) EXPECT_EQ(ParseMonth(bad), std::nullopt) << bad;
  EXPECT_EQ(ParseWeekday("Sun"), 7);
  EXPECT_EQ(ParseWeekday("monday"), 1);
  EXPECT_EQ(ParseWeekday("day"), std::nullopt);
  EXPECT_EQ(ParseMonths("12 months"), 12);
  EXPECT_EQ(ParseMonths("1 month"), 1);
  for (const char* bad : {"12", "0 months", "12 weeks", "months", "-1 months"})
    EXPECT_EQ(ParseMonths(bad), std::nullopt) << bad;
}

TEST(ScalarForms, ReadAmountsExactly) {
  EXPECT_EQ(ParseAmount("10000"), 100000000);
  EXPECT_EQ(ParseAmount("0.0001"), 1);
  EXPECT_EQ(ParseAmount("99999999999999.9999"), 999999999999999999);
  for (const char* bad : {"0", "-1", "1.00001", "1e3", "1,000", "100000000000000", ""})
    EXPECT_EQ(ParseAmount(bad), std::nullopt) << bad;
}

TEST(ScalarForms, KnowDatesSizesAndZones) {
  EXPECT_TRUE(IsDate("2024-02-29"));
  for (const char* bad : {"2023-02-29", "2024-13-01", "2024-1-1", "24-01-01", "2024/01/01", "2024-01-00"})
    EXPECT_FALSE(IsDate(bad)) << bad;
  for (const char* good : {"2GB", "512 MiB", "1.5GB"}) EXPECT_TRUE(IsSize(good)) << good;
  for (const char* bad : {"2", "GB", "0GB", "2gb", "2G", "-1GB"}) EXPECT_FALSE(IsSize(bad)) << bad;
  for (const char* good : {"Africa/Cairo", "UTC", "Etc/GMT+2"}) EXPECT_TRUE(IsTimeZone(good)) << good;
  for (const char* bad : {"", "Cairo time", "+02:00", "'; DROP"}) EXPECT_FALSE(IsTimeZone(bad)) << bad;
}

}  // namespace
}  // namespace assay::config
