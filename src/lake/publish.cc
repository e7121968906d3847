#include "lake/publish.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include "base/uuid.h"
#include "lake/commit.h"
#include "lake/log_names.h"
#include "lake/protocol.h"
#include "lake/put_once.h"
#include "lake/release_json.h"
#include "lake/restore.h"
#include "lake/table_log.h"

namespace assay::lake {
namespace {

constexpr int kAttempts = 5;
const std::string kApp(kPublishAppId);
const std::string kAbortApp = "assay.abort";

bool Ends(ErrorKind kind) {
  return kind == ErrorKind::kConflict || kind == ErrorKind::kNotFound || kind == ErrorKind::kInvalidInput ||
         kind == ErrorKind::kUnsupported;
}

Result<std::optional<Snapshot>> ReadIfThere(const Lake& lake, std::string_view table_path) {
  auto snapshot = ReadSnapshot(lake, table_path);
  if (snapshot) return std::optional(std::move(*snapshot));
  if (snapshot.error().kind == ErrorKind::kNotFound) return std::optional<Snapshot>();
  return std::unexpected(std::move(snapshot).error());
}

/// Brings one publish, whose record is written, to its end.
class Finisher {
 public:
  Finisher(const Lake& lake, const PublishPlan& plan) : lake_(lake), plan_(plan) {}

  /// Decides the outcome unless it is decided, and carries it out.
  Result<PublishOutcome> Finish() {
    ASSIGN_OR_RETURN(std::optional<PublishOutcome> outcome, ReadOutcome(lake_, plan_.release_number));
    if (!outcome) {
      ASSIGN_OR_RETURN(const PublishOutcome proposed, CommitTables());
      ASSIGN_OR_RETURN(outcome, Decide(proposed));
    }
    if (outcome->release) {
      RETURN_IF_ERROR(MakeVisible(*outcome->release));
    } else {
      RETURN_IF_ERROR(TakeBack());
    }
    return *outcome;
  }

  /// Whether nothing is left to do.
  Result<bool> IsFinished() {
    ASSIGN_OR_RETURN(const std::optional<PublishOutcome> outcome, ReadOutcome(lake_, plan_.release_number));
    if (!outcome) return false;
    if (outcome->release) {
      ASSIGN_OR_RETURN(const auto releases, ReadIfThere(lake_, kReleasesPath));
      return releases && releases->TxnVersion(kApp) >= plan_.release_number;
    }
    for (const PublishTable& table : plan_.tables) {
      ASSIGN_OR_RETURN(const auto snapshot, ReadIfThere(lake_, table.path));
      if (snapshot && !IsTakenBack(*snapshot)) return false;
    }
    return true;
  }

 private:
  // Commits every table, and proposes the outcome that follows from it.
  Result<PublishOutcome> CommitTables() {
    std::map<std::string, std::int64_t> versions;
    for (const PublishTable& table : plan_.tables) {
      TableChange change = table.change;
      change.txns.push_back({kApp, plan_.release_number});
      auto committed = Commit(lake_, table.path, change);
      if (!committed && Ends(committed.error().kind)) return PublishOutcome{.abort_reason = committed.error().message};
      if (!committed) return std::unexpected(std::move(committed).error());
      versions[table.path] = committed->version;
    }
    Release release = plan_.release;
    for (ReleaseTable& table : release.tables) {
      if (const auto found = versions.find(table.path); found != versions.end()) table.version = found->second;
    }
    return PublishOutcome{.release = std::move(release)};
  }

  Result<PublishOutcome> Decide(const PublishOutcome& proposed) {
    ASSIGN_OR_RETURN(const PutOutcome put,
                     PutOnce(lake_.store, OutcomeKey(plan_.release_number), OutcomeText(proposed)));
    if (put == PutOutcome::kWon) return proposed;
    ASSIGN_OR_RETURN(const auto decided, ReadOutcome(lake_, plan_.release_number));
    if (!decided) return Io("Cannot read {}: it was there a moment ago; run again", OutcomeKey(plan_.release_number));
    return *decided;
  }

  Status MakeVisible(const Release& release) {
    for (int attempt = 1;; ++attempt) {
      ASSIGN_OR_RETURN(const auto releases, ReadIfThere(lake_, kReleasesPath));
      if (releases && releases->TxnVersion(kApp) >= release.number) return {};
      TableChange change{.txns = {{kApp, release.number}},
                         .operation = "RELEASE",
                         .parameters = {{"release", std::to_string(release.number)}}};
      if (!releases) change.metadata = Metadata{.name = "releases", .schema = ReleaseSchema()};
      if (!release.tables.empty()) {
        ASSIGN_OR_RETURN(AddFile rows, WriteRows(release));
        change.adds.push_back(std::move(rows));
      }
      const auto committed = Commit(lake_, kReleasesPath, change);
      if (committed) return {};
      if (committed.error().kind != ErrorKind::kConflict || attempt == kAttempts)
        return std::unexpected(committed.error());
    }
  }

  Result<AddFile> WriteRows(const Release& release) {
    const std::string name = fmt::format("release-{}-{}.parquet", TwentyDigits(release.number), NewUuid());
    const std::string local = fmt::format("{}/{}", lake_.scratch_folder, name);
    const std::string key = FileKey(kReleasesPath, name);
    Status written = lake_.parquet_json.Write(ReleaseRows(release), ReleaseColumns(), local);
    if (written) written = lake_.store.PutFile(key, local);
    std::error_code ignored;
    std::filesystem::remove(local, ignored);
    RETURN_IF_ERROR(written);
    ASSIGN_OR_RETURN(const storage::ObjectInfo info, lake_.store.Head(key));
    return AddFile{.path = name,
                   .size_bytes = info.size_bytes,
                   .modified_ms = info.modified_ms,
                   .stats = fmt::format(R"({{"numRecords":{}}})", release.tables.size())};
  }

  // A table that was not committed and that another program has put out of our reach needs nothing.
  bool IsTakenBack(const Snapshot& snapshot) const {
    if (snapshot.TxnVersion(kAbortApp) >= plan_.release_number) return true;
    return snapshot.TxnVersion(kApp) < plan_.release_number && !CheckWritable(snapshot.protocol, snapshot.metadata);
  }

  Status TakeBack() {
    for (const PublishTable& table : plan_.tables) RETURN_IF_ERROR(TakeBackTable(table.path));
    return {};
  }

  Status TakeBackTable(const std::string& path) {
    for (int attempt = 1;; ++attempt) {
      ASSIGN_OR_RETURN(const auto snapshot, ReadIfThere(lake_, path));
      if (!snapshot || IsTakenBack(*snapshot)) return {};
      ASSIGN_OR_RETURN(const TableChange change, TakeBackChange(path, *snapshot));
      const auto committed = Commit(lake_, path, change);
      if (committed) return {};
      // A finisher left behind may just have committed the table: look again.
      if (committed.error().kind != ErrorKind::kConflict || attempt == kAttempts)
        return std::unexpected(committed.error());
    }
  }

  Result<TableChange> TakeBackChange(const std::string& path, const Snapshot& current) {
    const Txn abort{kAbortApp, plan_.release_number};
    const Txn publish{kApp, plan_.release_number};
    if (current.TxnVersion(kApp) < plan_.release_number) {
      return TableChange{.txns = {publish, abort}, .operation = "ABORT PUBLISH"};
    }
    ASSIGN_OR_RETURN(const auto version, FindTxn(lake_, path, publish, current.version));
    if (!version)
      return Corrupt(
          "Cannot take back release {} of table {}: expected its commit in the log, which log cleanup removed",
          plan_.release_number, path);
    TableChange change = RestoreChange(current, Snapshot{.metadata = current.metadata});
    if (*version > 0) {
      ASSIGN_OR_RETURN(const Snapshot before, ReadSnapshot(lake_, path, *version - 1));
      change = RestoreChange(current, before);
    }
    change.txns = {abort};
    change.operation = "ABORT PUBLISH";
    return change;
  }

  const Lake& lake_;
  const PublishPlan& plan_;
};

Status CheckPlan(const PublishPlan& plan) {
  std::set<std::string> paths{std::string(kReleasesPath)};
  for (const PublishTable& table : plan.tables) {
    if (!paths.insert(table.path).second)
      return InvalidInput("Cannot publish table {}: expected one change of it, and none of ops/releases", table.path);
    for (const Txn& txn : table.change.txns) {
      if (txn.app_id == kApp || txn.app_id == kAbortApp)
        return InvalidInput("Cannot publish table {}: application {} is reserved", table.path, txn.app_id);
    }
  }
  for (const ReleaseTable& table : plan.release.tables) {
    const bool is_changed = std::ranges::find(plan.tables, table.path, &PublishTable::path) != plan.tables.end();
    if (table.version < 0 && !is_changed) {
      return InvalidInput("Cannot publish release {}: expected the version of table {}, which the plan does not change",
                          plan.release_number, table.name);
    }
  }
  return {};
}

Status CheckTurn(const Lake& lake, std::int64_t number) {
  ASSIGN_OR_RETURN(const std::vector<std::int64_t> records, ListRecords(lake));
  const std::int64_t newest = records.empty() ? 0 : records.back();
  if (number <= newest)
    return Conflict("Cannot publish release {}: another run published release {}; plan the run again", number, newest);
  if (number != newest + 1) return InvalidInput("Cannot publish release {}: expected number {}", number, newest + 1);
  if (newest == 0) return {};
  ASSIGN_OR_RETURN(const PublishPlan plan, ReadRecord(lake, newest));
  ASSIGN_OR_RETURN(const bool is_finished, Finisher(lake, plan).IsFinished());
  if (!is_finished)
    return Conflict("Cannot publish release {}: release {} is unfinished; run again, which finishes it first", number,
                    newest);
  return {};
}

}  // namespace

Result<std::int64_t> NextReleaseNumber(const Lake& lake) {
  ASSIGN_OR_RETURN(const std::vector<std::int64_t> records, ListRecords(lake));
  return records.empty() ? 1 : records.back() + 1;
}

Result<Release> Publish(const Lake& lake, const PublishPlan& plan) {
  RETURN_IF_ERROR(CheckPlan(plan));
  RETURN_IF_ERROR(CheckTurn(lake, plan.release_number));
  PublishPlan complete = plan;
  complete.release.number = plan.release_number;
  if (complete.release.published_ms == 0) complete.release.published_ms = lake.now_ms();
  ASSIGN_OR_RETURN(const PutOutcome put,
                   PutOnce(lake.store, RecordKey(plan.release_number), RecordText(complete, NewUuid())));
  if (put == PutOutcome::kLost) {
    return Conflict("Cannot publish release {}: another run took that number; plan the run again", plan.release_number);
  }
  ASSIGN_OR_RETURN(const PublishOutcome outcome, Finisher(lake, complete).Finish());
  if (!outcome.release)
    return Conflict("Cannot publish release {}: {}; every table was restored", plan.release_number,
                    outcome.abort_reason);
  return *outcome.release;
}

Result<std::optional<std::int64_t>> UnfinishedPublish(const Lake& lake) {
  ASSIGN_OR_RETURN(const std::vector<std::int64_t> records, ListRecords(lake));
  if (records.empty()) return std::optional<std::int64_t>();
  ASSIGN_OR_RETURN(const PublishPlan plan, ReadRecord(lake, records.back()));
  ASSIGN_OR_RETURN(const bool is_finished, Finisher(lake, plan).IsFinished());
  return is_finished ? std::optional<std::int64_t>() : std::optional(records.back());
}

Result<RollForwardOutcome> RollForward(const Lake& lake) {
  using Kind = RollForwardOutcome::Kind;
  ASSIGN_OR_RETURN(const std::vector<std::int64_t> records, ListRecords(lake));
  if (records.empty()) return RollForwardOutcome{};
  ASSIGN_OR_RETURN(const PublishPlan plan, ReadRecord(lake, records.back()));
  Finisher finisher(lake, plan);
  ASSIGN_OR_RETURN(const bool is_finished, finisher.IsFinished());
  if (is_finished) return RollForwardOutcome{};
  ASSIGN_OR_RETURN(const PublishOutcome outcome, finisher.Finish());
  if (outcome.release) return RollForwardOutcome{.kind = Kind::kReleased, .release = outcome.release};
  return RollForwardOutcome{.kind = Kind::kAborted, .reason = outcome.abort_reason};
}

}  // namespace assay::lake
