#pragma once

#include <string>

#include "storage/object_store.h"

namespace assay::storage {

/// Objects as files below a folder of this machine; the key is the relative path.
///
/// A write goes to a temporary file in the target's folder (its name starts with ".tmp-"), is fsynced, and then gets
/// its final name in one step: link() for `PutIfAbsent`, rename() otherwise; then the folder is fsynced. A process that
/// dies leaves at most a temporary file, which no listing shows. Writers that replace or delete hold an exclusive lock
/// on the folder, so that `PutIfMatch` is exact between processes. Deleting leaves empty folders behind. Symbolic links
/// to folders are not followed by `ListFrom`. A full disk, a missing permission and the like are kIo with the file's
/// path and the system's words.
class LocalStore final : public ObjectStore {
 public:
  /// `root` need not exist yet; the first write creates it.
  explicit LocalStore(std::string root) : root_(std::move(root)) {}

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
  std::string PathOf(std::string_view key) const;
  std::string FolderOf(std::string_view key) const;

  std::string root_;
};

}  // namespace assay::storage
