#pragma once

#include <cstdio>
#include <memory>
#include <mutex>
#include <string>

#include "base/result.h"
#include "server/application.h"

namespace assay::server {

/// One line a request: time, method, route, status, milliseconds, bytes. Neither who asked nor what about: paths that
/// hold a key stand as their route's pattern, and queries are left out. Other events of the server go there too.
class AccessLog {
 public:
  /// Appends to the file at `path`, made when missing; "-" is stderr, "" writes nothing. kIo.
  static Result<std::unique_ptr<AccessLog>> Open(const std::string& path);
  ~AccessLog();

  void Write(const Exchange& exchange);
  void Note(std::string_view message);

 private:
  explicit AccessLog(std::FILE* file) : file_(file) {}
  std::FILE* file_;
  std::mutex mutex_;
};

}  // namespace assay::server
