#include "ledger/accounting.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace assay::ledger {
namespace {

Accounting Balanced() {
  return {.bronze = {10, "100.0000"},
          .silver = {7, "90.0000"},
          .fact = {7, "90.0000"},
          .duplicates = {2, "12.5000"},
          .quarantined = {1, "-2.5000"}};
}

TEST(Accounting, HoldsWhenEveryRowAndCentIsFound) { EXPECT_TRUE(CheckBalance(Balanced())); }

TEST(Accounting, FailsOnAMissingRow) {
  Accounting accounting = Balanced();
  accounting.duplicates.rows = 1;
  const Status status = CheckBalance(accounting);
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().kind, ErrorKind::kGate);
  EXPECT_NE(status.error().message.find("a gap of 1 rows"), std::string::npos);
}

TEST(Accounting, FailsOnAMissingCent) {
  Accounting accounting = Balanced();
  accounting.silver.money = "89.9999";
  EXPECT_NE(CheckBalance(accounting).error().message.find("99.9999"), std::string::npos);
}

TEST(Accounting, FailsWhenSilverAndFactDiffer) {
  Accounting accounting = Balanced();
  accounting.fact.rows = 6;
  EXPECT_FALSE(CheckBalance(accounting));
}

TEST(Accounting, SpeaksInSentences) {
  Accounting accounting = Balanced();
  accounting.bronze.rows = 1234567;
  EXPECT_EQ(Sentences(accounting)[0], "1,234,567 bronze = 7 silver + 2 duplicates + 1 quarantined");
}

TEST(Accounting, SurvivesJson) {
  Accounting accounting = Balanced();
  accounting.possible_duplicates = 3;
  accounting.entities.push_back({.entity = "customers", .bronze = 33, .silver = 30, .versions = 2, .quarantined = 1});
  const Result<Accounting> read = AccountingFromJson(ToJson(accounting));
  ASSERT_TRUE(read);
  EXPECT_EQ(ToJson(*read), ToJson(accounting));
  EXPECT_EQ(AccountingFromJson(nlohmann::json::object()).error().kind, ErrorKind::kCorrupt);
}

TEST(Accounting, ClassesRowsAnew) {
  Accounting before;
  before.bronze = {.rows = 2, .money = "20.0000"};
  before.silver = {.rows = 1, .money = "10.0000"};
  before.quarantined = {.rows = 1, .money = "10.0000", .unreadable = 0};
  Accounting now;
  now.bronze = {.rows = 3, .money = "15.5000"};
  now.silver = {.rows = 3, .money = "15.5000"};
  const Accounting total = Balanced();
  const Result<Accounting> result = Reclassed(total, before, now);
  ASSERT_TRUE(result);
  EXPECT_EQ(result->bronze.rows, total.bronze.rows + 1);
  EXPECT_EQ(result->silver.rows, total.silver.rows + 2);
  EXPECT_EQ(result->quarantined.rows, total.quarantined.rows - 1);
  EXPECT_EQ(result->silver.money, AddMoney({total.silver.money, "5.5"}).value());
}

TEST(EntityAccount, BalancesAndSpeaks) {
  EntityAccount account{.entity = "customers", .bronze = 33, .silver = 30, .versions = 2, .quarantined = 1};
  EXPECT_TRUE(CheckBalance(account));
  EXPECT_EQ(Sentence(account), "customers: 33 bronze = 30 silver + 2 older versions or duplicates + 1 quarantined");
  account.silver = 29;
  EXPECT_EQ(CheckBalance(account).error().kind, ErrorKind::kGate);
}

TEST(AddMoney, IsExact) {
  EXPECT_EQ(AddMoney({"0.1", "0.2", "-0.3000"}).value(), "0.0000");
  EXPECT_EQ(AddMoney({"9999999999999999999999.9999", "0.0001"}).value(), "10000000000000000000000.0000");
  EXPECT_EQ(AddMoney({"-0.05"}).value(), "-0.0500");
  EXPECT_EQ(AddMoney({"1e3"}).error().kind, ErrorKind::kInternal);
}

}  // namespace
}  // namespace assay::ledger
