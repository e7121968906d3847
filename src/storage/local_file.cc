#include "storage/local_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>

#include "base/uuid.h"
#include "storage/object_key.h"

namespace assay::storage {
namespace {

const char* Advice(int number) {
  if (number == ENOSPC || number == EDQUOT) return "; free some space and run again";
  if (number == EACCES || number == EPERM || number == EROFS) return "; give this user the right to write there";
  return "";
}

bool IsLater(const timespec& a, const timespec& b) {
  return a.tv_sec != b.tv_sec ? a.tv_sec > b.tv_sec : a.tv_nsec > b.tv_nsec;
}

// The kernel's clock ticks every few milliseconds, and inodes are reused: without this two writes could share an etag.
Status MakeLaterThan(const std::string& path, const std::string& target) {
  struct stat old_status{};
  struct stat new_status{};
  if (::stat(target.c_str(), &old_status) != 0) return {};
  if (::stat(path.c_str(), &new_status) != 0) return SystemError("read", path, errno);
  if (IsLater(new_status.st_mtim, old_status.st_mtim)) return {};
  timespec later = old_status.st_mtim;
  later.tv_nsec += 1;
  if (later.tv_nsec == 1'000'000'000) later = {later.tv_sec + 1, 0};
  const std::array<timespec, 2> times{later, later};
  if (::utimensat(AT_FDCWD, path.c_str(), times.data(), 0) != 0) return SystemError("write", path, errno);
  return {};
}

std::string FreshName(const std::string& folder) { return fmt::format("{}/{}{}", folder, kTemporaryPrefix, NewUuid()); }

}  // namespace

FileHandle::~FileHandle() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

std::unexpected<Error> SystemError(std::string_view verb, const std::string& path, int number) {
  const std::string words = std::generic_category().message(number);
  const bool missing = number == ENOENT || number == ENOTDIR;
  return Fail(missing ? ErrorKind::kNotFound : ErrorKind::kIo, "Cannot {} {}: {}{}", verb, path, words, Advice(number));
}

Result<FileHandle> OpenFile(const std::string& path, int flags, std::string_view verb) {
  const int descriptor = ::open(path.c_str(), flags | O_CLOEXEC, 0666);
  if (descriptor < 0) return SystemError(verb, path, errno);
  return FileHandle(descriptor);
}

Result<std::string> ReadFile(const FileHandle& file, const std::string& path, std::int64_t offset,
                             std::int64_t length) {
  std::string content(static_cast<std::size_t>(length), '\0');
  std::size_t done = 0;
  while (done < content.size()) {
    const auto got =
        ::pread(file.get(), content.data() + done, content.size() - done, offset + static_cast<std::int64_t>(done));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return SystemError("read", path, errno);
    if (got == 0) break;
    done += static_cast<std::size_t>(got);
  }
  content.resize(done);
  return content;
}

Status WriteFile(const FileHandle& file, const std::string& path, std::string_view content) {
  while (!content.empty()) {
    const auto put = ::write(file.get(), content.data(), content.size());
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return SystemError("write", path, errno);
    content.remove_prefix(static_cast<std::size_t>(put));
  }
  return {};
}

Status SyncFile(const FileHandle& file, const std::string& path) {
  if (::fsync(file.get()) != 0) return SystemError("write", path, errno);
  return {};
}

Status SyncFolder(const std::string& path) {
  ASSIGN_OR_RETURN(const FileHandle folder, OpenFile(path, O_RDONLY | O_DIRECTORY, "open folder"));
  return SyncFile(folder, path);
}

Status CreateFolders(const std::string& path) {
  if (::mkdir(path.c_str(), 0777) == 0) {
    const std::size_t slash = path.rfind('/');
    return SyncFolder(slash == path.npos ? "." : slash == 0 ? "/" : path.substr(0, slash));
  }
  if (errno == EEXIST) return {};
  const std::size_t slash = path.rfind('/');
  if (errno != ENOENT || slash == path.npos || slash == 0)
    return Io("Cannot create folder {}: {}{}", path, std::generic_category().message(errno), Advice(errno));
  RETURN_IF_ERROR(CreateFolders(path.substr(0, slash)));
  return CreateFolders(path);
}

std::string EtagOf(const struct stat& status) {
  return fmt::format("{}-{}-{}.{:09}", status.st_ino, status.st_size, status.st_mtim.tv_sec, status.st_mtim.tv_nsec);
}

Result<FolderLock> FolderLock::Take(const std::string& folder) {
  ASSIGN_OR_RETURN(FileHandle handle, OpenFile(folder, O_RDONLY | O_DIRECTORY, "lock folder"));
  while (::flock(handle.get(), LOCK_EX) != 0) {
    if (errno != EINTR) return SystemError("lock folder", folder, errno);
  }
  return FolderLock(std::move(handle));
}

Result<TemporaryFile> TemporaryFile::Write(const std::string& folder, std::string_view content) {
  RETURN_IF_ERROR(CreateFolders(folder));
  const std::string path = FreshName(folder);
  ASSIGN_OR_RETURN(const FileHandle file, OpenFile(path, O_WRONLY | O_CREAT | O_EXCL, "create"));
  TemporaryFile temporary(path);
  RETURN_IF_ERROR(WriteFile(file, path, content));
  RETURN_IF_ERROR(SyncFile(file, path));
  return temporary;
}

Result<TemporaryFile> TemporaryFile::Copy(const std::string& folder, const std::string& source) {
  constexpr std::int64_t kBlockBytes = 1 << 20;
  RETURN_IF_ERROR(CreateFolders(folder));
  ASSIGN_OR_RETURN(const FileHandle input, OpenFile(source, O_RDONLY, "read"));
  const std::string path = FreshName(folder);
  ASSIGN_OR_RETURN(const FileHandle output, OpenFile(path, O_WRONLY | O_CREAT | O_EXCL, "create"));
  TemporaryFile temporary(path);
  for (std::int64_t offset = 0;;) {
    ASSIGN_OR_RETURN(const std::string block, ReadFile(input, source, offset, kBlockBytes));
    if (block.empty()) break;
    RETURN_IF_ERROR(WriteFile(output, path, block));
    offset += static_cast<std::int64_t>(block.size());
  }
  RETURN_IF_ERROR(SyncFile(output, path));
  return temporary;
}

TemporaryFile::~TemporaryFile() {
  if (!path_.empty()) ::unlink(path_.c_str());
}

Status TemporaryFile::Replace(const std::string& target, const std::string& folder) && {
  RETURN_IF_ERROR(MakeLaterThan(path_, target));
  if (::rename(path_.c_str(), target.c_str()) != 0)
    return Io("Cannot replace {}: {}", target, std::generic_category().message(errno));
  path_.clear();
  return SyncFolder(folder);
}

}  // namespace assay::storage
