#include "lake/checkpoint.h"

#include <filesystem>
#include <fstream>

#include <nlohmann/json.hpp>

#include "base/uuid.h"
#include "lake/action_json.h"
#include "lake/log_names.h"
#include "lake/protocol.h"
#include "lake/table_property.h"

namespace assay::lake {
namespace {

// A local file that is gone when this is.
struct ScratchFile {
  std::string path;
  explicit ScratchFile(const Lake& lake) : path(fmt::format("{}/{}.parquet", lake.scratch_folder, NewUuid())) {}
  ScratchFile(const ScratchFile&) = delete;
  ScratchFile& operator=(const ScratchFile&) = delete;
  ~ScratchFile() {
    std::error_code ignored;
    std::filesystem::remove(path, ignored);
  }
};

Result<std::string> ReadRows(const Lake& lake, const std::string& key) {
  if (const auto local = lake.store.LocalPath(key)) return lake.parquet_json.Read(*local);
  ASSIGN_OR_RETURN(const std::string content, lake.store.Get(key));
  const ScratchFile file(lake);
  std::ofstream output(file.path, std::ios::binary);
  output.write(content.data(), static_cast<std::streamsize>(content.size()));
  output.close();
  if (!output) return Io("Cannot write {}: expected room for {} bytes; free some space", file.path, content.size());
  return lake.parquet_json.Read(file.path);
}

std::int64_t CountRows(const std::string& ndjson) { return std::ranges::count(ndjson, '\n'); }

Status WriteLastCheckpoint(const Lake& lake, std::string_view table_path, const Snapshot& snapshot, std::int64_t rows,
                           std::int64_t size_bytes) {
  const nlohmann::ordered_json json{{"version", snapshot.version},
                                    {"size", rows},
                                    {"sizeInBytes", size_bytes},
                                    {"numOfAddFiles", static_cast<std::int64_t>(snapshot.files.size())}};
  return lake.store.Put(LastCheckpointKey(table_path), json.dump());
}

}  // namespace

std::string_view CheckpointColumns() {
  return "txn STRUCT(appId VARCHAR, version BIGINT, lastUpdated BIGINT), "
         "add STRUCT(path VARCHAR, partitionValues MAP(VARCHAR, VARCHAR), size BIGINT, modificationTime BIGINT, "
         "dataChange BOOLEAN, stats VARCHAR, tags MAP(VARCHAR, VARCHAR)), "
         "remove STRUCT(path VARCHAR, deletionTimestamp BIGINT, dataChange BOOLEAN, extendedFileMetadata BOOLEAN, "
         "partitionValues MAP(VARCHAR, VARCHAR), size BIGINT), "
         "metaData STRUCT(id VARCHAR, name VARCHAR, description VARCHAR, "
         "format STRUCT(provider VARCHAR, options MAP(VARCHAR, VARCHAR)), schemaString VARCHAR, "
         "partitionColumns VARCHAR[], configuration MAP(VARCHAR, VARCHAR), createdTime BIGINT), "
         "protocol STRUCT(minReaderVersion INTEGER, minWriterVersion INTEGER)";
}

std::string CheckpointText(const Snapshot& snapshot, std::int64_t oldest_tombstone_ms) {
  std::vector<Action> actions{snapshot.protocol, snapshot.metadata};
  for (const auto& [app_id, txn] : snapshot.txns) actions.emplace_back(txn);
  for (const auto& [path, tombstone] : snapshot.tombstones) {
    if (tombstone.deleted_ms <= oldest_tombstone_ms) continue;
    RemoveFile remove = tombstone;
    remove.data_change = false;
    actions.emplace_back(std::move(remove));
  }
  for (const auto& [path, file] : snapshot.files) {
    AddFile add = file;
    add.data_change = false;
    actions.emplace_back(std::move(add));
  }
  return CommitText(actions);
}

Status WriteCheckpoint(const Lake& lake, std::string_view table_path, const Snapshot& snapshot) {
  RETURN_IF_ERROR(CheckWritable(snapshot.protocol, snapshot.metadata));
  const std::string key = CheckpointKey(table_path, snapshot.version);
  ASSIGN_OR_RETURN(const std::int64_t retention_ms, DeletedFileRetentionMs(snapshot.metadata.configuration));
  const std::string rows = CheckpointText(snapshot, lake.now_ms() - retention_ms);
  const ScratchFile file(lake);
  RETURN_IF_ERROR(lake.parquet_json.Write(rows, CheckpointColumns(), file.path));
  RETURN_IF_ERROR(lake.store.PutFile(key, file.path));
  ASSIGN_OR_RETURN(const storage::ObjectInfo info, lake.store.Head(key));
  return WriteLastCheckpoint(lake, table_path, snapshot, CountRows(rows), info.size_bytes);
}

Result<std::vector<Action>> ReadCheckpointFile(const Lake& lake, const std::string& key) {
  auto rows = ReadRows(lake, key);
  if (!rows) return std::unexpected(std::move(rows.error()).WithContext(fmt::format("checkpoint {}", key)));
  auto actions = ParseActions(*rows);
  if (!actions) return std::unexpected(std::move(actions.error()).WithContext(fmt::format("checkpoint {}", key)));
  return actions;
}

}  // namespace assay::lake
