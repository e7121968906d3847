#include "storage/local_store.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <set>
#include <system_error>

#include "storage/local_file.h"
#include "storage/object_key.h"

namespace assay::storage {
namespace {

Result<struct stat> StatusOf(const std::string& path) {
  struct stat status{};
  if (::stat(path.c_str(), &status) != 0) return SystemError("read", path, errno);
  if (!S_ISREG(status.st_mode)) return NotFound("Cannot read {}: expected a file, got a folder or device", path);
  return status;
}

ObjectInfo InfoOf(std::string key, const struct stat& status) {
  const std::int64_t modified_ms = status.st_mtim.tv_sec * std::int64_t{1000} + status.st_mtim.tv_nsec / 1'000'000;
  return {std::move(key), static_cast<std::int64_t>(status.st_size), modified_ms, EtagOf(status)};
}

std::string Join(std::string_view folder, std::string_view name) {
  return folder.empty() ? std::string(name) : fmt::format("{}/{}", folder, name);
}

// The whole subtree sorts before `start` when its name neither begins `start` nor sorts behind it.
bool MayHold(std::string_view folder_key, std::string_view start) {
  const std::string prefix = fmt::format("{}/", folder_key);
  return prefix >= start || start.starts_with(prefix);
}

Status ListInto(const std::string& path, std::string_view key, std::string_view start, std::vector<ObjectInfo>& found) {
  std::error_code error;
  for (std::filesystem::directory_iterator entry(path, error), end; !error && entry != end; entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    if (name.starts_with(kTemporaryPrefix)) continue;
    std::string child_key = Join(key, name);
    struct stat status{};
    if (::stat(entry->path().c_str(), &status) != 0) continue;  // deleted since it was listed
    if (S_ISREG(status.st_mode)) {
      if (child_key >= start) found.push_back(InfoOf(std::move(child_key), status));
    } else if (S_ISDIR(status.st_mode) && MayHold(child_key, start)) {
      std::error_code ignored;
      if (!entry->is_symlink(ignored)) RETURN_IF_ERROR(ListInto(entry->path().string(), child_key, start, found));
    }
  }
  if (!error || error == std::errc::no_such_file_or_directory || error == std::errc::not_a_directory) return {};
  return Io("Cannot list folder {}: {}", path, error.message());
}

// A finished file of the same disk is moved; from elsewhere it is copied first, so that it appears whole.
Result<TemporaryFile> Adopt(const std::string& folder, const std::string& local_path) {
  ASSIGN_OR_RETURN(TemporaryFile temporary, TemporaryFile::Write(folder, ""));
  {
    ASSIGN_OR_RETURN(const FileHandle file, OpenFile(local_path, O_RDONLY, "read"));
    RETURN_IF_ERROR(SyncFile(file, local_path));
  }
  if (::rename(local_path.c_str(), temporary.path().c_str()) == 0) return temporary;
  if (errno != EXDEV && errno != EACCES && errno != EPERM) return SystemError("move", local_path, errno);
  return TemporaryFile::Copy(folder, local_path);
}

}  // namespace

std::string LocalStore::PathOf(std::string_view key) const { return fmt::format("{}/{}", root_, key); }

std::string LocalStore::FolderOf(std::string_view key) const {
  const std::size_t slash = key.rfind('/');
  return slash == key.npos ? root_ : PathOf(key.substr(0, slash));
}

Result<std::string> LocalStore::Get(std::string_view key) {
  RETURN_IF_ERROR(CheckKey(key));
  const std::string path = PathOf(key);
  ASSIGN_OR_RETURN(const struct stat status, StatusOf(path));
  ASSIGN_OR_RETURN(const FileHandle file, OpenFile(path, O_RDONLY, "read"));
  // The file may have been replaced since its size was taken; what counts is the opened one.
  struct stat opened = status;
  if (::fstat(file.get(), &opened) != 0) return SystemError("read", path, errno);
  return ReadFile(file, path, 0, opened.st_size);
}

Result<std::string> LocalStore::GetRange(std::string_view key, std::int64_t offset, std::int64_t length) {
  RETURN_IF_ERROR(CheckKey(key));
  const std::string path = PathOf(key);
  if (offset < 0 || length < 0) {
    return InvalidInput("Cannot read {}: expected no negative range, got {} bytes at {}", path, length, offset);
  }
  ASSIGN_OR_RETURN(const struct stat status, StatusOf(path));
  ASSIGN_OR_RETURN(const FileHandle file, OpenFile(path, O_RDONLY, "read"));
  const std::int64_t left = std::max<std::int64_t>(0, status.st_size - offset);
  return ReadFile(file, path, offset, std::min(length, left));
}

Result<ObjectInfo> LocalStore::Head(std::string_view key) {
  RETURN_IF_ERROR(CheckKey(key));
  ASSIGN_OR_RETURN(const struct stat status, StatusOf(PathOf(key)));
  return InfoOf(std::string(key), status);
}

Result<std::vector<ObjectInfo>> LocalStore::ListFrom(std::string_view folder, std::string_view start) {
  if (!folder.empty()) RETURN_IF_ERROR(CheckKey(folder));
  std::vector<ObjectInfo> found;
  RETURN_IF_ERROR(ListInto(folder.empty() ? root_ : PathOf(folder), folder, start, found));
  std::ranges::sort(found, {}, &ObjectInfo::key);
  return found;
}

Status LocalStore::Put(std::string_view key, std::string_view content) {
  RETURN_IF_ERROR(CheckKey(key));
  const std::string folder = FolderOf(key);
  ASSIGN_OR_RETURN(TemporaryFile file, TemporaryFile::Write(folder, content));
  ASSIGN_OR_RETURN(const FolderLock lock, FolderLock::Take(folder));
  return std::move(file).Replace(PathOf(key), folder);
}

Status LocalStore::PutFile(std::string_view key, const std::string& local_path) {
  RETURN_IF_ERROR(CheckKey(key));
  const std::string folder = FolderOf(key);
  ASSIGN_OR_RETURN(TemporaryFile file, Adopt(folder, local_path));
  ASSIGN_OR_RETURN(const FolderLock lock, FolderLock::Take(folder));
  return std::move(file).Replace(PathOf(key), folder);
}

Status LocalStore::PutIfAbsent(std::string_view key, std::string_view content) {
  RETURN_IF_ERROR(CheckKey(key));
  const std::string path = PathOf(key);
  const std::string folder = FolderOf(key);
  struct stat status{};
  if (::stat(path.c_str(), &status) == 0) return AlreadyExists("Cannot create {}: it already exists", path);
  ASSIGN_OR_RETURN(const TemporaryFile file, TemporaryFile::Write(folder, content));
  if (::link(file.path().c_str(), path.c_str()) != 0) {
    if (errno == EEXIST) return AlreadyExists("Cannot create {}: it already exists", path);
    return Io("Cannot create {}: {}", path, std::generic_category().message(errno));
  }
  return SyncFolder(folder);
}

Status LocalStore::PutIfMatch(std::string_view key, std::string_view content, std::string_view etag) {
  RETURN_IF_ERROR(CheckKey(key));
  const std::string path = PathOf(key);
  const std::string folder = FolderOf(key);
  RETURN_IF_ERROR(StatusOf(path));
  ASSIGN_OR_RETURN(TemporaryFile file, TemporaryFile::Write(folder, content));
  ASSIGN_OR_RETURN(const FolderLock lock, FolderLock::Take(folder));
  ASSIGN_OR_RETURN(const struct stat status, StatusOf(path));
  const std::string current = EtagOf(status);
  if (current != etag) return Conflict("Cannot replace {}: expected etag {}, got {}", path, etag, current);
  return std::move(file).Replace(path, folder);
}

Status LocalStore::Delete(std::string_view key) {
  RETURN_IF_ERROR(CheckKey(key));
  const std::string path = PathOf(key);
  const std::string folder = FolderOf(key);
  struct stat status{};
  if (::stat(path.c_str(), &status) != 0 && (errno == ENOENT || errno == ENOTDIR)) return {};
  ASSIGN_OR_RETURN(const FolderLock lock, FolderLock::Take(folder));
  if (::unlink(path.c_str()) != 0 && errno != ENOENT) return SystemError("delete", path, errno);
  return SyncFolder(folder);
}

std::optional<std::string> LocalStore::LocalPath(std::string_view key) const {
  if (!CheckKey(key)) return std::nullopt;
  return PathOf(key);
}

Status LocalStore::Sync(std::span<const std::string> keys) {
  std::set<std::string> folders{root_};
  for (const std::string& key : keys) {
    RETURN_IF_ERROR(CheckKey(key));
    const std::string path = PathOf(key);
    ASSIGN_OR_RETURN(const FileHandle file, OpenFile(path, O_RDONLY, "read"));
    RETURN_IF_ERROR(SyncFile(file, path));
    for (std::size_t slash = key.rfind('/'); slash != key.npos && slash > 0; slash = key.rfind('/', slash - 1)) {
      folders.insert(PathOf(std::string_view(key).substr(0, slash)));
    }
  }
  if (keys.empty()) return {};
  for (const std::string& folder : folders) RETURN_IF_ERROR(SyncFolder(folder));
  return {};
}

}  // namespace assay::storage
