#include "lake/publish.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <latch>
#include <thread>

#include "lake/commit.h"
#include "lake/log_cleanup.h"
#include "lake/log_names.h"
#include "lake/table_log.h"
#include "lake/table_property.h"
#include "lake/test_lake.h"

namespace assay::lake {
namespace {

using storage::Fault;
using test::MemoryLake;
using test::MonthlyMetadata;
using test::PutData;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr auto kSales = "silver/sales";
constexpr auto kFact = "gold/fact_sales";
constexpr auto kCustomers = "gold/dim_customer";
const std::vector<std::string> kTables{kSales, kFact, kCustomers};

/// A lake with two tables of one file each at version 1, and a plan that rewrites both and makes a third.
struct Shop : MemoryLake {
  Shop() {
    for (const std::string path : {kSales, kFact}) {
      EXPECT_TRUE(Commit(lake, path, {.metadata = MonthlyMetadata()}));
      EXPECT_TRUE(Commit(lake, path, {.adds = {PutData(store, path, "old.parquet")}}));
    }
  }

  PublishPlan Plan(std::int64_t number = 1) {
    PublishPlan plan{.release_number = number};
    for (const std::string path : {kSales, kFact}) {
      const TableChange change{.read_version = 1,
                               .adds = {PutData(store, path, "stage-1/new.parquet")},
                               .removes = {"old.parquet"},
                               .read_partitions = {{{"month", "2025-03"}}}};
      plan.tables.push_back({path, change});
    }
    plan.tables.push_back(
        {kCustomers, {.adds = {PutData(store, kCustomers, "stage-1/new.parquet")}, .metadata = MonthlyMetadata()}});
    plan.release = {.as_of = "2025-03-31",
                    .run_id = "run-1",
                    .tables = {{"gold.fact_sales", kFact}, {"gold.dim_customer", kCustomers}},
                    .facts = R"({"money":100.10})"};
    return plan;
  }

  /// The names of the live files of each table; a table that does not exist has none.
  std::map<std::string, std::vector<std::string>> LiveFiles() {
    std::map<std::string, std::vector<std::string>> live;
    for (const std::string& path : kTables) {
      std::vector<std::string>& files = live[path];
      const auto snapshot = ReadSnapshot(lake, path);
      if (!snapshot) continue;
      for (const auto& [name, file] : snapshot->files) files.push_back(name);
    }
    return live;
  }

  /// Every operation from number `at` on fails: what other processes see of one that was killed there.
  void KillAt(int at, Fault::When when = Fault::When::kBefore) {
    operations = 0;
    store.SetFaultHook([this, at, when](std::string_view, std::string_view) -> std::optional<Fault> {
      const int number = operations++;
      if (number < at) return std::nullopt;
      return Fault{{ErrorKind::kIo, "killed"}, number == at ? when : Fault::When::kBefore};
    });
  }

  int operations = 0;
};

TEST(Publish, ShowsEveryTableWithOneRelease) {
  Shop shop;
  EXPECT_EQ(NewestRelease(shop.lake).error().kind, ErrorKind::kNotFound);
  ASSERT_EQ(NextReleaseNumber(shop.lake).value(), 1);
  const Release release = Publish(shop.lake, shop.Plan()).value();
  EXPECT_EQ(release.number, 1);
  EXPECT_EQ(release.published_ms, test::kNowMs);
  EXPECT_EQ(release.facts, R"({"money":100.10})");
  EXPECT_THAT(release.tables,
              ElementsAre(ReleaseTable{"gold.fact_sales", kFact, 2}, ReleaseTable{"gold.dim_customer", kCustomers, 0}));
  EXPECT_EQ(NewestRelease(shop.lake).value(), release);
  EXPECT_EQ(ReadRelease(shop.lake, 1).value(), release);
  EXPECT_EQ(ReadRelease(shop.lake, 2).error().kind, ErrorKind::kNotFound);
  EXPECT_THAT(ListReleases(shop.lake).value(), ElementsAre(release));
  EXPECT_EQ(RollForward(shop.lake).value().kind, RollForwardOutcome::Kind::kNothingToDo);
  EXPECT_EQ(ReadSnapshot(shop.lake, kReleasesPath).value().files.size(), 1U);
}

TEST(Publish, NamesTheVersionsThatWereReallyCommitted) {
  Shop shop;
  const PublishPlan plan = shop.Plan();
  ASSERT_TRUE(Commit(shop.lake, kFact, {.adds = {PutData(shop.store, kFact, "other.parquet", "2024-12")}}));
  EXPECT_EQ(Publish(shop.lake, plan).value().tables[0].version, 3);
}

TEST(Publish, KilledAnywhereIsFinishedByRollForward) {
  Shop undisturbed;
  ASSERT_TRUE(Publish(undisturbed.lake, undisturbed.Plan()));
  const auto expected = undisturbed.LiveFiles();
  const Release expected_release = NewestRelease(undisturbed.lake).value();
  for (const auto when : {Fault::When::kBefore, Fault::When::kAfter}) {
    for (int at = 0;; ++at) {
      Shop shop;
      const PublishPlan plan = shop.Plan();
      const auto before = shop.LiveFiles();
      shop.KillAt(at, when);
      static_cast<void>(Publish(shop.lake, plan));
      const bool was_killed = shop.operations > at;
      shop.store.SetFaultHook({});
      // Whatever is visible before rolling forward names whole tables only.
      if (const auto early = NewestRelease(shop.lake)) {
        EXPECT_EQ(*early, expected_release);
        EXPECT_EQ(shop.LiveFiles(), expected);
      }
      const auto rolled = RollForward(shop.lake);
      ASSERT_TRUE(rolled) << at << ": " << rolled.error().message;
      const bool was_recorded = shop.store.Get(RecordKey(1)).has_value();
      EXPECT_EQ(shop.LiveFiles(), was_recorded ? expected : before) << at;
      if (was_recorded) {
        EXPECT_EQ(NewestRelease(shop.lake).value(), expected_release) << at;
        EXPECT_EQ(ReadSnapshot(shop.lake, kReleasesPath).value().files.size(), 1U) << at;
      }
      EXPECT_EQ(RollForward(shop.lake).value().kind, RollForwardOutcome::Kind::kNothingToDo) << at;
      if (!was_killed) break;
    }
  }
}

TEST(Publish, RollForwardKilledAnywhereIsFinishedByTheNextOne) {
  Shop undisturbed;
  ASSERT_TRUE(Publish(undisturbed.lake, undisturbed.Plan()));
  for (int at = 0;; ++at) {
    Shop shop;
    shop.KillAt(9);
    ASSERT_FALSE(Publish(shop.lake, shop.Plan()));
    shop.KillAt(at);
    static_cast<void>(RollForward(shop.lake));
    const bool was_killed = shop.operations > at;
    shop.store.SetFaultHook({});
    ASSERT_TRUE(RollForward(shop.lake));
    ASSERT_TRUE(shop.store.Get(RecordKey(1)));
    EXPECT_EQ(shop.LiveFiles(), undisturbed.LiveFiles()) << at;
    if (!was_killed) break;
  }
}

/// The fact table gets a commit that the plan cannot be put on top of.
void Disturb(Shop& shop) {
  ASSERT_TRUE(Commit(shop.lake, kFact, {.adds = {PutData(shop.store, kFact, "other.parquet", "2025-03")}}));
}

TEST(Publish, AConflictTakesEverythingBack) {
  Shop shop;
  const PublishPlan plan = shop.Plan();
  Disturb(shop);
  const auto before = shop.LiveFiles();
  const auto failed = Publish(shop.lake, plan);
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().kind, ErrorKind::kConflict);
  EXPECT_THAT(failed.error().message, HasSubstr("added other.parquet to a partition this change read"));
  EXPECT_EQ(shop.LiveFiles(), before);
  EXPECT_EQ(NewestRelease(shop.lake).error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(RollForward(shop.lake).value().kind, RollForwardOutcome::Kind::kNothingToDo);
}

TEST(Publish, AnAbortKilledAnywhereIsFinishedByRollForward) {
  for (int at = 0;; ++at) {
    Shop shop;
    const PublishPlan plan = shop.Plan();
    Disturb(shop);
    const auto before = shop.LiveFiles();
    shop.KillAt(at);
    static_cast<void>(Publish(shop.lake, plan));
    const bool was_killed = shop.operations > at;
    shop.store.SetFaultHook({});
    ASSERT_TRUE(RollForward(shop.lake)) << at;
    EXPECT_EQ(shop.LiveFiles(), before) << at;
    EXPECT_EQ(NewestRelease(shop.lake).error().kind, ErrorKind::kNotFound);
    EXPECT_EQ(RollForward(shop.lake).value().kind, RollForwardOutcome::Kind::kNothingToDo);
    if (!was_killed) break;
  }
}

TEST(Publish, AWriterLeftBehindCannotCommitAfterTheAbort) {
  Shop shop;
  const PublishPlan plan = shop.Plan();
  Disturb(shop);
  const auto before = shop.LiveFiles();
  ASSERT_FALSE(Publish(shop.lake, plan));
  TableChange late = plan.tables[0].change;
  late.txns = {{std::string(kPublishAppId), 1}};
  EXPECT_TRUE(Commit(shop.lake, kSales, late).value().was_committed_before);
  EXPECT_EQ(shop.LiveFiles(), before);
}

TEST(Publish, AMissingStagedFileAborts) {
  Shop shop;
  const PublishPlan plan = shop.Plan();
  ASSERT_TRUE(shop.store.Delete(std::string(kCustomers) + "/stage-1/new.parquet"));
  const auto before = shop.LiveFiles();
  EXPECT_EQ(Publish(shop.lake, plan).error().kind, ErrorKind::kConflict);
  EXPECT_EQ(shop.LiveFiles()[kSales], before.at(kSales));
}

TEST(Publish, TheNextOneGoesOnAfterAnAbort) {
  Shop shop;
  PublishPlan plan = shop.Plan();
  Disturb(shop);
  ASSERT_FALSE(Publish(shop.lake, plan));
  ASSERT_EQ(NextReleaseNumber(shop.lake).value(), 2);
  plan.release_number = 2;
  for (PublishTable& table : plan.tables) {
    if (const auto snapshot = ReadSnapshot(shop.lake, table.path)) table.change.read_version = snapshot->version;
  }
  const auto published = Publish(shop.lake, plan);
  ASSERT_TRUE(published) << published.error().message;
  EXPECT_EQ(published->number, 2);
  EXPECT_EQ(ReadRelease(shop.lake, 1).error().kind, ErrorKind::kNotFound);
  EXPECT_THAT(ListReleases(shop.lake).value(), ElementsAre(*published));
}

TEST(Publish, WaitsForAnUnfinishedOne) {
  Shop shop;
  shop.KillAt(12);
  ASSERT_FALSE(Publish(shop.lake, shop.Plan()));
  shop.store.SetFaultHook({});
  const auto next = Publish(shop.lake, shop.Plan(2));
  EXPECT_THAT(next.error().message, HasSubstr("release 1 is unfinished"));
  EXPECT_EQ(RollForward(shop.lake).value().kind, RollForwardOutcome::Kind::kReleased);
}

TEST(Publish, OneOfManyTakesANumberAndManyMayFinishIt) {
  Shop shop;
  const PublishPlan plan = shop.Plan();
  std::atomic<int> published = 0;
  std::latch start(8);
  {
    std::vector<std::jthread> runs;
    for (int run = 0; run < 8; ++run) {
      runs.emplace_back([&, run] {
        start.arrive_and_wait();
        if (run % 2 == 0) {
          if (Publish(shop.lake, plan)) ++published;
        } else {
          EXPECT_TRUE(RollForward(shop.lake));
        }
      });
    }
  }
  EXPECT_EQ(published, 1);
  Shop undisturbed;
  ASSERT_TRUE(Publish(undisturbed.lake, undisturbed.Plan()));
  EXPECT_EQ(shop.LiveFiles(), undisturbed.LiveFiles());
  EXPECT_EQ(ReadSnapshot(shop.lake, kReleasesPath).value().files.size(), 1U);
}

TEST(Publish, RefusesPlansThatMakeNoSense) {
  Shop shop;
  PublishPlan twice = shop.Plan();
  twice.tables.push_back(twice.tables.front());
  PublishPlan open_version = shop.Plan();
  open_version.release.tables.push_back({"gold.dim_date", "gold/dim_date", -1});
  for (const PublishPlan& plan : {twice, open_version, shop.Plan(2), shop.Plan(7)}) {
    EXPECT_EQ(Publish(shop.lake, plan).error().kind, ErrorKind::kInvalidInput);
  }
  EXPECT_EQ(NextReleaseNumber(shop.lake).value(), 1);
}

TEST(PublishRecord, KeepsThePlan) {
  Shop shop;
  PublishPlan plan = shop.Plan();
  plan.tables[0].change.adds[0].partition["month"] = std::nullopt;
  plan.tables[0].change.txns = {{"load", 5, 7}};
  plan.tables[0].change.parameters = {{"a", "b"}};
  plan.release.tables[0].version = 4;
  plan.release.published_ms = 5;
  EXPECT_EQ(ParseRecord(RecordText(plan, "id")).value(), plan);
  EXPECT_EQ(ParseRecord("{").error().kind, ErrorKind::kCorrupt);
  EXPECT_EQ(ParseRecord("{}").error().kind, ErrorKind::kCorrupt);
}

/// Publishes `count` releases of an append to the fact table, a day apart.
void PublishDaily(Shop& shop, int count) {
  for (int day = 1; day <= count; ++day) {
    PublishPlan plan{.release_number = day};
    plan.tables = {
        {kFact, {.read_version = day, .adds = {PutData(shop.store, kFact, fmt::format("day{}.parquet", day))}}}};
    plan.release = {.as_of = fmt::format("2025-03-{:02}", day), .run_id = "r", .tables = {{"gold.fact_sales", kFact}}};
    shop.clock.now_ms = test::kNowMs + day * kDayMs;
    ASSERT_TRUE(Publish(shop.lake, plan));
  }
}

TEST(Release, OldOnesExpireAndTheNewestStays) {
  Shop shop;
  PublishDaily(shop, 5);
  EXPECT_THAT(ExpireReleases(shop.lake, test::kNowMs + 3 * kDayMs).value(), ElementsAre(1, 2));
  const std::vector<Release> left = ListReleases(shop.lake).value();
  ASSERT_EQ(left.size(), 3U);
  EXPECT_THAT(VersionsNamed(left, kFact), ElementsAre(4, 5, 6));
  EXPECT_EQ(ReadRelease(shop.lake, 1).error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(ReadSnapshot(shop.lake, kReleasesPath).value().files.size(), 3U);
  EXPECT_THAT(ExpireReleases(shop.lake, test::kNowMs + 99 * kDayMs).value(), ElementsAre(3, 4));
  EXPECT_EQ(NewestRelease(shop.lake).value().number, 5);
  EXPECT_EQ(NextReleaseNumber(shop.lake).value(), 6);
}

TEST(Release, SurvivesLogCleanup) {
  Shop shop;
  PublishDaily(shop, 25);
  shop.clock.now_ms = test::kNowMs + 400 * kDayMs;
  EXPECT_GT(CleanLog(shop.lake, kReleasesPath, {}).value().size(), 15U);
  EXPECT_EQ(NewestRelease(shop.lake).value().number, 25);
  EXPECT_EQ(ReadRelease(shop.lake, 1).value().as_of, "2025-03-01");
  EXPECT_EQ(ListReleases(shop.lake).value().size(), 25U);
}

}  // namespace
}  // namespace assay::lake
