#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>

#include "base/result.h"
#include "lake/action.h"

namespace assay::lake {

/// The state of a table at one version, as a value.
struct Snapshot {
  std::int64_t version = -1;
  /// Version of the checkpoint it was read from; -1 when it was replayed from version 0.
  std::int64_t checkpoint_version = -1;
  Protocol protocol = {};
  Metadata metadata = {};
  std::map<std::string, AddFile> files = {};          ///< live files by path
  std::map<std::string, RemoveFile> tombstones = {};  ///< removed files by path; expired ones may be missing
  std::map<std::string, Txn> txns = {};               ///< newest per application
  bool operator==(const Snapshot&) const = default;

  /// Applies actions in the order of the log. Does not touch the versions.
  void Apply(std::span<const Action> actions);

  /// Applies the next commit; the caller sees to it that `entry.version` is `version + 1`.
  void Apply(const LogEntry& entry);

  /// The version that application `app_id` has reached; -1 when it never wrote.
  std::int64_t TxnVersion(const std::string& app_id) const;

  /// Gives every file, and every tombstone that has values, a value (null where it has none) for each partition column;
  /// checkpoints of some writers leave nulls out.
  void FillPartitionValues();
};

}  // namespace assay::lake
