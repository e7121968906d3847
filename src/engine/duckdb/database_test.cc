#include "engine/duckdb/database.h"

#include <gtest/gtest.h>

#include "table/int128.h"

namespace assay::engine::duckdb {
namespace {

Connection MustConnect(const Database& database, std::stop_token stop = {}) {
  return Connection::Open(database, std::move(stop)).value();
}

TEST(Connection, ShowsEveryTypeExactly) {
  const Database database = Database::Open({}).value();
  Connection connection = MustConnect(database);
  const Rows rows =
      connection
          .Query(
              "SELECT 12::DECIMAL(18,4) AS a, -0.05::DECIMAL(38,2) AS b, DATE '2024-02-29' AS c, "
              "TIMESTAMPTZ '2024-01-02 03:04:05.5+02' AS d, NULL AS e, 'it''s é😀 and longer than twelve' AS f, "
              "170141183460469231731687303715884105727::HUGEINT AS g, true AS h, [1,2] AS i, MAP {'k': {'x': 1}} AS j, "
              "0.1::DOUBLE AS k")
          .value();
  const std::vector<std::string> expected{"12.0000",
                                          "-0.05",
                                          "2024-02-29",
                                          "2024-01-02 01:04:05.500000+00",
                                          "",
                                          "it's é😀 and longer than twelve",
                                          "170141183460469231731687303715884105727",
                                          "true",
                                          "[1,2]",
                                          R"({"k":{"x":1}})",
                                          "0.1"};
  for (std::size_t i = 0; i < expected.size(); ++i) EXPECT_EQ(rows.Text(0, i), expected[i]) << i;
  EXPECT_EQ(rows.cells[0][4], std::nullopt);
}

TEST(Connection, AppendsBatchesOfEveryWidth) {
  const Database database = Database::Open({.threads = 2}).value();
  Connection connection = MustConnect(database);
  ASSERT_TRUE(connection.Execute(
      "CREATE TABLE t(a BIGINT, b DECIMAL(18,4), c VARCHAR, d DATE, e DECIMAL(38,2), f DECIMAL(4,1))"));
  using table::DataType;
  using table::TypeKind;
  table::RecordBatch batch = table::MakeBatch({{{"a", DataType::Of(TypeKind::kInt64)},
                                                {"b", DataType::Decimal(18, 4)},
                                                {"c", DataType::Of(TypeKind::kString)},
                                                {"d", DataType::Of(TypeKind::kDate)},
                                                {"e", DataType::Decimal(38, 2)},
                                                {"f", DataType::Decimal(4, 1)}}});
  for (int i = 0; i < 5000; ++i) {
    batch.columns[0].Append(std::int64_t{i});
    batch.columns[1].Append(static_cast<table::Int128>(-i));
    if (i % 2 == 0) {
      batch.columns[2].AppendNull();
    } else {
      batch.columns[2].AppendText("a text that is longer than inline " + std::to_string(i));
    }
    batch.columns[3].Append(std::int32_t{i});
    batch.columns[4].Append(static_cast<table::Int128>(i));
    batch.columns[5].Append(static_cast<table::Int128>(i % 1000));
  }
  batch.rows = 5000;
  ASSERT_TRUE(connection.Append("main", "t", batch));
  const Rows rows =
      connection.Query("SELECT count(*), sum(a), sum(b), count(c), min(c), max(d), sum(e), max(f) FROM t").value();
  const std::vector<std::string> expected{
      "5000",       "12497500",  "-1249.7500", "2500", "a text that is longer than inline 1",
      "1983-09-09", "124975.00", "99.9"};
  for (std::size_t i = 0; i < expected.size(); ++i) EXPECT_EQ(rows.Text(0, i), expected[i]) << i;
}

TEST(Connection, AllowsOneSelectOnly) {
  const Database database = Database::Open({}).value();
  Connection connection = MustConnect(database);
  EXPECT_TRUE(connection.RequireSingleSelect("WITH a AS (SELECT 1 AS x) SELECT x FROM a"));
  EXPECT_EQ(connection.RequireSingleSelect("SELECT 1; SELECT 2").error().kind, ErrorKind::kInvalidInput);
  EXPECT_EQ(connection.RequireSingleSelect("CREATE TABLE x(a INT)").error().kind, ErrorKind::kInvalidInput);
  EXPECT_EQ(connection.RequireSingleSelect("SELEC 1").error().kind, ErrorKind::kInvalidInput);
  EXPECT_EQ(connection.RequireSingleSelect("").error().kind, ErrorKind::kInvalidInput);
}

TEST(Connection, StopsOnRequest) {
  const Database database = Database::Open({}).value();
  std::stop_source source;
  Connection connection = MustConnect(database, source.get_token());
  source.request_stop();
  EXPECT_EQ(connection.Execute("SELECT 1").error().kind, ErrorKind::kCancelled);
}

TEST(Database, RefusesABadMemoryLimit) {
  EXPECT_EQ(Database::Open({.threads = 0, .memory_limit = "lots", .temp_directory = ""}).error().kind,
            ErrorKind::kInvalidInput);
}

}  // namespace
}  // namespace assay::engine::duckdb
