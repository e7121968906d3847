#include "lake/log_cleanup.h"

#include <algorithm>
#include <optional>

#include "lake/log_names.h"
#include "lake/protocol.h"
#include "lake/table_log.h"
#include "lake/table_property.h"

namespace assay::lake {
namespace {

struct NamedLogFile {
  LogFile file;
  storage::ObjectInfo object;
};

Result<std::vector<NamedLogFile>> ListFiles(const Lake& lake, std::string_view table_path) {
  ASSIGN_OR_RETURN(const auto objects, lake.store.ListFrom(LogFolder(table_path), ""));
  std::vector<NamedLogFile> files;
  for (const storage::ObjectInfo& object : objects) {
    if (const auto file = ParseLogFile(object.key)) files.push_back({*file, object});
  }
  std::ranges::sort(files, {},
                    [](const NamedLogFile& named) { return std::pair(named.file.version, named.file.kind); });
  return files;
}

// The newest version such that it and all before it were committed by then.
std::optional<std::int64_t> NewestCommitBy(const std::vector<NamedLogFile>& files, std::int64_t cutoff_ms) {
  std::optional<std::int64_t> newest;
  for (const NamedLogFile& named : files) {
    if (named.file.kind != LogFile::Kind::kCommit) continue;
    if (named.object.modified_ms > cutoff_ms) break;
    newest = named.file.version;
  }
  return newest;
}

bool HasCommit(const std::vector<NamedLogFile>& files, std::int64_t version) {
  return std::ranges::any_of(
      files, [&](const NamedLogFile& named) { return named.file == LogFile{LogFile::Kind::kCommit, version}; });
}

std::optional<std::int64_t> NewestCheckpointBy(const std::vector<NamedLogFile>& files, std::int64_t version) {
  std::optional<std::int64_t> newest;
  for (const NamedLogFile& named : files) {
    const bool is_whole = named.file.kind == LogFile::Kind::kCheckpoint && named.file.parts == 1;
    if (is_whole && named.file.version <= version && HasCommit(files, named.file.version)) newest = named.file.version;
  }
  return newest;
}

}  // namespace

Result<std::vector<std::string>> CleanLog(const Lake& lake, std::string_view table_path,
                                          const std::set<std::int64_t>& protected_versions) {
  ASSIGN_OR_RETURN(const Snapshot newest, ReadSnapshot(lake, table_path));
  RETURN_IF_ERROR(CheckWritable(newest.protocol, newest.metadata));
  ASSIGN_OR_RETURN(const std::int64_t retention_ms, LogRetentionMs(newest.metadata.configuration));
  ASSIGN_OR_RETURN(const std::vector<NamedLogFile> files, ListFiles(lake, table_path));
  const std::int64_t cutoff_ms = (lake.now_ms() - retention_ms) / kDayMs * kDayMs;
  std::vector<std::string> deleted;
  auto needed = NewestCommitBy(files, cutoff_ms);
  if (!needed) return deleted;
  if (!protected_versions.empty()) needed = std::min(*needed, *protected_versions.begin());
  const auto checkpoint = NewestCheckpointBy(files, *needed);
  if (!checkpoint) return deleted;
  ASSIGN_OR_RETURN(const Snapshot start, ReadSnapshot(lake, table_path, checkpoint));
  if (start.checkpoint_version != *checkpoint) return deleted;
  for (const NamedLogFile& named : files) {
    if (named.file.version >= *checkpoint) break;
    RETURN_IF_ERROR(lake.store.Delete(named.object.key));
    deleted.push_back(named.object.key);
  }
  return deleted;
}

}  // namespace assay::lake
