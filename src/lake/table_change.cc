#include "lake/table_change.h"

#include <algorithm>
#include <set>

#include "lake/schema_json.h"
#include "lake/statistics.h"
#include "lake/table_property.h"

namespace assay::lake {
namespace {

bool HasRead(const TableChange& change, const PartitionValues& values) {
  return std::ranges::any_of(change.read_partitions,
                             [&](const PartitionValues& partition) { return IsIn(values, partition); });
}

// What one action of a winner does to `ours`: nothing, or the words for why it stands in the way.
struct ConflictFinder {
  const TableChange& ours;
  using Reason = std::optional<std::string>;

  Reason operator()(const Protocol&) const { return "it changed the table's protocol"; }
  Reason operator()(const Metadata&) const { return "it changed the table's metadata"; }
  Reason operator()(const AddFile& add) const {
    if (HasRead(ours, add.partition)) return fmt::format("it added {} to a partition this change read", add.path);
    if (std::ranges::find(ours.adds, add.path, &AddFile::path) != ours.adds.end())
      return fmt::format("it already added {}", add.path);
    return std::nullopt;
  }
  Reason operator()(const RemoveFile& remove) const {
    if (std::ranges::find(ours.removes, remove.path) != ours.removes.end())
      return fmt::format("it already removed {}", remove.path);
    const bool was_read = remove.partition ? HasRead(ours, *remove.partition) : !ours.read_partitions.empty();
    if (was_read) return fmt::format("it removed {} from a partition this change read", remove.path);
    return std::nullopt;
  }
  Reason operator()(const Txn& txn) const {
    if (std::ranges::find(ours.txns, txn.app_id, &Txn::app_id) == ours.txns.end()) return std::nullopt;
    return fmt::format("application {} committed its version {} there", txn.app_id, txn.version);
  }
  Reason operator()(const CommitInfo&) const { return std::nullopt; }
};

Status CheckPath(const std::string& path) {
  const bool is_absolute = path.starts_with('/') || path.find("://") != path.npos;
  if (path.empty() || is_absolute || path.starts_with("_delta_log/")) {
    return InvalidInput("Cannot add file '{}': expected a path inside the table's folder", path);
  }
  return {};
}

Status CheckPartition(const AddFile& add, const std::vector<std::string>& columns) {
  if (add.partition.size() != columns.size()) {
    return InvalidInput("Cannot add file {}: expected {} partition values, got {}", add.path, columns.size(),
                        add.partition.size());
  }
  for (const std::string& column : columns) {
    const auto found = add.partition.find(column);
    if (found == add.partition.end())
      return InvalidInput("Cannot add file {}: expected a value for partition column {}", add.path, column);
    if (found->second && found->second->empty()) {
      return InvalidInput("Cannot add file {}: expected a value or null for partition column {}, got an empty text",
                          add.path, column);
    }
  }
  return {};
}

Status CheckRequired(const AddFile& add, const Metadata& metadata) {
  for (const std::string& column : metadata.required_columns) {
    if (std::ranges::find(metadata.partition_columns, column) != metadata.partition_columns.end()) {
      if (add.partition.at(column)) continue;
    } else if (NullsIn(add.stats, column) == 0) {
      continue;
    }
    return Unsupported("Cannot add file {}: column {} may not be null, expected statistics that show no nulls",
                       add.path, column);
  }
  return {};
}

Status CheckAdds(const TableChange& change, const Snapshot* base, const Metadata& metadata) {
  std::set<std::string> paths(change.removes.begin(), change.removes.end());
  for (const AddFile& add : change.adds) {
    RETURN_IF_ERROR(CheckPath(add.path));
    if (!paths.insert(add.path).second)
      return InvalidInput("Cannot add file {}: it stands twice in one change", add.path);
    if (base != nullptr && base->files.contains(add.path))
      return InvalidInput("Cannot add file {}: it is in the table already", add.path);
    if (add.size_bytes < 0)
      return InvalidInput("Cannot add file {}: expected its size in bytes, got {}", add.path, add.size_bytes);
    RETURN_IF_ERROR(CheckPartition(add, metadata.partition_columns));
    RETURN_IF_ERROR(CheckRequired(add, metadata));
  }
  return {};
}

Status CheckRemoves(const TableChange& change, const Snapshot* base, const Metadata& metadata) {
  if (change.removes.empty()) return {};
  if (change.data_change && IsAppendOnly(metadata.configuration)) {
    return Unsupported("Cannot remove {} files: the table is append-only (delta.appendOnly)", change.removes.size());
  }
  const std::set<std::string> distinct(change.removes.begin(), change.removes.end());
  if (distinct.size() != change.removes.size())
    return InvalidInput("Cannot remove files: expected every path once in a change");
  for (const std::string& path : change.removes) {
    if (base == nullptr || !base->files.contains(path))
      return InvalidInput("Cannot remove file {}: expected a live file of the table", path);
  }
  return {};
}

Status CheckMetadata(const TableChange& change, const Snapshot* base) {
  if (!change.metadata) return {};
  RETURN_IF_ERROR(CheckSchema(change.metadata->schema, change.metadata->partition_columns));
  if (base == nullptr) return {};
  if (!change.metadata->id.empty() && change.metadata->id != base->metadata.id) {
    return InvalidInput("Cannot change metadata: expected the table's id {}, got {}", base->metadata.id,
                        change.metadata->id);
  }
  const bool keeps_files = base->files.size() > change.removes.size();
  if (keeps_files && change.metadata->partition_columns != base->metadata.partition_columns) {
    return InvalidInput("Cannot partition the table anew: expected every file to be replaced in the same change");
  }
  return {};
}

}  // namespace

bool TableChange::IsBlindAppend() const { return removes.empty() && read_partitions.empty() && !metadata; }

bool IsIn(const PartitionValues& values, const PartitionValues& partition) {
  return std::ranges::all_of(partition, [&](const auto& wanted) {
    const auto found = values.find(wanted.first);
    return (found == values.end() ? std::nullopt : found->second) == wanted.second;
  });
}

Status CheckConflict(const TableChange& ours, std::span<const LogEntry> winners) {
  for (const LogEntry& winner : winners) {
    for (const Action& action : winner.actions) {
      const auto reason = std::visit(ConflictFinder{ours}, action);
      if (reason)
        return Conflict("Cannot commit on top of version {}: {}; plan the run again", winner.version, *reason);
    }
  }
  return {};
}

Status CheckChange(const TableChange& change, const Snapshot* base) {
  std::set<std::string> app_ids;
  for (const Txn& txn : change.txns) {
    if (!app_ids.insert(txn.app_id).second)
      return InvalidInput("Cannot commit two versions of application {} at once", txn.app_id);
  }
  RETURN_IF_ERROR(CheckMetadata(change, base));
  if (base == nullptr && !change.metadata) return InvalidInput("Cannot create a table without metadata");
  const Metadata& metadata = change.metadata ? *change.metadata : base->metadata;
  RETURN_IF_ERROR(CheckRemoves(change, base, base != nullptr ? base->metadata : metadata));
  return CheckAdds(change, base, metadata);
}

}  // namespace assay::lake
