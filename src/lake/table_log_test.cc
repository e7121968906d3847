#include "lake/table_log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "lake/action_json.h"
#include "lake/checkpoint.h"
#include "lake/commit.h"
#include "lake/log_cleanup.h"
#include "lake/log_names.h"
#include "lake/restore.h"
#include "lake/table_property.h"
#include "lake/test_lake.h"
#include "lake/vacuum.h"

namespace assay::lake {
namespace {

using test::kNowMs;
using test::MemoryLake;
using test::MonthlyMetadata;
using test::PutData;
using testing::ElementsAre;
using testing::HasSubstr;

const std::string kLogTable = "gold/fact";

/// A table whose version N added "N.parquet" and removed the file of version N-3, a day apart.
class TableLog : public testing::Test {
 protected:
  void Write(std::int64_t last) {
    for (std::int64_t version = 0; version <= last; ++version) {
      memory_.clock.now_ms = kNowMs + version * kDayMs;
      TableChange change{.read_version = version - 1};
      if (version == 0) change.metadata = MonthlyMetadata();
      change.adds = {PutData(memory_.store, kLogTable, Name(version))};
      if (version >= 3) change.removes = {Name(version - 3)};
      change.txns = {{"load", version}};
      const auto outcome = Commit(memory_.lake, kLogTable, change);
      ASSERT_TRUE(outcome) << outcome.error().message;
      ASSERT_FALSE(outcome->checkpoint_error);
    }
  }
  static std::string Name(std::int64_t version) { return fmt::format("{}.parquet", version); }
  Result<Snapshot> Read(std::optional<std::int64_t> version = std::nullopt) {
    return ReadSnapshot(memory_.lake, kLogTable, version);
  }
  void Delete(const std::string& key) { ASSERT_TRUE(memory_.store.Delete(key)); }
  static std::vector<std::string> Files(const Snapshot& snapshot) {
    std::vector<std::string> names;
    for (const auto& [name, file] : snapshot.files) names.push_back(name);
    return names;
  }

  MemoryLake memory_;
};

TEST(LogNames, AreReadBack) {
  EXPECT_EQ(CommitKey("t", 7), "t/_delta_log/00000000000000000007.json");
  EXPECT_EQ(ParseLogFile(CommitKey("t", 7)), (LogFile{LogFile::Kind::kCommit, 7}));
  EXPECT_EQ(ParseLogFile(CheckpointKey("t", 10)), (LogFile{LogFile::Kind::kCheckpoint, 10}));
  EXPECT_EQ(ParseLogFile("t/_delta_log/00000000000000000010.checkpoint.0000000002.0000000003.parquet"),
            (LogFile{LogFile::Kind::kCheckpoint, 10, 2, 3}));
  EXPECT_EQ(ParseLogFile("t/_delta_log/00000000000000000010.crc"), (LogFile{LogFile::Kind::kChecksum, 10}));
  for (const auto* name : {"_last_checkpoint", "7.json", "00000000000000000007.json.tmp", "0000000000000000000x.json",
                           "", "00000000000000000010.checkpoint.80a083e8-7026-4e79-81be-64bd76c43a11.parquet",
                           "00000000000000000010.checkpoint.parquet.parquet"}) {
    EXPECT_EQ(ParseLogFile(name), std::nullopt) << name;
  }
}

TEST_F(TableLog, ReadsEveryVersionWithAndWithoutCheckpoints) {
  Write(25);
  std::vector<Snapshot> with;
  for (std::int64_t version = 0; version <= 25; ++version) with.push_back(Read(version).value());
  EXPECT_EQ(with[25].checkpoint_version, 20);
  EXPECT_EQ(with[9].checkpoint_version, -1);
  EXPECT_EQ(Files(with[25]), (std::vector{Name(23), Name(24), Name(25)}));
  EXPECT_EQ(with[25].TxnVersion("load"), 25);
  Delete(CheckpointKey(kLogTable, 10));
  Delete(CheckpointKey(kLogTable, 20));
  for (std::int64_t version = 0; version <= 25; ++version) {
    const Snapshot without = Read(version).value();
    EXPECT_EQ(Files(without), Files(with[static_cast<std::size_t>(version)]));
    EXPECT_EQ(without.txns, with[static_cast<std::size_t>(version)].txns);
    EXPECT_EQ(without.metadata, with[static_cast<std::size_t>(version)].metadata);
  }
}

TEST_F(TableLog, AWrongHintOnlyCostsTime) {
  Write(25);
  const Snapshot expected = Read().value();
  for (const auto* hint : {"", "{", "[]", R"({"version":"x"})", R"({"version":-1})", R"({"version":24})",
                           R"({"version":10})", R"({"version":900})"}) {
    ASSERT_TRUE(memory_.store.Put(LastCheckpointKey(kLogTable), hint));
    const auto snapshot = Read();
    ASSERT_TRUE(snapshot) << hint << snapshot.error().message;
    EXPECT_EQ(Files(*snapshot), Files(expected)) << hint;
  }
  Delete(LastCheckpointKey(kLogTable));
  EXPECT_EQ(Read().value(), expected);
}

TEST_F(TableLog, AHalfWrittenCheckpointIsPassedOver) {
  Write(21);
  const std::string whole = memory_.store.Get(CheckpointKey(kLogTable, 20)).value();
  const auto expected = Files(Read().value());
  for (const std::size_t kept : {std::size_t{0}, std::size_t{3}, whole.size() / 2, whole.size() - 1}) {
    ASSERT_TRUE(memory_.store.Put(CheckpointKey(kLogTable, 20), whole.substr(0, kept)));
    const Snapshot snapshot = Read().value();
    EXPECT_EQ(Files(snapshot), expected);
    EXPECT_EQ(snapshot.checkpoint_version, 10);
  }
}

TEST_F(TableLog, AGapIsNamed) {
  Write(8);
  Delete(CommitKey(kLogTable, 5));
  for (const auto& snapshot : {Read(), Read(7)}) {
    EXPECT_EQ(snapshot.error().kind, ErrorKind::kCorrupt);
    EXPECT_THAT(snapshot.error().message, HasSubstr("version 5 is missing"));
  }
  EXPECT_TRUE(Read(4));
  ASSERT_TRUE(memory_.store.Put(CommitKey(kLogTable, 5), "{\"add\":"));
  EXPECT_THAT(Read().error().message, HasSubstr("version 5"));
  EXPECT_EQ(Read().error().kind, ErrorKind::kCorrupt);
}

TEST_F(TableLog, NamesWhatIsNotThere) {
  EXPECT_EQ(Read().error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(Read(0).error().kind, ErrorKind::kNotFound);
  Write(2);
  EXPECT_EQ(Read(3).error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(Read(-1).error().kind, ErrorKind::kNotFound);
  ASSERT_TRUE(memory_.store.Put("other/_delta_log/00000000000000000000.json", "{\"commitInfo\":{}}\n"));
  EXPECT_EQ(ReadSnapshot(memory_.lake, "other").error().kind, ErrorKind::kCorrupt);
}

TEST_F(TableLog, RefusesNewerReaders) {
  Write(1);
  ASSERT_TRUE(memory_.store.Put(CommitKey(kLogTable, 2),
                                ActionText(Protocol{.min_reader_version = 3, .reader_features = {"deletionVectors"}})));
  EXPECT_EQ(Read().error().kind, ErrorKind::kUnsupported);
  EXPECT_THAT(Read().error().message, HasSubstr("deletionVectors"));
  EXPECT_TRUE(Read(1));
}

TEST_F(TableLog, ReadsCheckpointsInParts) {
  Write(21);
  const Snapshot expected = Read().value();
  const auto rows = ParseActions(CheckpointText(Read(20).value(), 0)).value();
  for (int part = 1; part <= 2; ++part) {
    std::vector<Action> half;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (static_cast<int>(i % 2) == part - 1) half.push_back(rows[i]);
    }
    const std::string local = memory_.lake.scratch_folder + "/part";
    ASSERT_TRUE(memory_.parquet_json.Write(CommitText(half), CheckpointColumns(), local));
    ASSERT_TRUE(memory_.store.PutFile(
        fmt::format("{}/{}.checkpoint.{:010}.{:010}.parquet", LogFolder(kLogTable), TwentyDigits(20), part, 2), local));
  }
  Delete(CheckpointKey(kLogTable, 20));
  const Snapshot snapshot = Read().value();
  EXPECT_EQ(snapshot.checkpoint_version, 20);
  EXPECT_EQ(Files(snapshot), Files(expected));
}

TEST_F(TableLog, ACheckpointHoldsUnexpiredTombstonesOnly) {
  Write(20);
  const auto rows = ParseActions(memory_.parquet_json
                                     .Read([&] {
                                       const std::string local = memory_.lake.scratch_folder + "/copy";
                                       std::ofstream(local, std::ios::binary)
                                           << memory_.store.Get(CheckpointKey(kLogTable, 20)).value();
                                       return local;
                                     }())
                                     .value())
                        .value();
  std::vector<std::string> removed;
  int infos = 0;
  for (const Action& action : rows) {
    if (const auto* remove = std::get_if<RemoveFile>(&action)) removed.push_back(remove->path);
    if (std::holds_alternative<CommitInfo>(action)) ++infos;
  }
  EXPECT_THAT(removed,
              testing::UnorderedElementsAre(Name(11), Name(12), Name(13), Name(14), Name(15), Name(16), Name(17)));
  EXPECT_EQ(infos, 0);
  EXPECT_EQ(memory_.store.Get(LastCheckpointKey(kLogTable)).value(),
            fmt::format(R"({{"version":20,"size":13,"sizeInBytes":{},"numOfAddFiles":3}})",
                        memory_.store.Head(CheckpointKey(kLogTable, 20)).value().size_bytes));
}

TEST_F(TableLog, RestoreBringsOldFilesBack) {
  Write(12);
  const TableChange change = PlanRestore(memory_.lake, kLogTable, 4).value();
  ASSERT_TRUE(Commit(memory_.lake, kLogTable, change));
  EXPECT_EQ(Files(Read().value()), Files(Read(4).value()));
  Delete(kLogTable + "/" + Name(7));
  const auto vacuumed = PlanRestore(memory_.lake, kLogTable, 7);
  EXPECT_EQ(vacuumed.error().kind, ErrorKind::kNotFound);
  EXPECT_THAT(vacuumed.error().message, HasSubstr("7.parquet"));
}

TEST_F(TableLog, VacuumTakesOldUnnamedFilesOnly) {
  Write(20);
  ASSERT_TRUE(memory_.store.Put(kLogTable + "/stage-1/_SUCCESS", ""));
  ASSERT_TRUE(memory_.store.Put(kLogTable + "/stage-1/part.parquet", "orphan"));
  memory_.clock.now_ms = kNowMs + 22 * kDayMs;
  EXPECT_EQ(Vacuum(memory_.lake, kLogTable, {.retention_ms = kDayMs}).error().kind, ErrorKind::kInvalidInput);
  const VacuumOptions options{.mode = VacuumOptions::Mode::kDryRun, .protected_versions = {5}};
  const VacuumReport dry = Vacuum(memory_.lake, kLogTable, options).value();
  // Removed at days 3 to 14 are 0 to 11; version 5 needs 3, 4 and 5; 12 on were removed within 7 days.
  EXPECT_THAT(dry.files, testing::UnorderedElementsAre(Name(0), Name(1), Name(2), Name(6), Name(7), Name(8), Name(9),
                                                       Name(10), Name(11), Name(12)));
  EXPECT_TRUE(memory_.store.Head(kLogTable + "/" + Name(0)));
  EXPECT_EQ(Vacuum(memory_.lake, kLogTable, {.protected_versions = {5}}).value().files, dry.files);
  EXPECT_FALSE(memory_.store.Head(kLogTable + "/" + Name(0)));
  for (const std::string& name : Files(Read(5).value())) EXPECT_TRUE(memory_.store.Head(kLogTable + "/" + name));
  for (const std::string& name : Files(Read().value())) EXPECT_TRUE(memory_.store.Head(kLogTable + "/" + name));
  memory_.clock.now_ms = kNowMs + 90 * kDayMs;
  EXPECT_THAT(Vacuum(memory_.lake, kLogTable, {.mode = VacuumOptions::Mode::kDryRun}).value().files,
              testing::Contains("stage-1/part.parquet"));
}

TEST_F(TableLog, LogCleanupSparesTheNeeded) {
  Write(45);
  const auto newest = Files(Read().value());
  EXPECT_THAT(CleanLog(memory_.lake, kLogTable, {3}).value(), testing::IsEmpty());
  memory_.clock.now_ms = kNowMs + 55 * kDayMs;
  EXPECT_EQ(CleanLog(memory_.lake, kLogTable, {12}).value().size(), 10U);
  EXPECT_TRUE(Read(12));
  EXPECT_EQ(Read(9).error().kind, ErrorKind::kNotFound);
  EXPECT_THAT(Read(9).error().message, HasSubstr("the oldest one left is 10"));
  EXPECT_TRUE(memory_.store.Head(CommitKey(kLogTable, 10)));
  EXPECT_EQ(CleanLog(memory_.lake, kLogTable, {}).value().size(), 11U);
  EXPECT_EQ(Files(Read().value()), newest);
  EXPECT_EQ(Files(Read(20).value()), (std::vector{Name(18), Name(19), Name(20)}));
}

TEST_F(TableLog, LogCleanupKeepsALogWhoseCheckpointCannotBeRead) {
  Write(25);
  memory_.clock.now_ms = kNowMs + 500 * kDayMs;
  for (const std::int64_t version : {10, 20}) ASSERT_TRUE(memory_.store.Put(CheckpointKey(kLogTable, version), "half"));
  EXPECT_THAT(CleanLog(memory_.lake, kLogTable, {}).value(), testing::IsEmpty());
  EXPECT_TRUE(Read(0));
}

TEST_F(TableLog, LogCleanupKilledAnywhereLeavesAReadableTable) {
  for (int at = 0;; at += 3) {
    Write(23);
    memory_.clock.now_ms = kNowMs + 500 * kDayMs;
    int operations = 0;
    memory_.store.SetFaultHook([&](std::string_view, std::string_view) -> std::optional<storage::Fault> {
      return operations++ < at ? std::nullopt : std::optional(storage::Fault{{ErrorKind::kIo, "killed"}});
    });
    const bool was_killed = !CleanLog(memory_.lake, kLogTable, {});
    memory_.store.SetFaultHook({});
    EXPECT_EQ(Files(Read().value()), (std::vector{Name(21), Name(22), Name(23)})) << at;
    if (!was_killed) break;
    const auto objects = memory_.store.ListFrom("", "").value();
    for (const auto& object : objects) Delete(object.key);
  }
}

TEST_F(TableLog, RandomHistoriesAgreeWithAPlainModel) {
  std::mt19937 random(7);
  const auto below = [&](std::size_t end) { return std::uniform_int_distribution<std::size_t>(0, end - 1)(random); };
  for (int round = 0; round < 5; ++round) {
    const std::string table = fmt::format("random/{}", round);
    std::set<std::string> model;
    for (std::int64_t version = 0; version < 35; ++version) {
      TableChange change{.read_version = version - 1};
      if (version == 0) change.metadata = MonthlyMetadata();
      for (std::size_t i = below(4); i > 0; --i)
        change.adds.push_back(PutData(memory_.store, table, fmt::format("{} {}%.parquet", version, i)));
      for (const std::string& name : model) {
        if (below(3) == 0) change.removes.push_back(name);
      }
      ASSERT_TRUE(Commit(memory_.lake, table, change));
      for (const std::string& name : change.removes) model.erase(name);
      for (const AddFile& add : change.adds) model.insert(add.path);
      const Snapshot snapshot = ReadSnapshot(memory_.lake, table).value();
      EXPECT_EQ(Files(snapshot), std::vector(model.begin(), model.end()));
    }
  }
}

}  // namespace
}  // namespace assay::lake
