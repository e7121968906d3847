#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/result.h"
#include "lake/lake.h"
#include "lake/table_change.h"

namespace assay::lake {

/// How often a commit is tried again after other writers were faster.
inline constexpr int kCommitAttempts = 100;

/// What became of a commit.
struct CommitOutcome {
  std::int64_t version = -1;
  /// A commit with the change's txns was in the log already; nothing was written, `version` is that commit's.
  bool was_committed_before = false;
  /// Why the checkpoint that was due could not be written. The commit stands all the same; the next one tries again.
  std::optional<Error> checkpoint_error = std::nullopt;
};

/// Commits `change` to the table at `table_path`, as one new version that is there for everybody or for nobody, and
/// creates the table (protocol (1, 2), version 0) when the change says so.
///
/// Makes the added files durable first. When other writers were faster, rebases on their versions and tries again, as
/// long as `CheckConflict` allows. When an attempt ends with an unknown outcome, looks for its own txnId before it
/// repeats anything. So a change is committed at most once, and one with a txn exactly once, however often it is
/// repeated. Writes a checkpoint every `kCheckpointInterval` versions.
///
/// Fails with
/// - kConflict when a winner stands in the way, when the table to be created exists, when one of the applications is
/// already
///   beyond the change's txn, or after `kCommitAttempts`,
/// - kNotFound when the table, or an added file, does not exist,
/// - kUnsupported when the table needs more than writer version 2, and as `CheckChange` says,
/// - kInvalidInput as `CheckChange` says, and when `read_version` does not fit (see TableChange),
/// - kIo or kTimeout when the store fails; when the message says that the outcome is unknown, repeating the same change
/// is safe if
///   it has a txn.
/// Safe to call from several threads and processes at once.
Result<CommitOutcome> Commit(const Lake& lake, std::string_view table_path, const TableChange& change);

}  // namespace assay::lake
