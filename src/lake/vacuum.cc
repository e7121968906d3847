#include "lake/vacuum.h"

#include "lake/log_names.h"
#include "lake/protocol.h"
#include "lake/table_log.h"
#include "lake/table_property.h"

namespace assay::lake {
namespace {

bool IsHidden(std::string_view path) {
  for (std::size_t begin = 0; begin < path.size();) {
    if (path[begin] == '_' || path[begin] == '.') return true;
    begin = std::min(path.find('/', begin), path.size() - 1) + 1;
  }
  return false;
}

Result<std::int64_t> ChooseRetention(const Snapshot& snapshot, const VacuumOptions& options) {
  ASSIGN_OR_RETURN(const std::int64_t default_ms, DeletedFileRetentionMs(snapshot.metadata.configuration));
  const std::int64_t retention_ms = options.retention_ms.value_or(default_ms);
  if (retention_ms < 7 * kDayMs && options.short_retention == VacuumOptions::ShortRetention::kRefuse) {
    return InvalidInput(
        "Cannot vacuum: expected a retention of at least 7 days, got {} hours; running writers would lose files",
        retention_ms / (60 * 60 * 1000));
  }
  return retention_ms;
}

Result<std::set<std::string>> FilesToKeep(const Lake& lake, std::string_view table_path, const Snapshot& newest,
                                          const std::set<std::int64_t>& protected_versions, std::int64_t oldest_ms) {
  std::set<std::string> keep;
  for (const auto& [path, file] : newest.files) keep.insert(path);
  for (const auto& [path, tombstone] : newest.tombstones) {
    if (tombstone.deleted_ms > oldest_ms) keep.insert(path);
  }
  for (const std::int64_t version : protected_versions) {
    ASSIGN_OR_RETURN(const Snapshot snapshot, ReadSnapshot(lake, table_path, version));
    for (const auto& [path, file] : snapshot.files) keep.insert(path);
  }
  return keep;
}

}  // namespace

Result<VacuumReport> Vacuum(const Lake& lake, std::string_view table_path, const VacuumOptions& options) {
  // Listed before the log is read: what is committed in between is then either live or too young.
  ASSIGN_OR_RETURN(const auto objects, lake.store.ListFrom(table_path, ""));
  ASSIGN_OR_RETURN(const Snapshot newest, ReadSnapshot(lake, table_path));
  RETURN_IF_ERROR(CheckWritable(newest.protocol, newest.metadata));
  ASSIGN_OR_RETURN(const std::int64_t retention_ms, ChooseRetention(newest, options));
  const std::int64_t oldest_ms = lake.now_ms() - retention_ms;
  ASSIGN_OR_RETURN(const std::set<std::string> keep,
                   FilesToKeep(lake, table_path, newest, options.protected_versions, oldest_ms));
  VacuumReport report;
  for (const storage::ObjectInfo& object : objects) {
    const std::string path = object.key.substr(table_path.size() + 1);
    if (IsHidden(path) || keep.contains(path) || object.modified_ms >= oldest_ms) continue;
    if (options.mode == VacuumOptions::Mode::kDelete) RETURN_IF_ERROR(lake.store.Delete(object.key));
    report.files.push_back(path);
    report.size_bytes += object.size_bytes;
  }
  return report;
}

}  // namespace assay::lake
