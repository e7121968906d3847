#include "pipeline/run_lock.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "pipeline/delta_files.h"

namespace assay::pipeline {

Result<RunLock> RunLock::Take(const lake::Lake& lake) {
  ASSIGN_OR_RETURN(const std::string folder, MakeLocalFolder(lake, "ops"));
  const std::string path = folder + "/run.lock";
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (descriptor < 0) return Io("Cannot open {}: {}; check that the lake is writable", path, std::strerror(errno));
  RunLock lock(descriptor);
  if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    std::array<char, 32> holder{};
    const auto read = ::pread(descriptor, holder.data(), holder.size() - 1, 0);
    return Conflict("Cannot run: another run (process {}) works on this lake; wait until it is done, then run again",
                    read > 0 ? holder.data() : "unknown");
  }
  const std::string self = std::to_string(::getpid());
  const bool noted = ::ftruncate(descriptor, 0) == 0 && ::pwrite(descriptor, self.data(), self.size(), 0) > 0;
  if (!noted) return Io("Cannot write {}: {}; check that the disk has room", path, std::strerror(errno));
  return lock;
}

RunLock::RunLock(RunLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

RunLock::~RunLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace assay::pipeline
