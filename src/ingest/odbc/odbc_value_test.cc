#include "ingest/odbc/odbc_value.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ingest/odbc/connection_string.h"
#include "ingest/odbc/select_text.h"
#include "ingest/odbc/wide_text.h"

namespace assay::ingest {
namespace {

using table::DataType;
using table::Int128;
using table::TypeKind;
using testing::HasSubstr;

table::Column EmptyColumn(const ColumnPlan& plan) { return table::MakeBatch({{plan.field}}).columns[0]; }

ColumnPlan Declared(SQLSMALLINT sql_type, SQLULEN size, SQLSMALLINT digits = 0) {
  return PlanDeclared({.name = "c", .sql_type = sql_type, .size = size, .digits = digits},
                      TraitsOf("Microsoft SQL Server"));
}

TEST(ParseDecimal, KeepsEveryDigitOrRefuses) {
  EXPECT_EQ(ParseDecimal("-12.30", 18, 4), Int128{-123000});
  EXPECT_EQ(ParseDecimal(".5", 18, 2), Int128{50});
  EXPECT_EQ(ParseDecimal("5.", 18, 2), Int128{500});
  EXPECT_EQ(ParseDecimal("1.2300", 5, 2), Int128{123});
  EXPECT_EQ(ParseDecimal("+000123", 3, 0), Int128{123});
  EXPECT_EQ(ParseDecimal("0.00", 1, 0), Int128{0});
  for (const char* text : {"1.234", "1e5", "NaN", "", ".", "-", "1,5", "123456", "1 2"})
    EXPECT_EQ(ParseDecimal(text, 5, 2), std::nullopt) << text;
  const auto large = ParseDecimal("99999999999999999999999999999999999999", 38, 0);
  ASSERT_TRUE(large);
  EXPECT_EQ(static_cast<std::uint64_t>(*large % 1'000'000'000'000'000'000), 999'999'999'999'999'999U);
}

TEST(DatesAndTimes, CoverTheWholeCalendarAndRefuseTheRest) {
  EXPECT_EQ(DaysOf({1970, 1, 1}), 0);
  EXPECT_EQ(DaysOf({2024, 2, 29}), 19782);
  EXPECT_EQ(DaysOf({2023, 2, 29}), std::nullopt);
  EXPECT_EQ(DaysOf({0, 0, 0}), std::nullopt);
  EXPECT_EQ(MicrosOf({1969, 12, 31, 23, 59, 59, 999'999'000}), -1);
  EXPECT_EQ(MicrosOf({2024, 1, 1, 24, 0, 0, 0}), std::nullopt);
  table::Column column = table::MakeBatch({{{"at", DataType::Of(TypeKind::kTimestamp)}}}).columns[0];
  column.Append(*MicrosOf({1, 1, 1, 0, 0, 0, 0}));
  column.Append(*MicrosOf({9999, 12, 31, 23, 59, 59, 999'999'900}));
  EXPECT_EQ(CursorText(column, 0), "0001-01-01 00:00:00.000000");
  EXPECT_EQ(CursorText(column, 1), "9999-12-31 23:59:59.999999");
}

TEST(AppendCell, NeverTakesACutValue) {
  const ColumnPlan text = Declared(SQL_VARCHAR, 2);
  ASSERT_EQ(text.width_bytes, 9U);
  table::Column column = EmptyColumn(text);
  EXPECT_TRUE(AppendCell(text, "12345678", 8, column));
  EXPECT_THAT(AppendCell(text, "12345678", 9, column).error().message, HasSubstr("at most 9 bytes"));
  EXPECT_FALSE(AppendCell(text, "12345678", SQL_NO_TOTAL, column));
  const ColumnPlan binary = Declared(SQL_VARBINARY, 4);
  table::Column bytes = EmptyColumn(binary);
  EXPECT_TRUE(AppendCell(binary, "1234", 4, bytes));
  EXPECT_FALSE(AppendCell(binary, "1234", 5, bytes));
  EXPECT_FALSE(AppendCell(binary, "1234", SQL_NO_TOTAL, bytes));
}

TEST(AppendCell, HidesValuesOfPersonalColumns) {
  ColumnPlan plan = Declared(SQL_DECIMAL, 5, 2);
  table::Column column = EmptyColumn(plan);
  EXPECT_THAT(AppendCell(plan, "12x", 3, column).error().message, HasSubstr("expected decimal(5,2), got '12x'"));
  plan.hidden = true;
  EXPECT_THAT(AppendCell(plan, "12x", 3, column).error().message, HasSubstr("got ***"));
}

TEST(PlanDeclared, ChoosesTheExactTypeOrString) {
  const auto type = [](SQLSMALLINT sql_type, SQLULEN size, SQLSMALLINT digits = 0) {
    return SqlName(Declared(sql_type, size, digits).field.type);
  };
  EXPECT_EQ(type(SQL_TINYINT, 3), "smallint");
  EXPECT_EQ(type(SQL_INTEGER, 10), "int");
  EXPECT_EQ(type(SQL_DECIMAL, 19, 4), "decimal(19,4)");
  EXPECT_EQ(type(SQL_NUMERIC, 1000, 4), "string");
  EXPECT_EQ(type(SQL_GUID, 36), "string");
  EXPECT_EQ(type(-155, 34, 7), "string");
  EXPECT_EQ(type(SQL_TYPE_TIMESTAMP, 27, 7), "timestamp");
  EXPECT_TRUE(Declared(SQL_TYPE_TIMESTAMP, 27, 7).cut_to_micros);
  EXPECT_TRUE(Declared(SQL_WVARCHAR, 0).unbound);
  EXPECT_FALSE(Declared(SQL_WVARCHAR, 4000).unbound);
  EXPECT_TRUE(PlanDeclared({.name = "c", .sql_type = SQL_VARCHAR, .size = 255}, TraitsOf("PostgreSQL")).unbound);
  EXPECT_EQ(
      SqlName(
          PlanDeclared({.name = "c", .sql_type = SQL_FLOAT, .type_name = "money"}, TraitsOf("PostgreSQL")).field.type),
      "string");
  EXPECT_EQ(
      SqlName(PlanDeclared({.name = "c", .sql_type = SQL_BIGINT, .is_unsigned = true}, TraitsOf("MariaDB")).field.type),
      "decimal(20,0)");
}

TEST(UnbindTail, LeavesOnlyColumnsBeforeTheFirstLongOneBound) {
  std::vector<ColumnPlan> plans{Declared(SQL_INTEGER, 10), Declared(SQL_LONGVARCHAR, 0), Declared(SQL_INTEGER, 10)};
  UnbindTail(plans);
  EXPECT_FALSE(plans[0].unbound);
  EXPECT_TRUE(plans[1].unbound);
  EXPECT_TRUE(plans[2].unbound);
}

TEST(AtLeast, WritesLiteralsForNumbersAndTimesAndParametersForTexts) {
  const auto condition = [](const ColumnPlan& plan, std::string_view last) {
    return AtLeast(plan, "\"c\"", last, false, "0x").value().sql;
  };
  EXPECT_EQ(condition(Declared(SQL_BIGINT, 19), "-5"), "\"c\" >= -5");
  EXPECT_EQ(condition(Declared(SQL_TYPE_DATE, 10), "2024-01-02"), "\"c\" >= {d '2024-01-02'}");
  EXPECT_EQ(condition(Declared(SQL_TYPE_TIMESTAMP, 23, 3), "2024-01-02 03:04:05.678000"),
            "\"c\" >= {ts '2024-01-02 03:04:05.678'}");
  EXPECT_EQ(condition(Declared(SQL_TYPE_TIMESTAMP, 19, 0), "2024-01-02 03:04:05.000000"),
            "\"c\" >= {ts '2024-01-02 03:04:05'}");
  EXPECT_EQ(condition(Declared(SQL_BINARY, 8), "00FF"), "\"c\" >= 0x00FF");
  EXPECT_EQ(AtLeast(Declared(SQL_VARCHAR, 9), "\"c\"", "a'b", false, "").value().parameters,
            std::vector<std::string>{"a'b"});
  EXPECT_FALSE(AtLeast(Declared(SQL_BIGINT, 19), "\"c\"", "1; DROP TABLE t", false, ""));
  EXPECT_FALSE(AtLeast(Declared(SQL_DOUBLE, 15), "\"c\"", "1", false, ""));
}

TEST(SelectText, QuotesNames) {
  EXPECT_EQ(QuotePath("dbo.my \"table\"", "\""), "\"dbo\".\"my \"\"table\"\"\"");
  EXPECT_EQ(QuoteName("a`b", "`"), "`a``b`");
  EXPECT_EQ(QuoteName("a", " "), "a");
}

TEST(ConnectionString, KeepsBracesAndUserOptions) {
  auto parsed = ConnectionString::Parse("Driver={SQLite3}; Database=/a b/x.db;NoCreat=0;Pwd={a;b}}c};");
  ASSERT_TRUE(parsed) << parsed.error().message;
  EXPECT_EQ(parsed->Get("driver"), "SQLite3");
  EXPECT_EQ(parsed->Get("PWD"), "a;b}c");
  AddDriverDefaults(*parsed);
  EXPECT_EQ(parsed->Get("NoCreat"), "0");
  EXPECT_EQ(parsed->Get("StepAPI"), "1");
  EXPECT_THAT(parsed->Text(), HasSubstr("Pwd={a;b}}c};"));
  for (const char* text : {"", ";;", "Driver", "Driver={x", "secret-value"}) {
    const auto failed = ConnectionString::Parse(text);
    ASSERT_FALSE(failed) << text;
    EXPECT_THAT(failed.error().message, testing::Not(HasSubstr("secret-value")));
  }
}

TEST(WideText, RoundTripsAndRepairsNothingSilently) {
  const std::string text = "a\u00e9\u0645\U0001F600";
  const auto wide = ToWide(text);
  EXPECT_EQ(wide.size(), 6U);
  EXPECT_EQ(FromWide(wide.data(), wide.size() - 1), text);
  EXPECT_TRUE(IsUtf8(text));
  for (const char* bad : {"\xC0\x80", "\xED\xA0\x80", "\xE9", "\xF5\x80\x80\x80", "\x80"}) EXPECT_FALSE(IsUtf8(bad));
}

}  // namespace
}  // namespace assay::ingest
