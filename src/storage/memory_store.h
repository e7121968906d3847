#pragma once

#include <functional>
#include <map>
#include <mutex>

#include "storage/object_store.h"

namespace assay::storage {

/// A failure to be played by a MemoryStore.
struct Fault {
  enum class When {
    kBefore,  ///< the operation does not happen
    kAfter,   ///< the operation happens, but its caller gets the error: an unknown outcome
  };
  Error error;
  When when = When::kBefore;
};

/// Objects in memory, for tests; lost with the store. Time comes from `now_ms`, which tests set; `LocalPath` is always
/// empty.
class MemoryStore final : public ObjectStore {
 public:
  using Clock = std::function<std::int64_t()>;
  /// Called before every operation with its name ("Get", "PutIfAbsent", ...) and key; may be called by several threads
  /// at once.
  using FaultHook = std::function<std::optional<Fault>(std::string_view operation, std::string_view key)>;

  explicit MemoryStore(Clock now_ms = [] { return std::int64_t{0}; }) : now_ms_(std::move(now_ms)) {}

  /// Replaces the hook; an empty one plays no faults. Not while other threads use the store.
  void SetFaultHook(FaultHook hook) { hook_ = std::move(hook); }

  Result<std::string> Get(std::string_view key) override;
  Result<std::string> GetRange(std::string_view key, std::int64_t offset, std::int64_t length) override;
  Result<ObjectInfo> Head(std::string_view key) override;
  Result<std::vector<ObjectInfo>> ListFrom(std::string_view folder, std::string_view start) override;
  Status Put(std::string_view key, std::string_view content) override;
  Status PutFile(std::string_view key, const std::string& local_path) override;
  Status PutIfAbsent(std::string_view key, std::string_view content) override;
  Status PutIfMatch(std::string_view key, std::string_view content, std::string_view etag) override;
  Status Delete(std::string_view key) override;
  std::optional<std::string> LocalPath(std::string_view key) const override;
  Status Sync(std::span<const std::string> keys) override;

 private:
  struct Object {
    std::string content;
    std::int64_t modified_ms;
    std::int64_t generation;
  };
  template <typename T>
  Result<T> Run(std::string_view operation, std::string_view key, const std::function<Result<T>()>& work);
  void Store(std::string_view key, std::string_view content);
  static ObjectInfo InfoOf(const std::string& key, const Object& object);

  Clock now_ms_;
  FaultHook hook_;
  std::mutex mutex_;
  std::map<std::string, Object, std::less<>> objects_;
  std::int64_t next_generation_ = 1;
};

}  // namespace assay::storage
