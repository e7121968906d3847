#include "lake/commit.h"

#include "base/uuid.h"
#include "lake/action_json.h"
#include "lake/checkpoint.h"
#include "lake/log_names.h"
#include "lake/protocol.h"
#include "lake/put_once.h"
#include "lake/table_log.h"
#include "lake/table_property.h"

namespace assay::lake {
namespace {

class Committer {
 public:
  Committer(const Lake& lake, std::string_view table_path, const TableChange& change)
      : lake_(lake), table_path_(table_path), change_(change), txn_id_(NewUuid()) {}

  Result<CommitOutcome> Run() {
    RETURN_IF_ERROR(ReadBase());
    ASSIGN_OR_RETURN(const auto earlier, FindEarlier());
    if (earlier) return CommitOutcome{.version = *earlier, .was_committed_before = true};
    RETURN_IF_ERROR(CheckReadVersion());
    RETURN_IF_ERROR(CheckWinnersSinceRead());
    RETURN_IF_ERROR(SyncAdds());
    for (int attempt = 0; attempt < kCommitAttempts; ++attempt) {
      if (base_) RETURN_IF_ERROR(CheckWritable(base_->protocol, base_->metadata));
      RETURN_IF_ERROR(CheckChange(change_, base_ ? &*base_ : nullptr));
      const LogEntry entry = MakeEntry();
      ASSIGN_OR_RETURN(const PutOutcome outcome,
                       PutOnce(lake_.store, CommitKey(table_path_, entry.version), CommitText(entry.actions)));
      if (outcome == PutOutcome::kWon) return Finish(entry);
      ASSIGN_OR_RETURN(const auto same, Rebase(entry.version));
      if (same) return CommitOutcome{.version = *same, .was_committed_before = true};
    }
    return Conflict("Cannot commit: expected to win within {} attempts, other writers were always faster; run again",
                    kCommitAttempts);
  }

 private:
  Status ReadBase() {
    auto snapshot = ReadSnapshot(lake_, table_path_);
    if (snapshot) {
      base_ = std::move(*snapshot);
      return {};
    }
    const bool may_create =
        snapshot.error().kind == ErrorKind::kNotFound && change_.metadata && change_.read_version == -1;
    if (may_create) return {};
    return std::unexpected(std::move(snapshot).error());
  }

  // The version in which this very change was committed before, by its txns.
  Result<std::optional<std::int64_t>> FindEarlier() {
    for (const Txn& txn : change_.txns) {
      const std::int64_t reached = base_ ? base_->TxnVersion(txn.app_id) : -1;
      if (reached < txn.version) continue;
      if (reached > txn.version) {
        return Conflict("Cannot commit version {} of application {}: it has already reached {}; plan the run again",
                        txn.version, txn.app_id, reached);
      }
      ASSIGN_OR_RETURN(const auto version, FindTxn(lake_, table_path_, txn, base_->version));
      if (version) return version;
      return Conflict("Cannot tell in which version application {} committed its version {}: log cleanup removed it",
                      txn.app_id, txn.version);
    }
    return std::optional<std::int64_t>();
  }

  Status CheckReadVersion() const {
    if (!base_) return {};
    if (change_.read_version > base_->version) {
      return InvalidInput("Cannot commit a change of version {}: the table's newest version is {}",
                          change_.read_version, base_->version);
    }
    if (change_.read_version >= 0 || change_.IsBlindAppend()) return {};
    if (change_.metadata)
      return Conflict("Cannot create the table: it exists since, at version {}; plan the run again", base_->version);
    return InvalidInput("Cannot commit a change that removes or read files: expected the version it read");
  }

  Status CheckWinnersSinceRead() {
    if (!base_ || change_.read_version < 0) return {};
    for (std::int64_t version = change_.read_version + 1; version <= base_->version; ++version) {
      const auto winner = ReadCommit(lake_, table_path_, version);
      if (!winner && winner.error().kind == ErrorKind::kNotFound) {
        return Conflict(
            "Cannot commit on top of version {}: log cleanup removed it, so what it did is unknown; plan the run again",
            version);
      }
      if (!winner) return std::unexpected(winner.error());
      RETURN_IF_ERROR(CheckConflict(change_, {&*winner, 1}));
    }
    return {};
  }

  Status SyncAdds() {
    std::vector<std::string> keys;
    for (const AddFile& add : change_.adds) keys.push_back(FileKey(table_path_, add.path));
    return lake_.store.Sync(keys);
  }

  Metadata MakeMetadata(std::int64_t now_ms) const {
    Metadata metadata = *change_.metadata;
    if (base_) {
      metadata.id = base_->metadata.id;
      metadata.created_ms = base_->metadata.created_ms;
    }
    if (metadata.id.empty()) metadata.id = NewUuid();
    if (!metadata.created_ms) metadata.created_ms = now_ms;
    return metadata;
  }

  RemoveFile MakeRemove(const std::string& path, std::int64_t now_ms) const {
    const AddFile& file = base_->files.at(path);
    return {path, now_ms, change_.data_change, file.partition, file.size_bytes, file.foreign_path_text};
  }

  LogEntry MakeEntry() const {
    const std::int64_t now_ms = lake_.now_ms();
    LogEntry entry{.version = base_ ? base_->version + 1 : 0};
    CommitInfo info{now_ms, change_.operation, change_.parameters, "Assay", change_.IsBlindAppend(), std::nullopt,
                    txn_id_};
    if (base_) info.read_version = change_.read_version >= 0 ? change_.read_version : base_->version;
    entry.actions.emplace_back(std::move(info));
    if (!base_) entry.actions.emplace_back(Protocol{});
    if (change_.metadata) entry.actions.emplace_back(MakeMetadata(now_ms));
    for (const Txn& txn : change_.txns)
      entry.actions.emplace_back(Txn{txn.app_id, txn.version, txn.updated_ms.value_or(now_ms)});
    for (const std::string& path : change_.removes) entry.actions.emplace_back(MakeRemove(path, now_ms));
    for (AddFile add : change_.adds) {
      add.data_change = add.data_change && change_.data_change;
      entry.actions.emplace_back(std::move(add));
    }
    return entry;
  }

  // Moves the base to the newest version. Returns the version that is this very change, committed by somebody else
  // meanwhile.
  Result<std::optional<std::int64_t>> Rebase(std::int64_t lost_version) {
    if (!base_) {
      RETURN_IF_ERROR(ReadBase());
      ASSIGN_OR_RETURN(const auto earlier, FindEarlier());
      if (earlier) return earlier;
      RETURN_IF_ERROR(CheckReadVersion());
      return std::optional<std::int64_t>();
    }
    ASSIGN_OR_RETURN(const std::vector<LogEntry> winners, ReadCommitsFrom(lake_, table_path_, lost_version));
    for (const LogEntry& winner : winners) base_->Apply(winner);
    ASSIGN_OR_RETURN(const auto earlier, FindEarlier());
    if (earlier) return earlier;
    RETURN_IF_ERROR(CheckConflict(change_, winners));
    return std::optional<std::int64_t>();
  }

  CommitOutcome Finish(const LogEntry& entry) {
    CommitOutcome outcome{.version = entry.version};
    if (!base_) base_.emplace();
    base_->Apply(entry);
    if (entry.version == 0 ||
        entry.version % CheckpointIntervalOf(base_->metadata.configuration, kCheckpointInterval) != 0)
      return outcome;
    if (Status written = WriteCheckpoint(lake_, table_path_, *base_); !written)
      outcome.checkpoint_error = std::move(written).error();
    return outcome;
  }

  const Lake& lake_;
  std::string table_path_;
  const TableChange& change_;
  std::string txn_id_;
  std::optional<Snapshot> base_;
};

}  // namespace

Result<CommitOutcome> Commit(const Lake& lake, std::string_view table_path, const TableChange& change) {
  auto outcome = Committer(lake, table_path, change).Run();
  if (!outcome) return std::unexpected(std::move(outcome.error()).WithContext(fmt::format("table {}", table_path)));
  return outcome;
}

}  // namespace assay::lake
