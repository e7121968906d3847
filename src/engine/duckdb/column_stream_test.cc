#include "engine/duckdb/column_stream.h"

#include <numeric>

#include <gtest/gtest.h>

namespace assay::engine::duckdb {
namespace {

class ColumnStreamTest : public testing::Test {
 protected:
  Database database_ = Database::Open({.threads = 2}).value();
  Connection connection_ = Connection::Open(database_).value();
};

TEST_F(ColumnStreamTest, HandsOverEveryRowOfEveryType) {
  std::size_t rows = 0;
  std::int64_t longs = 0;
  std::int64_t unscaled = 0;
  std::int32_t last_day = 0;
  std::uint64_t members = 0;
  std::uint64_t flags = 0;
  const Status streamed = StreamColumns(
      connection_,
      "SELECT i, CAST(i AS DECIMAL(18,4)), DATE '1970-01-01' + CAST(i AS INTEGER), CAST(i AS UINTEGER), i % 2 = 0 FROM "
      "range(100000) AS r(i)",
      [&](const ColumnChunk& chunk) -> Status {
        rows += chunk.rows();
        for (const std::int64_t value : chunk.Column<std::int64_t>(0)) longs += value;
        for (const std::int64_t value : chunk.Column<std::int64_t>(1)) unscaled += value;
        for (const std::int32_t value : chunk.Column<std::int32_t>(2)) last_day = std::max(last_day, value);
        for (const std::uint32_t value : chunk.Column<std::uint32_t>(3)) members += value;
        for (const std::uint8_t value : chunk.Column<std::uint8_t>(4)) flags += value;
        return {};
      });
  ASSERT_TRUE(streamed) << streamed.error().message;
  EXPECT_EQ(rows, 100000U);
  EXPECT_EQ(longs, 4999950000);
  EXPECT_EQ(unscaled, 49999500000000);
  EXPECT_EQ(last_day, 99999);
  EXPECT_EQ(members, 4999950000U);
  EXPECT_EQ(flags, 50000U);
}

TEST_F(ColumnStreamTest, HandsOverShortAndLongText) {
  std::vector<std::string> texts;
  ASSERT_TRUE(StreamColumns(connection_,
                            "SELECT t FROM (VALUES ('a'), ('a text of more than twelve bytes'), ('')) AS v(t)",
                            [&](const ColumnChunk& chunk) -> Status {
                              for (std::size_t row = 0; row < chunk.rows(); ++row)
                                texts.emplace_back(chunk.Text(0, row));
                              return {};
                            }));
  EXPECT_EQ(texts, (std::vector<std::string>{"a", "a text of more than twelve bytes", ""}));
}

TEST_F(ColumnStreamTest, TakesNothingFromAnEmptyResult) {
  int taken = 0;
  const auto count = [&taken](const ColumnChunk& chunk) -> Status {
    taken += static_cast<int>(chunk.rows());
    return {};
  };
  EXPECT_TRUE(StreamColumns(connection_, "SELECT 1 AS a WHERE false", count));
  EXPECT_EQ(taken, 0);
}

TEST_F(ColumnStreamTest, RefusesNullsAndBinaryNumbers) {
  const auto nothing = [](const ColumnChunk&) -> Status { return {}; };
  const Status null = StreamColumns(connection_, "SELECT CAST(NULL AS BIGINT) AS a", nothing);
  ASSERT_FALSE(null);
  EXPECT_EQ(null.error().message, "Cannot stream column 1 of a result: it holds a null");
  const Status binary = StreamColumns(connection_, "SELECT 1.5::DOUBLE AS rate", nothing);
  ASSERT_FALSE(binary);
  EXPECT_EQ(binary.error().message, "Cannot stream column rate: its type is not one of those that are streamed");
}

TEST_F(ColumnStreamTest, StopsAtTheFirstErrorAndStaysUsable) {
  int calls = 0;
  const Status refused =
      StreamColumns(connection_, "SELECT i FROM range(100000) AS r(i)", [&](const ColumnChunk&) -> Status {
        ++calls;
        return InvalidInput("Cannot take it");
      });
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message, "Cannot take it");
  EXPECT_EQ(calls, 1);
  EXPECT_EQ(connection_.Scalar("SELECT 42").value(), "42");
}

TEST_F(ColumnStreamTest, ReportsTheErrorsOfTheStatement) {
  const auto nothing = [](const ColumnChunk&) -> Status { return {}; };
  const Status unknown = StreamColumns(connection_, "SELECT nobody FROM nowhere", nothing);
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().kind, ErrorKind::kInvalidInput);
  const Status late = StreamColumns(
      connection_, "SELECT CAST(CASE WHEN i = 90000 THEN 'x' ELSE '1' END AS BIGINT) FROM range(100000) AS r(i)",
      nothing);
  EXPECT_FALSE(late);
}

TEST_F(ColumnStreamTest, IsCancelled) {
  std::stop_source stop;
  Connection connection = Connection::Open(database_, stop.get_token()).value();
  const Status cancelled =
      StreamColumns(connection, "SELECT i FROM range(100000000) AS r(i)", [&](const ColumnChunk&) -> Status {
        stop.request_stop();
        return {};
      });
  ASSERT_FALSE(cancelled);
  EXPECT_EQ(cancelled.error().kind, ErrorKind::kCancelled);
}

}  // namespace
}  // namespace assay::engine::duckdb
