#include "pipeline/run_log.h"

#include <filesystem>

#include <gtest/gtest.h>
#include <unistd.h>

#include "base/uuid.h"
#include "engine/duckdb/duckdb_parquet_json.h"
#include "storage/memory_store.h"

namespace assay::pipeline {
namespace {

constexpr std::int64_t kStartMs = 1'750'000'000'000;
constexpr std::int64_t kNoProcess = 1 << 30;  // beyond any process id of Linux

class RunLogTest : public testing::Test {
 protected:
  RunRecord Begun(std::int64_t started_ms, std::int64_t process) {
    RunRecord record{.run_id = NewUuid(), .started_ms = started_ms, .process = process};
    EXPECT_TRUE(WriteRun(lake_, record));
    return record;
  }

  storage::MemoryStore store_{[] { return kStartMs; }};
  engine::duckdb::Database database_ = engine::duckdb::Database::Open({}).value();
  engine::duckdb::Connection connection_ = engine::duckdb::Connection::Open(database_).value();
  engine::duckdb::DuckdbParquetJson json_{connection_};
  lake::Lake lake_{.store = store_, .parquet_json = json_, .now_ms = [] { return kStartMs; }, .scratch_folder = ""};
};

TEST_F(RunLogTest, NoRunWasEverBegun) {
  EXPECT_FALSE(ReadLastRun(lake_).value().has_value());
  EXPECT_TRUE(ListRuns(lake_).value().empty());
}

TEST_F(RunLogTest, TellsARunAtWorkFromOneThatDied) {
  Begun(kStartMs, ::getpid());
  EXPECT_EQ(ReadLastRun(lake_).value()->status, RunStatus::kRunning);
  Begun(kStartMs + 1, kNoProcess);
  EXPECT_EQ(ReadLastRun(lake_).value()->status, RunStatus::kDied);
  // A later run holds the lock, so the earlier one cannot be at work.
  EXPECT_EQ(ListRuns(lake_).value()[0].status, RunStatus::kDied);
}

TEST_F(RunLogTest, KeepsHowARunEnded) {
  RunRecord record = Begun(kStartMs, ::getpid());
  record.ended_ms = kStartMs + 2500;
  record.status = RunStatus::kStopped;
  record.error = Error{ErrorKind::kGate, "Cannot publish: \xff 3 rows"};
  record.added_rows = 17;
  ASSERT_TRUE(WriteRun(lake_, record));
  const auto runs = ListRuns(lake_).value();
  ASSERT_EQ(runs.size(), 1U);
  EXPECT_EQ(runs[0].run_id, record.run_id);
  EXPECT_EQ(runs[0].status, RunStatus::kStopped);
  EXPECT_EQ(runs[0].Seconds(), 2.5);
  EXPECT_EQ(runs[0].added_rows, 17);
  EXPECT_FALSE(runs[0].release.has_value());
  ASSERT_TRUE(runs[0].error.has_value());
  EXPECT_EQ(runs[0].error->kind, ErrorKind::kGate);
  EXPECT_EQ(runs[0].error->message, "Cannot publish: \xef\xbf\xbd 3 rows");
}

TEST_F(RunLogTest, ForgetsOldRuns) {
  Begun(kStartMs, kNoProcess);
  Begun(kStartMs + 1, kNoProcess);
  ASSERT_TRUE(ForgetRuns(lake_, kStartMs + 1));
  const auto runs = ListRuns(lake_).value();
  ASSERT_EQ(runs.size(), 1U);
  EXPECT_EQ(runs[0].started_ms, kStartMs + 1);
}

TEST_F(RunLogTest, NamesARecordThatCannotBeRead) {
  ASSERT_TRUE(store_.Put("ops/runs/1750000000000-x.json", "{}"));
  const auto last = ReadLastRun(lake_);
  ASSERT_FALSE(last);
  EXPECT_EQ(last.error().kind, ErrorKind::kCorrupt);
  EXPECT_TRUE(last.error().message.starts_with("ops/runs/1750000000000-x.json: Cannot read the record of a run"));
}

}  // namespace
}  // namespace assay::pipeline
