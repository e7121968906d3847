#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "lake/action.h"
#include "lake/lake.h"
#include "lake/snapshot.h"

/// Reading the log of a Delta table.
namespace assay::lake {

/// The state of the table at `table_path` at `version`, or at the newest version.
///
/// Starts from the newest readable checkpoint not newer than the version (in one file or in parts) and replays the
/// commits behind it; a missing or wrong `_last_checkpoint`, and a checkpoint that cannot be read while an older start
/// exists, only cost time. Fails with
/// - kNotFound when there is no table, or it has no such version (any more),
/// - kCorrupt when a commit is missing or unreadable (the message names the version), or no protocol or metadata is
/// there,
/// - kUnsupported when the protocol or a column's type is beyond this program.
Result<Snapshot> ReadSnapshot(const Lake& lake, std::string_view table_path,
                              std::optional<std::int64_t> version = std::nullopt);

/// The commits from version `first` up to the newest one, in order; empty when there is none. Needs no listing.
/// kCorrupt when one cannot be read.
Result<std::vector<LogEntry>> ReadCommitsFrom(const Lake& lake, std::string_view table_path, std::int64_t first);

/// One commit. kNotFound when it is not there; kCorrupt when it cannot be read.
Result<LogEntry> ReadCommit(const Lake& lake, std::string_view table_path, std::int64_t version);

/// The version whose commit carries exactly `txn`'s application and version, searched from `newest` down to the oldest
/// commit that is still there; nothing when none of them does.
Result<std::optional<std::int64_t>> FindTxn(const Lake& lake, std::string_view table_path, const Txn& txn,
                                            std::int64_t newest);

}  // namespace assay::lake
