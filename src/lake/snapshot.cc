#include "lake/snapshot.h"

namespace assay::lake {
namespace {

struct Applier {
  Snapshot& snapshot;

  void operator()(const Protocol& protocol) const { snapshot.protocol = protocol; }
  void operator()(const Metadata& metadata) const { snapshot.metadata = metadata; }
  void operator()(const AddFile& add) const {
    snapshot.tombstones.erase(add.path);
    snapshot.files.insert_or_assign(add.path, add);
  }
  void operator()(const RemoveFile& remove) const {
    snapshot.files.erase(remove.path);
    snapshot.tombstones.insert_or_assign(remove.path, remove);
  }
  void operator()(const Txn& txn) const { snapshot.txns.insert_or_assign(txn.app_id, txn); }
  void operator()(const CommitInfo&) const {}
};

}  // namespace

void Snapshot::Apply(std::span<const Action> actions) {
  for (const Action& action : actions) std::visit(Applier{*this}, action);
}

void Snapshot::Apply(const LogEntry& entry) {
  Apply(entry.actions);
  version = entry.version;
  FillPartitionValues();
}

std::int64_t Snapshot::TxnVersion(const std::string& app_id) const {
  const auto found = txns.find(app_id);
  return found == txns.end() ? -1 : found->second.version;
}

void Snapshot::FillPartitionValues() {
  for (auto& [path, file] : files) {
    for (const std::string& column : metadata.partition_columns) file.partition.try_emplace(column, std::nullopt);
  }
  for (auto& [path, tombstone] : tombstones) {
    if (!tombstone.partition) continue;
    for (const std::string& column : metadata.partition_columns) tombstone.partition->try_emplace(column, std::nullopt);
  }
}

}  // namespace assay::lake
