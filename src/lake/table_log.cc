#include "lake/table_log.h"

#include <algorithm>
#include <map>
#include <set>

#include <nlohmann/json.hpp>

#include "base/json_integer.h"
#include "lake/action_json.h"
#include "lake/checkpoint.h"
#include "lake/log_names.h"
#include "lake/protocol.h"

namespace assay::lake {
namespace {

// What a listing of the log folder shows.
struct LogListing {
  std::set<std::int64_t> commits;
  /// Keys of the parts of each complete checkpoint.
  std::map<std::int64_t, std::vector<std::string>> checkpoints;
};

LogListing Sort(const std::vector<storage::ObjectInfo>& objects) {
  LogListing listing;
  std::map<std::pair<std::int64_t, int>, std::vector<std::string>> parts;
  for (const storage::ObjectInfo& object : objects) {
    const auto file = ParseLogFile(object.key);
    if (!file || file->kind == LogFile::Kind::kChecksum) continue;
    if (file->kind == LogFile::Kind::kCommit) listing.commits.insert(file->version);
    if (file->kind == LogFile::Kind::kCheckpoint) parts[{file->version, file->parts}].push_back(object.key);
  }
  for (auto& [key, keys] : parts) {
    if (keys.size() == static_cast<std::size_t>(key.second))
      listing.checkpoints.try_emplace(key.first, std::move(keys));
  }
  return listing;
}

// The version that `_last_checkpoint` names; it is a hint, so whatever is wrong with it makes it nothing.
std::optional<std::int64_t> ReadHint(const Lake& lake, std::string_view table_path) {
  const auto text = lake.store.Get(LastCheckpointKey(table_path));
  if (!text) return std::nullopt;
  const auto json = nlohmann::json::parse(*text, nullptr, false);
  if (!json.is_object() || !json.contains("version")) return std::nullopt;
  const auto version = AsInteger<std::int64_t>(json["version"]);
  return version && *version >= 0 ? version : std::nullopt;
}

Result<LogListing> ListLog(const Lake& lake, std::string_view table_path, std::optional<std::int64_t> version) {
  const std::string folder = LogFolder(table_path);
  const auto hint = ReadHint(lake, table_path);
  if (hint && (!version || *hint <= *version)) {
    ASSIGN_OR_RETURN(const auto objects,
                     lake.store.ListFrom(folder, fmt::format("{}/{}", folder, TwentyDigits(*hint))));
    LogListing listing = Sort(objects);
    if (listing.checkpoints.contains(*hint)) return listing;
  }
  ASSIGN_OR_RETURN(const auto objects, lake.store.ListFrom(folder, ""));
  return Sort(objects);
}

Result<std::int64_t> ChooseVersion(const LogListing& listing, std::string_view table_path,
                                   std::optional<std::int64_t> version) {
  if (listing.commits.empty() && listing.checkpoints.empty()) {
    return NotFound("Cannot find table {}: expected a Delta log at {}", table_path, LogFolder(table_path));
  }
  const std::int64_t newest = std::max(listing.commits.empty() ? -1 : *listing.commits.rbegin(),
                                       listing.checkpoints.empty() ? -1 : listing.checkpoints.rbegin()->first);
  if (version && (*version > newest || *version < 0)) {
    return NotFound("Cannot find version {} of table {}: expected one between 0 and {}", *version, table_path, newest);
  }
  return version.value_or(newest);
}

Result<LogEntry> ReadCommitOfChain(const Lake& lake, std::string_view table_path, std::int64_t version) {
  auto entry = ReadCommit(lake, table_path, version);
  if (!entry && entry.error().kind == ErrorKind::kNotFound) {
    return Corrupt("Cannot read table {}: version {} is missing from its log; restore {} from a backup", table_path,
                   version, CommitKey(table_path, version));
  }
  return entry;
}

Status Replay(const Lake& lake, std::string_view table_path, std::int64_t last, Snapshot& snapshot) {
  for (std::int64_t next = snapshot.version + 1; next <= last; ++next) {
    ASSIGN_OR_RETURN(const LogEntry entry, ReadCommitOfChain(lake, table_path, next));
    snapshot.Apply(entry.actions);
    snapshot.version = next;
  }
  snapshot.FillPartitionValues();
  return {};
}

Status CheckComplete(const Snapshot& snapshot, std::string_view table_path, bool has_protocol) {
  if (!has_protocol || snapshot.metadata.id.empty()) {
    return Corrupt("Cannot read table {}: expected a protocol and metadata by version {}, got none", table_path,
                   snapshot.version);
  }
  if (Status readable = CheckReadable(snapshot.protocol); !readable) {
    return std::unexpected(std::move(readable.error()).WithContext(fmt::format("table {}", table_path)));
  }
  return {};
}

// Reads from one start: a checkpoint, or version 0 when `checkpoint` is empty.
Result<Snapshot> ReadFrom(const Lake& lake, std::string_view table_path, std::int64_t start,
                          const std::vector<std::string>& checkpoint, std::int64_t version) {
  // No log says protocol (-1, -1): it stands for "none seen yet".
  Snapshot snapshot{.protocol = {.min_reader_version = -1, .min_writer_version = -1}};
  for (const std::string& key : checkpoint) {
    ASSIGN_OR_RETURN(const std::vector<Action> actions, ReadCheckpointFile(lake, key));
    snapshot.Apply(actions);
  }
  if (!checkpoint.empty()) {
    snapshot.version = start;
    snapshot.checkpoint_version = start;
    RETURN_IF_ERROR(CheckComplete(snapshot, table_path, snapshot.protocol.min_reader_version >= 0));
  }
  RETURN_IF_ERROR(Replay(lake, table_path, version, snapshot));
  RETURN_IF_ERROR(CheckComplete(snapshot, table_path, snapshot.protocol.min_reader_version >= 0));
  return snapshot;
}

// Whether another start may do better than the one that failed.
bool MayTryOlderStart(const Error& error) {
  return error.kind == ErrorKind::kCorrupt || error.kind == ErrorKind::kNotFound;
}

Result<Snapshot> ReadListed(const Lake& lake, std::string_view table_path, const LogListing& listing,
                            std::int64_t version) {
  std::optional<Error> first_failure;
  for (auto checkpoint = listing.checkpoints.rbegin(); checkpoint != listing.checkpoints.rend(); ++checkpoint) {
    if (checkpoint->first > version) continue;
    auto snapshot = ReadFrom(lake, table_path, checkpoint->first, checkpoint->second, version);
    if (snapshot || !MayTryOlderStart(snapshot.error())) return snapshot;
    if (!first_failure) first_failure = snapshot.error();
  }
  if (listing.commits.contains(0) || !first_failure) {
    auto snapshot = ReadFrom(lake, table_path, 0, {}, version);
    if (snapshot || !first_failure) return snapshot;
  }
  return std::unexpected(*first_failure);
}

bool IsCleanedAway(const LogListing& listing, std::int64_t version) {
  return !listing.commits.contains(0) && !listing.checkpoints.empty() && listing.checkpoints.begin()->first > version;
}

}  // namespace

Result<Snapshot> ReadSnapshot(const Lake& lake, std::string_view table_path, std::optional<std::int64_t> version) {
  ASSIGN_OR_RETURN(LogListing listing, ListLog(lake, table_path, version));
  ASSIGN_OR_RETURN(std::int64_t chosen, ChooseVersion(listing, table_path, version));
  auto snapshot = ReadListed(lake, table_path, listing, chosen);
  if (snapshot || !MayTryOlderStart(snapshot.error())) return snapshot;
  // A log cleanup may have run meanwhile, or the listing began at a checkpoint that cannot be read: look at everything
  // once more.
  ASSIGN_OR_RETURN(const auto objects, lake.store.ListFrom(LogFolder(table_path), ""));
  listing = Sort(objects);
  ASSIGN_OR_RETURN(chosen, ChooseVersion(listing, table_path, version));
  if (IsCleanedAway(listing, chosen)) {
    return NotFound("Cannot read version {} of table {}: log cleanup removed it; the oldest one left is {}", chosen,
                    table_path, listing.checkpoints.begin()->first);
  }
  return ReadListed(lake, table_path, listing, chosen);
}

Result<LogEntry> ReadCommit(const Lake& lake, std::string_view table_path, std::int64_t version) {
  ASSIGN_OR_RETURN(const std::string text, lake.store.Get(CommitKey(table_path, version)));
  auto actions = ParseActions(text);
  if (!actions)
    return std::unexpected(
        std::move(actions.error()).WithContext(fmt::format("table {}, version {}", table_path, version)));
  return LogEntry{version, std::move(*actions)};
}

Result<std::vector<LogEntry>> ReadCommitsFrom(const Lake& lake, std::string_view table_path, std::int64_t first) {
  std::vector<LogEntry> entries;
  while (true) {
    auto entry = ReadCommit(lake, table_path, first + static_cast<std::int64_t>(entries.size()));
    if (!entry && entry.error().kind == ErrorKind::kNotFound) return entries;
    if (!entry) return std::unexpected(std::move(entry).error());
    entries.push_back(std::move(*entry));
  }
}

Result<std::optional<std::int64_t>> FindTxn(const Lake& lake, std::string_view table_path, const Txn& txn,
                                            std::int64_t newest) {
  for (std::int64_t version = newest; version >= 0; --version) {
    const auto entry = ReadCommit(lake, table_path, version);
    if (!entry && entry.error().kind == ErrorKind::kNotFound) break;
    if (!entry) return std::unexpected(entry.error());
    for (const Action& action : entry->actions) {
      const Txn* found = std::get_if<Txn>(&action);
      if (found != nullptr && found->app_id == txn.app_id && found->version == txn.version)
        return std::optional(version);
    }
  }
  return std::optional<std::int64_t>();
}

}  // namespace assay::lake
