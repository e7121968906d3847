#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace assay::storage {

/// What a store knows about an object without reading it.
struct ObjectInfo {
  std::string key;
  std::int64_t size_bytes = 0;
  std::int64_t modified_ms = 0;  ///< milliseconds since 1970-01-01T00:00Z, by the store's clock
  std::string etag;              ///< changes whenever the content is written again; opaque, compared for equality only
  bool operator==(const ObjectInfo&) const = default;
};

/// Named, immutable-once-visible objects below one root: a local folder, memory, or a container of an object storage.
///
/// A **key** is a relative path of '/'-separated parts, any UTF-8 text, not encoded ("a b/%41.json" names exactly
/// that). A key is refused with kInvalidInput when it is empty, starts or ends with '/', contains a NUL byte, or has a
/// part that is empty, ".",
/// "..", or starts with ".tmp-" (the store's own). Folders do not exist by themselves: writing "a/b" needs no "a".
///
/// Every write becomes visible whole or not at all, and is durable when the call returns success. After kIo or kTimeout
/// of a write the outcome is unknown: it may or may not have happened, but never in part.
///
/// Safe to call from several threads and, for the same root, from several processes. Errors name the object. kIo and
/// kTimeout may happen in every call and are not repeated below.
class ObjectStore {
 public:
  virtual ~ObjectStore() = default;

  /// The whole content. kNotFound when there is no such object.
  virtual Result<std::string> Get(std::string_view key) = 0;

  /// The bytes [offset, offset + length), fewer when the object ends before; empty when `offset` lies at or behind its
  /// end. kNotFound when there is no such object; kInvalidInput when a number is negative.
  virtual Result<std::string> GetRange(std::string_view key, std::int64_t offset, std::int64_t length) = 0;

  /// Size, time and etag. kNotFound when there is no such object.
  virtual Result<ObjectInfo> Head(std::string_view key) = 0;

  /// Every object below `folder` (at any depth; "" is the root) whose key is >= `start` in byte order, sorted in byte
  /// order. `start` is a full key, or "" for all. A folder that does not exist gives an empty list. Objects written
  /// while the call runs may be listed or not, whatever the order they were written in.
  virtual Result<std::vector<ObjectInfo>> ListFrom(std::string_view folder, std::string_view start) = 0;

  /// Writes an object, replacing one of the same name.
  virtual Status Put(std::string_view key, std::string_view content) = 0;

  /// Writes an object from a finished local file, replacing one of the same name. Whether the local file still exists
  /// afterwards is unspecified (a local store moves it): the caller deletes it if it is there. kNotFound when the local
  /// file is missing.
  virtual Status PutFile(std::string_view key, const std::string& local_path) = 0;

  /// Writes an object that does not exist yet; kAlreadyExists otherwise, and then nothing changed. Of any number of
  /// concurrent calls for one key exactly one succeeds. This is what a commit is made of.
  virtual Status PutIfAbsent(std::string_view key, std::string_view content) = 0;

  /// Replaces an object whose etag is still `etag`. kConflict when it has another one, kNotFound when it is gone. Of
  /// any number of concurrent calls with one etag exactly one succeeds.
  virtual Status PutIfMatch(std::string_view key, std::string_view content, std::string_view etag) = 0;

  /// Removes an object; success when there is none.
  virtual Status Delete(std::string_view key) = 0;

  /// The local file that holds, or would hold, the object, so that an engine on this machine can read or write it
  /// directly; nothing when the store is not a local folder or the key is refused. Whoever writes through it creates
  /// the folder, and calls `Sync` before anything names the file.
  virtual std::optional<std::string> LocalPath(std::string_view key) const = 0;

  /// Makes objects durable that were written through `LocalPath`, with the folders above them. kNotFound when one is
  /// missing. A store whose writes are durable by themselves may succeed without looking.
  virtual Status Sync(std::span<const std::string> keys) = 0;
};

}  // namespace assay::storage
