#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "lake/action.h"
#include "lake/snapshot.h"

namespace assay::lake {

/// What one commit does to a table, and what it relied on, as a value: nothing here touches storage. The committer
/// turns it into a log entry, and asks `CheckConflict` when another writer was faster. Not committing it is a dry run.
struct TableChange {
  /// Version that the change was computed from. -1: with `metadata`, the table must not exist yet; without, the change
  /// is an append that relied on nothing.
  std::int64_t read_version = -1;
  std::vector<AddFile> adds = {};
  /// Paths of live files that the change replaces.
  std::vector<std::string> removes = {};
  /// Partitions whose files the change read in order to decide, each by some of the partition columns: an empty map is
  /// the whole table. Empty list: nothing was read.
  std::vector<PartitionValues> read_partitions = {};
  /// The table's new metadata, whole; nothing keeps what it has.
  std::optional<Metadata> metadata = std::nullopt;
  /// Written in the same commit; at most one per application.
  std::vector<Txn> txns = {};
  bool data_change = true;  ///< false when the removed and the added files hold the same rows
  std::string operation = "WRITE";
  std::map<std::string, std::string> parameters = {};
  bool operator==(const TableChange&) const = default;

  /// Whether it only adds files and relied on no others.
  bool IsBlindAppend() const;
};

/// Whether a file with `values` lies in the partition that `partition` describes.
bool IsIn(const PartitionValues& values, const PartitionValues& partition);

/// Decides whether `ours` may be committed on top of commits that won the race since `ours.read_version`.
///
/// Succeeds when no winner
/// - changed metadata or protocol,
/// - wrote a txn of an application that `ours` writes one of,
/// - added or removed a file in a partition that `ours` read (a removal that does not say its partition counts as one),
/// - removed a file that `ours` removes, or added one that it adds.
/// So a blind append passes whatever only added and removed files. Otherwise fails with kConflict; the message names
/// the first winner's version and what was in the way. `winners` are in version order. Pure. Source: Delta protocol,
/// concurrency control.
Status CheckConflict(const TableChange& ours, std::span<const LogEntry> winners);

/// Fails unless `change` makes sense on top of `base` (nothing for a table to be created): with kInvalidInput for a
/// file added twice or live already, a removed file that is not live, partition values for other columns than the
/// table's, an empty partition value, a path in the log folder, an absolute path, a repeated txn, a schema no table can
/// have, another table's id, a new partitioning while files stay; with kUnsupported when files would be removed from an
/// append-only table, or when a column another program requires is not shown to be free of nulls. Pure.
Status CheckChange(const TableChange& change, const Snapshot* base);

}  // namespace assay::lake
