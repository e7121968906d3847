#pragma once

#include <sys/stat.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.h"

namespace assay::storage {

/// Owns a POSIX file descriptor.
class FileHandle {
 public:
  FileHandle() = default;
  explicit FileHandle(int descriptor) : descriptor_(descriptor) {}
  FileHandle(FileHandle&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  FileHandle& operator=(FileHandle&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
  }
  ~FileHandle();

  int get() const { return descriptor_; }

 private:
  int descriptor_ = -1;
};

/// kNotFound when `number` (an errno) says that the path or a folder above it is missing, else kIo; worded
/// "Cannot <verb> <path>: <the system's words>[; <what to do>]".
std::unexpected<Error> SystemError(std::string_view verb, const std::string& path, int number);

/// Opens with `flags` (O_CLOEXEC is added); files are created with mode 0666 less the umask.
Result<FileHandle> OpenFile(const std::string& path, int flags, std::string_view verb);

/// Up to `length` bytes from `offset`, fewer at the end of the file.
Result<std::string> ReadFile(const FileHandle& file, const std::string& path, std::int64_t offset, std::int64_t length);

Status WriteFile(const FileHandle& file, const std::string& path, std::string_view content);

/// Waits until the file's content, or the folder's list of names, is on the disk.
Status SyncFile(const FileHandle& file, const std::string& path);
Status SyncFolder(const std::string& path);

/// Creates the folder and those above it, each durable in its parent; success when it is there.
Status CreateFolders(const std::string& path);

/// A text that changes whenever the file is replaced: inode, size and time of change of content.
std::string EtagOf(const struct stat& status);

/// An exclusive lock on a folder, held between threads and processes until destroyed.
class FolderLock {
 public:
  static Result<FolderLock> Take(const std::string& folder);

 private:
  explicit FolderLock(FileHandle folder) : folder_(std::move(folder)) {}
  FileHandle folder_;
};

/// A file that is removed on destruction unless it was renamed away.
class TemporaryFile {
 public:
  /// Writes and fsyncs `content` under a fresh temporary name in `folder`, creating the folder.
  static Result<TemporaryFile> Write(const std::string& folder, std::string_view content);
  /// The same with the content of `source`, read in blocks.
  static Result<TemporaryFile> Copy(const std::string& folder, const std::string& source);

  TemporaryFile(TemporaryFile&& other) noexcept : path_(std::exchange(other.path_, {})) {}
  TemporaryFile& operator=(TemporaryFile&&) = delete;
  ~TemporaryFile();

  const std::string& path() const { return path_; }
  /// Renames over `target`, whose time of change always grows, then fsyncs the folder. The caller holds the folder's
  /// lock.
  Status Replace(const std::string& target, const std::string& folder) &&;

 private:
  explicit TemporaryFile(std::string path) : path_(std::move(path)) {}
  std::string path_;
};

}  // namespace assay::storage
