#include "pipeline/housekeeping.h"

#include <filesystem>

#include <gtest/gtest.h>

#include "base/uuid.h"
#include "engine/duckdb/duckdb_parquet_json.h"
#include "lake/publish.h"
#include "lake/table_log.h"
#include "storage/local_store.h"

namespace assay::pipeline {
namespace {

constexpr std::int64_t kDayMs = 24LL * 60 * 60 * 1000;

class HousekeepingTest : public testing::Test {
 protected:
  void SetUp() override { std::filesystem::create_directories(folder_ + "/scratch"); }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  lake::Release PublishOne() {
    const std::string path = "gold/t";
    const auto snapshot = lake::ReadSnapshot(lake_, path);
    lake::PublishTable table{.path = path};
    const std::string file = "part-" + NewUuid() + ".parquet";
    EXPECT_TRUE(store_.Put(path + "/" + file, "x"));
    table.change.adds = {{.path = file, .size_bytes = 1, .modified_ms = now_ms_}};
    if (snapshot) {
      table.change.read_version = snapshot->version;
      for (const auto& [name, add] : snapshot->files) table.change.removes.push_back(name);
    } else {
      table.change.metadata =
          lake::Metadata{.id = "", .schema = {{{"a", table::DataType::Of(table::TypeKind::kInt64)}}}};
    }
    lake::PublishPlan plan{.release_number = lake::NextReleaseNumber(lake_).value(), .tables = {table}};
    plan.release.as_of = "2025-01-01";
    plan.release.tables = {{.name = "gold.t", .path = path}};
    return lake::Publish(lake_, plan).value();
  }

  const std::string folder_ = testing::TempDir() + "assay-" + NewUuid();
  std::int64_t now_ms_ = 1'700'000'000'000;
  engine::duckdb::Database database_ = engine::duckdb::Database::Open({}).value();
  engine::duckdb::Connection connection_ = engine::duckdb::Connection::Open(database_).value();
  engine::duckdb::DuckdbParquetJson json_{connection_};
  storage::LocalStore store_{folder_ + "/lake"};
  lake::Lake lake_{.store = store_,
                   .parquet_json = json_,
                   .now_ms = [this] { return now_ms_; },
                   .scratch_folder = folder_ + "/scratch"};
};

TEST_F(HousekeepingTest, ForgetsOldReleasesAndKeepsTheNewest) {
  PublishOne();
  now_ms_ += 10 * kDayMs;
  PublishOne();
  now_ms_ += 25 * kDayMs;
  ASSERT_TRUE(KeepHouse(lake_, lake::NewestRelease(lake_).value()));
  const auto releases = lake::ListReleases(lake_).value();
  ASSERT_EQ(releases.size(), 1U);
  EXPECT_EQ(releases[0].number, 2);
  now_ms_ += 100 * kDayMs;
  ASSERT_TRUE(KeepHouse(lake_, lake::NewestRelease(lake_).value()));
  EXPECT_EQ(lake::NewestRelease(lake_).value().number, 2);
  EXPECT_EQ(
      lake::ReadSnapshot(lake_, "gold/t", lake::NewestRelease(lake_).value().tables[0].version).value().files.size(),
      1U);
}

TEST_F(HousekeepingTest, SparesWhatAReadableReleaseNames) {
  const lake::Release first = PublishOne();
  now_ms_ += kDayMs;
  const lake::Release second = PublishOne();
  ASSERT_TRUE(KeepHouse(lake_, second));
  const auto snapshot = lake::ReadSnapshot(lake_, "gold/t", first.tables[0].version).value();
  ASSERT_EQ(snapshot.files.size(), 1U);
  EXPECT_TRUE(store_.Head("gold/t/" + snapshot.files.begin()->first));
}

}  // namespace
}  // namespace assay::pipeline
