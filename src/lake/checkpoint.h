#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "lake/action.h"
#include "lake/lake.h"
#include "lake/snapshot.h"

namespace assay::lake {

/// How many commits lie between two checkpoints unless the table's `delta.checkpointInterval` says otherwise.
inline constexpr std::int64_t kCheckpointInterval = 10;

/// Columns of a checkpoint file, in the words of `table::ParquetJson`.
std::string_view CheckpointColumns();

/// The rows of a checkpoint of `snapshot` as NDJSON: protocol, metadata, one txn per application, live files, and the
/// tombstones deleted after `oldest_tombstone_ms`. Pure.
std::string CheckpointText(const Snapshot& snapshot, std::int64_t oldest_tombstone_ms);

/// Writes the checkpoint of `snapshot`, whose commit must exist, then `_last_checkpoint`. Tombstones older than the
/// table's `delta.deletedFileRetentionDuration` (default 7 days) are left out. A checkpoint that is there already is
/// replaced by an equal one. The file appears whole; failing at any point leaves the table as readable as before.
/// kUnsupported, naming why, when the table's protocol may not be written.
Status WriteCheckpoint(const Lake& lake, std::string_view table_path, const Snapshot& snapshot);

/// The actions in one checkpoint file, by its key. kCorrupt when it is no checkpoint, kNotFound when it is not there.
Result<std::vector<Action>> ReadCheckpointFile(const Lake& lake, const std::string& key);

}  // namespace assay::lake
