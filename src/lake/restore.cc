#include "lake/restore.h"

#include "lake/log_names.h"
#include "lake/table_log.h"

namespace assay::lake {

TableChange RestoreChange(const Snapshot& current, const Snapshot& wanted) {
  TableChange change{.read_version = current.version,
                     .read_partitions = {{}},
                     .operation = "RESTORE",
                     .parameters = {{"version", std::to_string(wanted.version)}}};
  for (const auto& [path, file] : wanted.files) {
    if (current.files.contains(path)) continue;
    change.adds.push_back(file);
    change.adds.back().data_change = true;
  }
  for (const auto& [path, file] : current.files) {
    if (!wanted.files.contains(path)) change.removes.push_back(path);
  }
  if (wanted.metadata != current.metadata) change.metadata = wanted.metadata;
  return change;
}

Result<TableChange> PlanRestore(const Lake& lake, std::string_view table_path, std::int64_t version) {
  ASSIGN_OR_RETURN(const Snapshot wanted, ReadSnapshot(lake, table_path, version));
  ASSIGN_OR_RETURN(const Snapshot current, ReadSnapshot(lake, table_path));
  TableChange change = RestoreChange(current, wanted);
  for (const AddFile& add : change.adds) {
    const auto info = lake.store.Head(FileKey(table_path, add.path));
    if (!info && info.error().kind == ErrorKind::kNotFound) {
      return NotFound("Cannot restore table {} to version {}: its file {} was vacuumed; choose a newer version",
                      table_path, version, add.path);
    }
    if (!info) return std::unexpected(info.error());
  }
  return change;
}

}  // namespace assay::lake
