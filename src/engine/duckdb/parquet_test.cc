#include <filesystem>

#include <gtest/gtest.h>

#include "base/uuid.h"
#include "engine/duckdb/duckdb_parquet_json.h"
#include "engine/duckdb/parquet_stage.h"

namespace assay::engine::duckdb {
namespace {

class ParquetTest : public testing::Test {
 protected:
  void SetUp() override { std::filesystem::create_directories(folder_); }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  const std::string folder_ = testing::TempDir() + "assay-" + NewUuid();
  const Database database_ = Database::Open({}).value();
  Connection connection_ = Connection::Open(database_).value();
};

TEST_F(ParquetTest, StagesAFileWithStatistics) {
  const auto files =
      StageParquet(connection_,
                   "SELECT i AS id, CAST(i AS DECIMAL(18,4)) AS \"a\"\"b\", NULL::VARCHAR AS n FROM range(3) t(i)",
                   folder_, std::nullopt)
          .value();
  ASSERT_EQ(files.size(), 1U);
  EXPECT_EQ(files[0].rows, 3);
  EXPECT_EQ(files[0].size_bytes, static_cast<std::int64_t>(std::filesystem::file_size(files[0].path)));
  EXPECT_EQ(files[0].columns.at("id").max, "2");
  EXPECT_EQ(files[0].columns.at("a\"b").min, "0.0000");
  EXPECT_EQ(files[0].columns.at("n").null_count, 3);
}

TEST_F(ParquetTest, StagesPartitionsAndNothingForNoRows) {
  const auto files = StageParquet(connection_, "SELECT i AS id, '2025-0' || (i % 2 + 1) AS month FROM range(10) t(i)",
                                  folder_, "month")
                         .value();
  ASSERT_EQ(files.size(), 2U);
  EXPECT_TRUE(files[0].partition.contains("month"));
  EXPECT_TRUE(StageParquet(connection_, "SELECT 1 AS id WHERE false", folder_, std::nullopt).value().empty());
}

TEST_F(ParquetTest, JsonRoundTripsMapsAndNulls) {
  DuckdbParquetJson json(connection_);
  const std::string path = folder_ + "/c.parquet";
  const std::string rows =
      R"({"txn":{"appId":"assay","version":7}})"
      "\n"
      R"({"add":{"partitionValues":{"m":"2025-01"},"path":"a b.parquet","size":12,"stats":"{\"numRecords\":1}"}})"
      "\n";
  ASSERT_TRUE(json.Write(rows,
                         "txn STRUCT(appId VARCHAR, version BIGINT, lastUpdated BIGINT), add STRUCT(path VARCHAR, "
                         "partitionValues MAP(VARCHAR, VARCHAR), size BIGINT, stats VARCHAR)",
                         path));
  EXPECT_EQ(json.Read(path).value(), rows);
  EXPECT_EQ(json.Read(folder_ + "/none.parquet").error().kind, ErrorKind::kIo);
}

}  // namespace
}  // namespace assay::engine::duckdb
