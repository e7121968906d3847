#include "storage/memory_store.h"

#include <fstream>
#include <iterator>

#include "storage/object_key.h"

namespace assay::storage {
namespace {

std::unexpected<Error> Missing(std::string_view key) {
  return NotFound("Cannot find object {} in memory: expected it to exist", key);
}

}  // namespace

template <typename T>
Result<T> MemoryStore::Run(std::string_view operation, std::string_view key, const std::function<Result<T>()>& work) {
  const std::optional<Fault> fault = hook_ ? hook_(operation, key) : std::nullopt;
  if (fault && fault->when == Fault::When::kBefore) return std::unexpected(fault->error);
  Result<T> result = [&] {
    const std::scoped_lock lock(mutex_);
    return work();
  }();
  if (fault) return std::unexpected(fault->error);
  return result;
}

void MemoryStore::Store(std::string_view key, std::string_view content) {
  objects_.insert_or_assign(std::string(key), Object{std::string(content), now_ms_(), next_generation_++});
}

ObjectInfo MemoryStore::InfoOf(const std::string& key, const Object& object) {
  return {key, static_cast<std::int64_t>(object.content.size()), object.modified_ms, std::to_string(object.generation)};
}

Result<std::string> MemoryStore::Get(std::string_view key) {
  RETURN_IF_ERROR(CheckKey(key));
  return Run<std::string>("Get", key, [&]() -> Result<std::string> {
    const auto found = objects_.find(key);
    if (found == objects_.end()) return Missing(key);
    return found->second.content;
  });
}

Result<std::string> MemoryStore::GetRange(std::string_view key, std::int64_t offset, std::int64_t length) {
  RETURN_IF_ERROR(CheckKey(key));
  if (offset < 0 || length < 0) {
    return InvalidInput("Cannot read {}: expected no negative range, got {} bytes at {}", key, length, offset);
  }
  return Run<std::string>("GetRange", key, [&]() -> Result<std::string> {
    const auto found = objects_.find(key);
    if (found == objects_.end()) return Missing(key);
    const std::string& content = found->second.content;
    if (static_cast<std::size_t>(offset) >= content.size()) return std::string();
    return content.substr(static_cast<std::size_t>(offset), static_cast<std::size_t>(length));
  });
}

Result<ObjectInfo> MemoryStore::Head(std::string_view key) {
  RETURN_IF_ERROR(CheckKey(key));
  return Run<ObjectInfo>("Head", key, [&]() -> Result<ObjectInfo> {
    const auto found = objects_.find(key);
    if (found == objects_.end()) return Missing(key);
    return InfoOf(found->first, found->second);
  });
}

Result<std::vector<ObjectInfo>> MemoryStore::ListFrom(std::string_view folder, std::string_view start) {
  if (!folder.empty()) RETURN_IF_ERROR(CheckKey(folder));
  return Run<std::vector<ObjectInfo>>("ListFrom", folder, [&]() -> Result<std::vector<ObjectInfo>> {
    std::vector<ObjectInfo> found;
    for (auto entry = objects_.lower_bound(start); entry != objects_.end(); ++entry) {
      if (IsBelow(folder, entry->first)) found.push_back(InfoOf(entry->first, entry->second));
    }
    return found;
  });
}

Status MemoryStore::Put(std::string_view key, std::string_view content) {
  RETURN_IF_ERROR(CheckKey(key));
  return Run<void>("Put", key, [&]() -> Status {
    Store(key, content);
    return {};
  });
}

Status MemoryStore::PutFile(std::string_view key, const std::string& local_path) {
  RETURN_IF_ERROR(CheckKey(key));
  return Run<void>("PutFile", key, [&]() -> Status {
    std::ifstream file(local_path, std::ios::binary);
    if (!file) return NotFound("Cannot store object {}: expected a local file at {}", key, local_path);
    Store(key, std::string(std::istreambuf_iterator<char>(file), {}));
    return {};
  });
}

Status MemoryStore::PutIfAbsent(std::string_view key, std::string_view content) {
  RETURN_IF_ERROR(CheckKey(key));
  return Run<void>("PutIfAbsent", key, [&]() -> Status {
    if (objects_.contains(key)) return AlreadyExists("Cannot create object {}: it already exists", key);
    Store(key, content);
    return {};
  });
}

Status MemoryStore::PutIfMatch(std::string_view key, std::string_view content, std::string_view etag) {
  RETURN_IF_ERROR(CheckKey(key));
  return Run<void>("PutIfMatch", key, [&]() -> Status {
    const auto found = objects_.find(key);
    if (found == objects_.end()) return Missing(key);
    const std::string current = InfoOf(found->first, found->second).etag;
    if (current != etag) return Conflict("Cannot replace object {}: expected etag {}, got {}", key, etag, current);
    Store(key, content);
    return {};
  });
}

Status MemoryStore::Delete(std::string_view key) {
  RETURN_IF_ERROR(CheckKey(key));
  return Run<void>("Delete", key, [&]() -> Status {
    if (const auto found = objects_.find(key); found != objects_.end()) objects_.erase(found);
    return {};
  });
}

std::optional<std::string> MemoryStore::LocalPath(std::string_view) const { return std::nullopt; }

Status MemoryStore::Sync(std::span<const std::string> keys) {
  return Run<void>("Sync", keys.empty() ? "" : keys.front(), [&]() -> Status {
    for (const std::string& key : keys) {
      if (!objects_.contains(key)) return Missing(key);
    }
    return {};
  });
}

}  // namespace assay::storage
