#include "lake/table_change.h"

#include <gtest/gtest.h>

#include "lake/table_property.h"

namespace assay::lake {
namespace {

const PartitionValues kMarch{{"month", "2025-03"}};
const PartitionValues kApril{{"month", "2025-04"}};

LogEntry Adds(std::int64_t version, const PartitionValues& partition) {
  return {version, {AddFile{.path = fmt::format("w{}.parquet", version), .partition = partition}}};
}
LogEntry Removes(std::int64_t version, const std::string& path, std::optional<PartitionValues> partition) {
  return {version, {RemoveFile{.path = path, .partition = std::move(partition)}}};
}
const TableChange kAppend{.read_version = 3, .adds = {{.path = "a.parquet", .partition = kMarch}}};
const TableChange kRewrite{.read_version = 3, .removes = {"old.parquet"}, .read_partitions = {kMarch}};

TEST(CheckConflict, BlindAppendPassesWhateverMovesFiles) {
  EXPECT_TRUE(CheckConflict(kAppend, std::vector{Adds(4, kMarch), Removes(5, "old.parquet", kMarch), Adds(6, kApril)}));
}

TEST(CheckConflict, NothingPassesNewMetadataOrProtocol) {
  for (const TableChange& ours : {kAppend, kRewrite}) {
    EXPECT_FALSE(CheckConflict(ours, std::vector{LogEntry{4, {Metadata{.id = "1"}}}}));
    EXPECT_FALSE(CheckConflict(ours, std::vector{LogEntry{4, {Protocol{}}}}));
  }
}

TEST(CheckConflict, RewriteFailsWhenItsPartitionChanged) {
  const Status status = CheckConflict(kRewrite, std::vector{Adds(4, kApril), Adds(5, kMarch)});
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().kind, ErrorKind::kConflict);
  EXPECT_EQ(
      status.error().message,
      "Cannot commit on top of version 5: it added w5.parquet to a partition this change read; plan the run again");
  EXPECT_FALSE(CheckConflict(kRewrite, std::vector{Removes(4, "other.parquet", kMarch)}));
  EXPECT_FALSE(CheckConflict(kRewrite, std::vector{Removes(4, "other.parquet", std::nullopt)}));
  EXPECT_FALSE(CheckConflict(kRewrite, std::vector{Removes(4, "old.parquet", kApril)}));
  EXPECT_TRUE(CheckConflict(kRewrite, std::vector{Adds(4, kApril), Removes(5, "other.parquet", kApril)}));
}

TEST(CheckConflict, WholeTableIsEveryPartition) {
  const TableChange whole{.read_version = 3, .read_partitions = {{}}};
  EXPECT_FALSE(CheckConflict(whole, std::vector{Adds(4, kApril)}));
  EXPECT_FALSE(CheckConflict(whole, std::vector{Adds(4, {})}));
}

TEST(CheckConflict, OneApplicationHasOneWriter) {
  TableChange ours = kAppend;
  ours.txns = {{"load", 7}};
  EXPECT_FALSE(CheckConflict(ours, std::vector{LogEntry{4, {Txn{"load", 6}}}}));
  EXPECT_TRUE(CheckConflict(ours, std::vector{LogEntry{4, {Txn{"other", 7}, CommitInfo{}}}}));
}

TEST(CheckChange, HoldsForeignRequiredColumns) {
  Snapshot base{.version = 1};
  base.metadata = {.id = "1", .schema = {{{"id", {}}}}, .required_columns = {"id"}};
  TableChange change{.adds = {{.path = "a.parquet"}}};
  EXPECT_EQ(CheckChange(change, &base).error().kind, ErrorKind::kUnsupported);
  change.adds[0].stats = R"({"numRecords":1,"nullCount":{"id":1}})";
  EXPECT_FALSE(CheckChange(change, &base));
  change.adds[0].stats = R"({"numRecords":1,"nullCount":{"id":0}})";
  EXPECT_TRUE(CheckChange(change, &base));
}

TEST(CheckChange, RefusesPathsOutsideTheTable) {
  Snapshot base{.version = 1};
  base.metadata = {.id = "1", .schema = {{{"id", {}}}}};
  for (const auto* path : {"", "/abs.parquet", "s3://bucket/a.parquet", "_delta_log/x.parquet"}) {
    EXPECT_EQ(CheckChange({.adds = {{.path = path}}}, &base).error().kind, ErrorKind::kInvalidInput) << path;
  }
}

TEST(TableProperty, ReadsIntervals) {
  EXPECT_EQ(ParseIntervalMs("interval 37 days").value(), 37 * kDayMs);
  EXPECT_EQ(ParseIntervalMs("interval 1 week").value(), 7 * kDayMs);
  EXPECT_EQ(ParseIntervalMs("168 hours").value(), 7 * kDayMs);
  EXPECT_EQ(ParseIntervalMs("interval 1 day 12 hours").value(), kDayMs * 3 / 2);
  for (const auto* text : {"", "interval", "7", "x days", "-1 days", "3 months", "1.5 days"}) {
    EXPECT_EQ(ParseIntervalMs(text).error().kind, ErrorKind::kInvalidInput) << text;
  }
  EXPECT_EQ(LogRetentionMs({}).value(), 30 * kDayMs);
  EXPECT_EQ(CheckpointIntervalOf({{"delta.checkpointInterval", "25"}}, 10), 25);
  EXPECT_EQ(CheckpointIntervalOf({{"delta.checkpointInterval", "0"}}, 10), 10);
}

}  // namespace
}  // namespace assay::lake
