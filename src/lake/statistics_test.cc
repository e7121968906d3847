#include "lake/statistics.h"

#include <gtest/gtest.h>

namespace assay::lake {
namespace {

using table::DataType;
using table::TypeKind;

std::string Bounds(const DataType& type, const std::string& min, const std::string& max, bool has_nan = false) {
  const FileStatistics statistics{.num_records = 3, .columns = {{"c", {.min = min, .max = max, .has_nan = has_nan}}}};
  const std::string text = StatisticsText(statistics, {{{"c", type}}}, {});
  const std::size_t begin = text.find("\"minValues\":") + 12;
  return text.substr(begin, text.find(",\"nullCount\"") - begin);
}

std::string Pair(const std::string& min, const std::string& max) {
  return fmt::format(R"({{"c":{}}},"maxValues":{{"c":{}}})", min, max);
}
const std::string kNone = R"({},"maxValues":{})";

TEST(Statistics, HaveTheFormOfTheProtocol) {
  const table::Schema schema{{{"id", DataType::Of(TypeKind::kInt64)},
                              {"month", DataType::Of(TypeKind::kString)},
                              {"amount", DataType::Decimal(18, 2)},
                              {"empty", DataType::Of(TypeKind::kDate)}}};
  const FileStatistics statistics{.num_records = 2,
                                  .columns = {{"id", {"1", "20", 0}},
                                              {"month", {"a", "b", 0}},
                                              {"amount", {"-0.50", "99999999999999.90", 1}},
                                              {"empty", {.null_count = 2}},
                                              {"gone", {"1", "2", 0}}}};
  EXPECT_EQ(
      StatisticsText(statistics, schema, std::vector<std::string>{"month"}),
      R"({"numRecords":2,"minValues":{"id":1,"amount":-0.50},"maxValues":{"id":20,"amount":99999999999999.90},"nullCount":{"id":0,"amount":1,"empty":2}})");
  EXPECT_EQ(StatisticsText({}, schema, {}), R"({"numRecords":0,"minValues":{},"maxValues":{},"nullCount":{}})");
}

TEST(Statistics, CountThePersonalButShowNoValueOfIt) {
  table::Schema schema{{{"id", DataType::Of(TypeKind::kInt64)}, {"email", DataType::Of(TypeKind::kString)}}};
  table::MarkPersonal(schema, {"email"});
  const FileStatistics statistics{
      .num_records = 2, .columns = {{"id", {"1", "20", 0}}, {"email", {"a@shop.example", "z@shop.example", 1}}}};
  EXPECT_EQ(StatisticsText(statistics, schema, {}),
            R"({"numRecords":2,"minValues":{"id":1},"maxValues":{"id":20},"nullCount":{"id":0,"email":1}})");
}

TEST(Statistics, TakeDuckDbsTextForms) {
  EXPECT_EQ(Bounds(DataType::Of(TypeKind::kBoolean), "0", "1"), Pair("false", "true"));
  EXPECT_EQ(Bounds(DataType::Of(TypeKind::kDate), "2024-01-02", "2024-12-31"),
            Pair("\"2024-01-02\"", "\"2024-12-31\""));
  EXPECT_EQ(Bounds(DataType::Of(TypeKind::kTimestamp), "2024-01-02 03:04:05.123956+00", "2024-01-02 03:04:06+00"),
            Pair("\"2024-01-02T03:04:05.123Z\"", "\"2024-01-02T03:04:06.000Z\""));
  EXPECT_EQ(Bounds(DataType::Of(TypeKind::kTimestamp), "2024-01-02 03:04:05.1+00", "2024-01-02 03:04:05.1+00"),
            Pair("\"2024-01-02T03:04:05.100Z\"", "\"2024-01-02T03:04:05.100Z\""));
  EXPECT_EQ(Bounds(DataType::Of(TypeKind::kDouble), "-1.5e-07", "1e+20"), Pair("-1.5e-07", "1e+20"));
  EXPECT_EQ(Bounds(DataType::Of(TypeKind::kString), "a\"b", "é"), Pair(R"("a\"b")", "\"é\""));
}

TEST(Statistics, LeaveOutWhatIsInDoubt) {
  EXPECT_EQ(Bounds(DataType::Of(TypeKind::kDouble), "1.0", "2.0", true), kNone);
  EXPECT_EQ(Bounds(DataType::Of(TypeKind::kDouble), "-inf", "2.0"), kNone);
  EXPECT_EQ(Bounds(DataType::Of(TypeKind::kDouble), "1.0", "nan"), kNone);
  EXPECT_EQ(Bounds(DataType::Of(TypeKind::kBinary), "6162", "6163"), kNone);
  EXPECT_EQ(Bounds(DataType::Of(TypeKind::kInt64), "1.5", "2"), kNone);
  EXPECT_EQ(Bounds(DataType::Of(TypeKind::kTimestamp), "2024-01-02 03:04:05+02", "2024-01-02 03:04:05+02"), kNone);
  EXPECT_EQ(Bounds(DataType::Of(TypeKind::kDate), "12024-01-02", "12025-01-02"), kNone);
  EXPECT_EQ(Bounds(DataType::Of(TypeKind::kString), "a", "\xff\xfe"), kNone);
}

TEST(Statistics, CutTextKeepsTheBoundsTrue) {
  const std::string thirty_two(32, 'x');
  const DataType text = DataType::Of(TypeKind::kString);
  EXPECT_EQ(Bounds(text, thirty_two, thirty_two), Pair("\"" + thirty_two + "\"", "\"" + thirty_two + "\""));
  EXPECT_EQ(Bounds(text, thirty_two + "a", thirty_two + "a"),
            Pair("\"" + thirty_two + "\"", "\"" + thirty_two + "\x7f\""));
  EXPECT_EQ(Bounds(text, thirty_two + "a", thirty_two + "é"),
            Pair("\"" + thirty_two + "\"", "\"" + thirty_two + "\xf4\x8f\xbf\xbf\""));
  EXPECT_EQ(Bounds(text, "a", thirty_two + "\xf4\x8f\xbf\xbf"), kNone);
  std::string accents;
  for (int i = 0; i < 40; ++i) accents += "é";
  EXPECT_EQ(Bounds(text, accents, "z"), Pair("\"" + accents.substr(0, 64) + "\"", "\"z\""));
}

TEST(Statistics, StopAfterThirtyTwoColumns) {
  table::Schema schema;
  FileStatistics statistics{.num_records = 1};
  for (int i = 0; i < 40; ++i) {
    schema.fields.push_back({fmt::format("c{}", i), DataType::Of(TypeKind::kInt32)});
    statistics.columns[schema.fields.back().name] = {"1", "1", 0};
  }
  const std::string text = StatisticsText(statistics, schema, std::vector<std::string>{"c0"});
  EXPECT_TRUE(text.contains("\"c32\""));
  EXPECT_FALSE(text.contains("\"c33\""));
  EXPECT_FALSE(text.contains("\"c0\""));
}

TEST(Statistics, AreReadBack) {
  const std::string text = R"({"numRecords":5,"nullCount":{"a":2,"s":{"b":1}}})";
  EXPECT_EQ(RecordsIn(text), 5);
  EXPECT_EQ(NullsIn(text, "a"), 2);
  EXPECT_EQ(NullsIn(text, "s"), std::nullopt);
  EXPECT_EQ(RecordsIn(""), std::nullopt);
  EXPECT_EQ(NullsIn("{", "a"), std::nullopt);
}

}  // namespace
}  // namespace assay::lake
