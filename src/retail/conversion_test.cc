#include "retail/conversion.h"

#include "retail/retail_fixture.h"

namespace assay::retail {
namespace {

using table::DataType;
using table::TypeKind;
using testing::ElementsAre;

class ConversionTest : public RetailTest {
 protected:
  /// The SQL's value for `given`, an SQL expression of the type that `value` names.
  std::string Of(const std::string& sql, const std::string& given) {
    return Query(fmt::format("SELECT {} FROM (SELECT {} AS c)", sql, given)).front();
  }

  std::string Key(const std::string& given, const config::KeyMap& map, const std::string& space = "") {
    return Of(KeyText(kText, map, space), given);
  }

  const SourceValue kText{"c", DataType::Of(TypeKind::kString)};
  const SourceValue kInt{"c", DataType::Of(TypeKind::kInt32)};
  const SourceValue kLong{"c", DataType::Of(TypeKind::kInt64)};
  const SourceValue kDouble{"c", DataType::Of(TypeKind::kDouble)};
  const SourceValue kFloat{"c", DataType::Of(TypeKind::kFloat)};
  const SourceValue kDate{"c", DataType::Of(TypeKind::kDate)};
  const SourceValue kTimestamp{"c", DataType::Of(TypeKind::kTimestamp)};
};

TEST_F(ConversionTest, ReadsMoneyExactly) {
  EXPECT_EQ(Of(MoneyValue(kInt), "7::INTEGER"), "7.0000");
  EXPECT_EQ(Of(MoneyValue({"c", DataType::Decimal(10, 2)}), "9.95::DECIMAL(10,2)"), "9.9500");
  EXPECT_EQ(Of(MoneyValue({"c", DataType::Decimal(18, 6)}), "9.123400::DECIMAL(18,6)"), "9.1234");
  EXPECT_EQ(Of(MoneyValue({"c", DataType::Decimal(18, 6)}), "9.123456::DECIMAL(18,6)"), "-");
  EXPECT_EQ(Of(MoneyValue(kText), "' 12.50 '"), "12.5000");
  EXPECT_EQ(Of(MoneyValue(kText), "'1,250.00'"), "-");
  EXPECT_EQ(Of(MoneyValue(kText, true), "' -2,90 '"), "-2.9000");
  EXPECT_EQ(Of(MoneyValue(kText, true), "'1.234.567,5'"), "1234567.5000");
  EXPECT_EQ(Of(MoneyValue(kText, true), "'17'"), "17.0000");
  EXPECT_EQ(Of(MoneyValue(kText, true), "'2.90'"), "-");
  EXPECT_EQ(Of(MoneyValue(kText, true), "'1,234.50'"), "-");
  EXPECT_EQ(Of(MoneyValue(kInt, true), "7::INTEGER"), "7.0000");
  EXPECT_EQ(Of(QuantityValue(kText, true), "'0,125'"), "0.125");
  EXPECT_EQ(Of(MoneyValue(kLong), "9000000000000000000"), "-");
}

TEST_F(ConversionTest, TakesABinaryFractionForTheDecimalItStandsFor) {
  EXPECT_EQ(Of(MoneyValue(kDouble), "3 * 6.1::DOUBLE"), "18.3000");
  EXPECT_EQ(Of(MoneyValue(kDouble), "-1e6::DOUBLE"), "-1000000.0000");
  EXPECT_EQ(Of(MoneyValue(kDouble), "0.00004::DOUBLE"), "-");
  EXPECT_EQ(Of(MoneyValue(kDouble), "'inf'::DOUBLE"), "-");
  EXPECT_EQ(Of(MoneyValue(kDouble), "'nan'::DOUBLE"), "-");
  EXPECT_EQ(Of(MoneyValue(kDouble), "1e30::DOUBLE"), "-");
  EXPECT_EQ(Of(MoneyValue(kFloat), "9.99::FLOAT"), "9.9900");
  EXPECT_EQ(Of(MoneyValue(kFloat), "3::FLOAT * 6.1::FLOAT"), "18.3000");
}

TEST_F(ConversionTest, ReadsQuantitiesExactly) {
  EXPECT_EQ(Of(QuantityValue(kInt), "-2::INTEGER"), "-2.000");
  EXPECT_EQ(Of(QuantityValue(kText), "'1.250'"), "1.250");
  EXPECT_EQ(Of(QuantityValue(kText), "'1.2345'"), "-");
  EXPECT_EQ(Of(QuantityValue(kDouble), "0.1::DOUBLE + 0.2::DOUBLE"), "0.300");
}

TEST_F(ConversionTest, ReadsText) {
  EXPECT_EQ(Of(TextValue(kText), "' Tea '"), "Tea");
  EXPECT_EQ(Of(TextValue(kText), "'  '"), "-");
  EXPECT_EQ(Of(TextValue(kInt), "7::INTEGER"), "7");
}

TEST_F(ConversionTest, ReadsDatesAsTheShopWritesThem) {
  EXPECT_EQ(Of(DateValue(kText, {}), "'2025-04-01'"), "2025-04-01");
  EXPECT_EQ(Of(DateValue(kText, {}), "'2025-04-01 23:59:59'"), "2025-04-01");
  EXPECT_EQ(Of(DateValue(kText, {}), "'2025-04-01T23:59:59'"), "2025-04-01");
  EXPECT_EQ(Of(DateValue(kText, {}), "'01/04/2025'"), "-");
  EXPECT_EQ(Of(DateValue(kText, {.date_format = "dmy"}), "'01/04/2025'"), "2025-04-01");
  EXPECT_EQ(Of(DateValue(kText, {.date_format = "mdy"}), "'04/01/2025 8:26'"), "2025-04-01");
  EXPECT_EQ(Of(DateValue(kInt, {}), "20250401::INTEGER"), "2025-04-01");
  EXPECT_EQ(Of(DateValue(kDate, {.timezone = "Africa/Cairo", .day_starts_minutes = 360}), "DATE '2025-04-01'"),
            "2025-04-01");
}

TEST_F(ConversionTest, MovesInstantsToTheShopsZone) {
  const TimeRule cairo{.timezone = "Africa/Cairo"};  // UTC+2 until 2025-04-25, then UTC+3
  EXPECT_EQ(Of(DateValue(kText, {}), "'2025-04-01T10:00:00Z'"), "2025-04-01");
  EXPECT_EQ(Of(DateValue(kText, cairo), "'2025-04-01T22:30:00Z'"), "2025-04-02");
  EXPECT_EQ(Of(DateValue(kText, cairo), "'2025-04-02T00:30:00+03:00'"), "2025-04-01");
  EXPECT_EQ(Of(InstantValue(kText, cairo), "'2025-04-01T22:30:00Z'"), "2025-04-02 00:30:00+00");
  EXPECT_EQ(Of(InstantValue(kText, cairo), "'2025-04-01 22:30:00'"), "2025-04-01 22:30:00+00");
  EXPECT_EQ(Of(InstantValue(kText, {.date_format = "dmy"}), "'01/04/2025'"), "-");
  EXPECT_EQ(Of(DateValue(kText, {.date_format = "dmy"}), "'2025-04-01T10:00:00Z'"), "-");
}

TEST_F(ConversionTest, MovesTimesDeclaredUtc) {
  const TimeRule cairo{.utc = true, .timezone = "Africa/Cairo"};
  EXPECT_EQ(Of(DateValue(kText, cairo), "'2025-04-01 22:30:00'"), "2025-04-02");
  EXPECT_EQ(Of(DateValue(kText, cairo), "'2025-05-01 21:30:00'"), "2025-05-02");
  EXPECT_EQ(Of(DateValue(kText, cairo), "'2025-04-01'"), "2025-04-01");
  EXPECT_EQ(Of(DateValue(kText, cairo), "'2025-04-01T22:30:00Z'"), "2025-04-02");
  EXPECT_EQ(Of(DateValue(kTimestamp, cairo), "TIMESTAMPTZ '2025-04-01 22:30:00+00'"), "2025-04-02");
  EXPECT_EQ(Of(InstantValue(kTimestamp, cairo), "TIMESTAMPTZ '2025-04-01 22:30:00+00'"), "2025-04-02 00:30:00+00");
}

TEST_F(ConversionTest, BooksTheHoursBeforeTheDayStartsOnTheDayBefore) {
  const TimeRule six{.timezone = "Africa/Cairo", .day_starts_minutes = 360};
  EXPECT_EQ(Of(DateValue(kText, six), "'2025-04-02 05:59:59'"), "2025-04-01");
  EXPECT_EQ(Of(DateValue(kText, six), "'2025-04-02 06:00'"), "2025-04-02");
  EXPECT_EQ(Of(DateValue(kText, six), "'2025-04-02'"), "2025-04-02");
  EXPECT_EQ(Of(DateValue(kText, six), "'2025-04-02T03:30:00Z'"), "2025-04-01");
  EXPECT_EQ(Of(DateValue(kTimestamp, six), "TIMESTAMPTZ '2025-04-02 05:59:59+00'"), "2025-04-01");
}

TEST_F(ConversionTest, MapsKeysInAFixedOrder) {
  EXPECT_EQ(Key("'17850.0'", {}), "17850");
  EXPECT_EQ(Key("' 007 '", {}), "007");
  EXPECT_EQ(Key("' '", {}), "-");
  EXPECT_EQ(Key("' C-7'", {.strip_prefix = "C-"}), "C-7");
  EXPECT_EQ(Key("' C-7'", {.trim = true, .strip_prefix = "C-"}), "7");
  EXPECT_EQ(Key("'ع-٧'", {.strip_prefix = "ع-"}), "٧");
  EXPECT_EQ(Key("'C-007'", {.strip_prefix = "C-", .strip_zeros = true}), "7");
  EXPECT_EQ(Key("'000'", {.strip_zeros = true}), "0");
  EXPECT_EQ(Key("'C-007'", {.strip_prefix = "C-", .strip_zeros = true, .offset = 1000}), "1007");
  EXPECT_EQ(Key("'0AB'", {.strip_zeros = true, .ignore_case = true}), "ab");
  EXPECT_EQ(Key("'AB'", {.ignore_case = true, .add_prefix = "X-"}), "x-ab");
  EXPECT_EQ(Key("'7'", {.offset = -1, .add_prefix = "C-"}), "C-6");
  EXPECT_EQ(Key("'7'", {.add_prefix = "C-"}, "web"), "web:C-7");
  EXPECT_EQ(Key("NULL::VARCHAR", {.add_prefix = "C-"}, "web"), "-");
}

TEST_F(ConversionTest, KeepsAKeyThatTakesNoOffset) { EXPECT_EQ(Key("'walk-in'", {.offset = 1000}), "walk-in"); }

TEST_F(ConversionTest, GivesKeysTheirType) {
  EXPECT_EQ(Of(KeyValue(kInt, {.offset = 1000}, "", KeyType::kInteger), "7::INTEGER"), "1007");
  EXPECT_EQ(Of(KeyValue(kText, {}, "", KeyType::kInteger), "'17850.0'"), "17850");
  EXPECT_EQ(Of(KeyValue(kDouble, {}, "", KeyType::kInteger), "17850.0::DOUBLE"), "17850");
  EXPECT_EQ(Of(KeyValue(kInt, {}, "", KeyType::kText), "7::INTEGER"), "7");
  EXPECT_TRUE(IsIntegerByType(kInt, {.offset = 1}, ""));
  EXPECT_FALSE(IsIntegerByType(kInt, {}, "web"));
  EXPECT_FALSE(IsIntegerByType(kText, {}, ""));
}

TEST_F(ConversionTest, KnowsWhatCannotBeRead) {
  EXPECT_EQ(UnreadableWhen(kInt, MoneyValue(kInt), ColumnKind::kMoney), std::nullopt);
  EXPECT_EQ(UnreadableWhen(kText, TextValue(kText), ColumnKind::kText), std::nullopt);
  const auto unreadable = UnreadableWhen(kText, MoneyValue(kText), ColumnKind::kMoney);
  ASSERT_TRUE(unreadable);
  EXPECT_EQ(Of(*unreadable, "'abc'"), "true");
  EXPECT_EQ(Of(*unreadable, "' '"), "false");
  EXPECT_EQ(Of(*unreadable, "'5'"), "false");
  EXPECT_NE(Of(*unreadable, "NULL::VARCHAR"), "true");
}

}  // namespace
}  // namespace assay::retail
