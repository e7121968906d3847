#include "server/access_log.h"

#include <cerrno>
#include <chrono>
#include <cstring>

#include <fmt/chrono.h>

namespace assay::server {
namespace {

std::string Now() { return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::time(nullptr))); }

}  // namespace

Result<std::unique_ptr<AccessLog>> AccessLog::Open(const std::string& path) {
  if (path.empty()) return std::unique_ptr<AccessLog>(new AccessLog(nullptr));
  if (path == "-") return std::unique_ptr<AccessLog>(new AccessLog(stderr));
  std::FILE* file = std::fopen(path.c_str(), "ae");
  if (file == nullptr) return Io("Cannot write the access log {}: {}", path, std::strerror(errno));
  return std::unique_ptr<AccessLog>(new AccessLog(file));
}

AccessLog::~AccessLog() {
  if (file_ != nullptr && file_ != stderr) std::fclose(file_);
}

void AccessLog::Write(const Exchange& exchange) {
  if (file_ == nullptr) return;
  const double ms = static_cast<double>(exchange.duration.count()) / 1000;
  const std::string line = fmt::format("{} {} {} {} {:.1f}ms {}\n", Now(), exchange.method, exchange.route,
                                       exchange.status, ms, exchange.bytes);
  const std::lock_guard lock(mutex_);
  std::fputs(line.c_str(), file_);
  std::fflush(file_);
}

void AccessLog::Note(std::string_view message) {
  if (file_ == nullptr) return;
  const std::string line = fmt::format("{} - {}\n", Now(), message);
  const std::lock_guard lock(mutex_);
  std::fputs(line.c_str(), file_);
  std::fflush(file_);
}

}  // namespace assay::server
