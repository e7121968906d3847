#include "lake/commit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <latch>
#include <thread>

#include "lake/action_json.h"
#include "lake/log_names.h"
#include "lake/table_log.h"
#include "lake/test_lake.h"

namespace assay::lake {
namespace {

using test::LocalLake;
using test::MemoryLake;
using test::MonthlyMetadata;
using test::PutData;
using testing::HasSubstr;
using testing::Not;

constexpr auto kTable = "silver/sales";

template <typename Kind>
class CommitOnStore : public testing::Test {
 protected:
  std::int64_t Create() {
    return Commit(lake(), kTable, {.metadata = MonthlyMetadata(), .operation = "CREATE TABLE"}).value().version;
  }
  Lake& lake() { return kind_.lake; }
  AddFile Put(const std::string& name, const std::string& month = "2025-03") {
    return PutData(kind_.store, kTable, name, month);
  }

 private:
  Kind kind_;
};

using Kinds = testing::Types<LocalLake, MemoryLake>;
TYPED_TEST_SUITE(CommitOnStore, Kinds);

TYPED_TEST(CommitOnStore, CreatesAppendsAndReplaces) {
  EXPECT_EQ(this->Create(), 0);
  EXPECT_EQ(Commit(this->lake(), kTable, {.read_version = 0, .adds = {this->Put("a b.parquet")}}).value().version, 1);
  const TableChange replace{.read_version = 1,
                            .adds = {this->Put("c.parquet")},
                            .removes = {"a b.parquet"},
                            .read_partitions = {{{"month", "2025-03"}}}};
  EXPECT_EQ(Commit(this->lake(), kTable, replace).value().version, 2);
  const Snapshot newest = ReadSnapshot(this->lake(), kTable).value();
  EXPECT_EQ(newest.version, 2);
  ASSERT_EQ(newest.files.size(), 1U);
  EXPECT_EQ(newest.files.at("c.parquet").partition, (PartitionValues{{"month", "2025-03"}}));
  EXPECT_EQ(newest.tombstones.at("a b.parquet").size_bytes, 19);
  EXPECT_TRUE(ReadSnapshot(this->lake(), kTable, 1).value().files.contains("a b.parquet"));
}

TYPED_TEST(CommitOnStore, TwentyWritersLoseNoAppend) {
  this->Create();
  constexpr int kWriters = 20;
  constexpr int kAppends = 3;
  std::latch start(kWriters);
  {
    std::vector<std::jthread> writers;
    for (int writer = 0; writer < kWriters; ++writer) {
      writers.emplace_back([&, writer] {
        start.arrive_and_wait();
        for (int i = 0; i < kAppends; ++i) {
          const auto outcome =
              Commit(this->lake(), kTable, {.adds = {this->Put(fmt::format("w{}-{}.parquet", writer, i))}});
          ASSERT_TRUE(outcome) << outcome.error().message;
          EXPECT_FALSE(outcome->checkpoint_error) << outcome->checkpoint_error->message;
        }
      });
    }
  }
  const Snapshot newest = ReadSnapshot(this->lake(), kTable).value();
  EXPECT_EQ(newest.version, kWriters * kAppends);
  EXPECT_EQ(newest.files.size(), static_cast<std::size_t>(kWriters * kAppends));
  EXPECT_EQ(newest.checkpoint_version, 60);
}

TYPED_TEST(CommitOnStore, OneOfTwentyCreatesTheTable) {
  std::atomic<int> created = 0;
  std::atomic<int> conflicts = 0;
  {
    std::vector<std::jthread> writers;
    for (int writer = 0; writer < 20; ++writer) {
      writers.emplace_back([&] {
        const auto outcome = Commit(this->lake(), kTable, {.metadata = MonthlyMetadata()});
        if (outcome) ++created;
        if (!outcome && outcome.error().kind == ErrorKind::kConflict) ++conflicts;
      });
    }
  }
  EXPECT_EQ(created, 1);
  EXPECT_EQ(conflicts, 19);
}

TYPED_TEST(CommitOnStore, ATxnIsCommittedOnce) {
  this->Create();
  const TableChange load{.adds = {this->Put("a.parquet")}, .txns = {{"load", 7}}};
  EXPECT_EQ(Commit(this->lake(), kTable, load).value().version, 1);
  EXPECT_EQ(Commit(this->lake(), kTable, {.adds = {this->Put("b.parquet")}}).value().version, 2);
  const CommitOutcome again = Commit(this->lake(), kTable, load).value();
  EXPECT_TRUE(again.was_committed_before);
  EXPECT_EQ(again.version, 1);
  const TableChange older{.adds = {this->Put("c.parquet")}, .txns = {{"load", 6}}};
  EXPECT_EQ(Commit(this->lake(), kTable, older).error().kind, ErrorKind::kConflict);
  EXPECT_EQ(ReadSnapshot(this->lake(), kTable).value().version, 2);
}

TYPED_TEST(CommitOnStore, RefusesAFileThatIsNotThere) {
  this->Create();
  const AddFile ghost{.path = "ghost.parquet", .partition = {{"month", std::nullopt}}, .size_bytes = 1};
  EXPECT_EQ(Commit(this->lake(), kTable, {.adds = {ghost}}).error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(ReadSnapshot(this->lake(), kTable).value().version, 0);
}

TYPED_TEST(CommitOnStore, AppendsToNoTableAreRefused) {
  const auto outcome = Commit(this->lake(), kTable, {.adds = {this->Put("a.parquet")}});
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().kind, ErrorKind::kNotFound);
  EXPECT_THAT(outcome.error().message, HasSubstr(kTable));
}

class CommitTest : public testing::Test {
 protected:
  CommitTest() { EXPECT_TRUE(Commit(memory_.lake, kTable, {.metadata = MonthlyMetadata()})); }
  AddFile Put(const std::string& name, const std::string& month = "2025-03") {
    return PutData(memory_.store, kTable, name, month);
  }
  std::string CommitFile(std::int64_t version) { return memory_.store.Get(CommitKey(kTable, version)).value(); }
  Snapshot Newest() { return ReadSnapshot(memory_.lake, kTable).value(); }

  MemoryLake memory_;
};

TEST_F(CommitTest, RebasesPastOthersButNotPastAConflict) {
  ASSERT_TRUE(Commit(memory_.lake, kTable, {.adds = {Put("a.parquet", "2025-03"), Put("b.parquet", "2025-04")}}));
  const TableChange march{.read_version = 1,
                          .adds = {Put("a2.parquet", "2025-03")},
                          .removes = {"a.parquet"},
                          .read_partitions = {{{"month", "2025-03"}}}};
  ASSERT_TRUE(Commit(memory_.lake, kTable, {.adds = {Put("c.parquet", "2025-05")}}));
  EXPECT_EQ(Commit(memory_.lake, kTable, march).value().version, 3);
  const auto lost =
      Commit(memory_.lake, kTable, {.read_version = 1, .adds = {Put("a3.parquet")}, .removes = {"a.parquet"}});
  EXPECT_EQ(lost.error().message,
            "table silver/sales: Cannot commit on top of version 3: it already removed a.parquet; plan the run again");
}

TEST_F(CommitTest, KeepsTheTablesId) {
  const Metadata before = Newest().metadata;
  Metadata changed = MonthlyMetadata();
  changed.schema.fields.push_back({"amount", table::DataType::Decimal(18, 4)});
  changed.configuration["assay.resume"] = R"({"cursor":"2025"})";
  ASSERT_TRUE(Commit(memory_.lake, kTable, {.read_version = 0, .metadata = changed}));
  EXPECT_EQ(Newest().metadata.id, before.id);
  EXPECT_EQ(Newest().metadata.created_ms, before.created_ms);
  EXPECT_EQ(Newest().metadata.configuration.at("assay.resume"), R"({"cursor":"2025"})");
  EXPECT_EQ(Commit(memory_.lake, kTable, {.read_version = 0, .metadata = changed}).error().kind, ErrorKind::kConflict);
}

TEST_F(CommitTest, WritesTheFileOfTheProtocol) {
  AddFile add = Put("x=a b/%41.parquet");
  add.stats = R"({"numRecords":2,"minValues":{"id":1},"maxValues":{"id":2},"nullCount":{"id":0}})";
  ASSERT_TRUE(Commit(memory_.lake, kTable, {.adds = {add}, .txns = {{"load", 3}}, .parameters = {{"mode", "Append"}}}));
  std::string text = CommitFile(1);
  const std::size_t id = text.find("\"txnId\":\"") + 9;
  text.replace(id, 36, "ID");
  EXPECT_EQ(
      text,
      R"({"commitInfo":{"timestamp":1750000000000,"operation":"WRITE","operationParameters":{"mode":"Append"},"readVersion":0,"isBlindAppend":true,"engineInfo":"Assay","txnId":"ID"}})"
      "\n"
      R"({"txn":{"appId":"load","version":3,"lastUpdated":1750000000000}})"
      "\n"
      R"({"add":{"path":"x=a%20b/%2541.parquet","partitionValues":{"month":"2025-03"},"size":25,"modificationTime":1750000000000,"dataChange":true,"stats":"{\"numRecords\":2,\"minValues\":{\"id\":1},\"maxValues\":{\"id\":2},\"nullCount\":{\"id\":0}}"}})"
      "\n");
  ASSERT_TRUE(Commit(memory_.lake, kTable, {.read_version = 1, .removes = {add.path}}));
  EXPECT_THAT(
      CommitFile(2),
      HasSubstr(
          R"({"remove":{"path":"x=a%20b/%2541.parquet","deletionTimestamp":1750000000000,"dataChange":true,"extendedFileMetadata":true,"partitionValues":{"month":"2025-03"},"size":25}})"));
}

TEST_F(CommitTest, AnUnknownOutcomeIsLookedUp) {
  for (const auto when : {storage::Fault::When::kAfter, storage::Fault::When::kBefore}) {
    const std::int64_t before = Newest().version;
    const AddFile add = Put(fmt::format("f{}.parquet", before));
    int failures = 0;
    memory_.store.SetFaultHook([&](std::string_view operation, std::string_view) -> std::optional<storage::Fault> {
      if (operation != "PutIfAbsent" || failures++ > 0) return std::nullopt;
      return storage::Fault{{ErrorKind::kTimeout, "no answer"}, when};
    });
    EXPECT_EQ(Commit(memory_.lake, kTable, {.adds = {add}}).value().version, before + 1);
    memory_.store.SetFaultHook({});
    EXPECT_EQ(Newest().version, before + 1);
  }
}

TEST_F(CommitTest, AFaultAtAnyOperationLeavesOneCommitOrNone) {
  for (const auto when : {storage::Fault::When::kAfter, storage::Fault::When::kBefore}) {
    for (int at = 0;; ++at) {
      const std::int64_t before = Newest().version;
      const TableChange load{.adds = {Put(fmt::format("g{}.parquet", before))}, .txns = {{"load", before}}};
      int operation_number = 0;
      memory_.store.SetFaultHook([&](std::string_view, std::string_view) -> std::optional<storage::Fault> {
        if (operation_number++ != at) return std::nullopt;
        return storage::Fault{{ErrorKind::kIo, "broken"}, when};
      });
      static_cast<void>(Commit(memory_.lake, kTable, load));
      memory_.store.SetFaultHook({});
      ASSERT_TRUE(Commit(memory_.lake, kTable, load));
      EXPECT_EQ(Newest().version, before + 1);
      if (operation_number <= at) break;
    }
  }
}

TEST_F(CommitTest, AFailedCheckpointDoesNotFailTheCommit) {
  for (int i = 1; i < 10; ++i) ASSERT_TRUE(Commit(memory_.lake, kTable, {.adds = {Put(fmt::format("{}.parquet", i))}}));
  memory_.store.SetFaultHook([&](std::string_view operation, std::string_view) -> std::optional<storage::Fault> {
    if (operation != "PutFile") return std::nullopt;
    return storage::Fault{{ErrorKind::kIo, "disk full"}};
  });
  const CommitOutcome outcome = Commit(memory_.lake, kTable, {.adds = {Put("10.parquet")}}).value();
  EXPECT_EQ(outcome.version, 10);
  ASSERT_TRUE(outcome.checkpoint_error);
  EXPECT_EQ(outcome.checkpoint_error->message, "disk full");
  memory_.store.SetFaultHook({});
  EXPECT_EQ(Newest().files.size(), 10U);
}

TEST_F(CommitTest, RefusesWhatTheProtocolForbids) {
  Metadata metadata = MonthlyMetadata();
  metadata.configuration["delta.appendOnly"] = "true";
  ASSERT_TRUE(Commit(memory_.lake, kTable, {.read_version = 0, .adds = {Put("a.parquet")}, .metadata = metadata}));
  EXPECT_EQ(Commit(memory_.lake, kTable, {.read_version = 1, .removes = {"a.parquet"}}).error().kind,
            ErrorKind::kUnsupported);
  const std::string newer = ActionText(Protocol{.min_writer_version = 7, .writer_features = {"columnMapping"}}) + "\n";
  ASSERT_TRUE(memory_.store.Put(CommitKey(kTable, 2), newer));
  const auto refused = Commit(memory_.lake, kTable, {.adds = {Put("b.parquet")}});
  EXPECT_EQ(refused.error().kind, ErrorKind::kUnsupported);
  EXPECT_THAT(refused.error().message, HasSubstr("columnMapping"));
}

TEST_F(CommitTest, RefusesChangesThatMakeNoSense) {
  ASSERT_TRUE(Commit(memory_.lake, kTable, {.adds = {Put("a.parquet")}}));
  AddFile no_partition = Put("b.parquet");
  no_partition.partition.clear();
  AddFile empty_partition = Put("b.parquet", "");
  const std::vector<TableChange> changes{
      {.read_version = 1, .adds = {Put("a.parquet")}},
      {.read_version = 1, .adds = {Put("b.parquet"), Put("b.parquet")}},
      {.read_version = 1, .removes = {"no.parquet"}},
      {.read_version = 1, .adds = {no_partition}},
      {.read_version = 1, .adds = {empty_partition}},
      {.read_version = 9, .adds = {Put("b.parquet")}},
      {.removes = {"a.parquet"}},
      {.read_version = 1, .adds = {Put("b.parquet")}, .txns = {{"x", 1}, {"x", 2}}},
  };
  for (const TableChange& change : changes) {
    const auto outcome = Commit(memory_.lake, kTable, change);
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().kind, ErrorKind::kInvalidInput) << outcome.error().message;
  }
  EXPECT_EQ(Newest().version, 1);
}

}  // namespace
}  // namespace assay::lake
