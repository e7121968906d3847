#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "server/request.h"
#include "server/response.h"

namespace assay::server {

/// One request that was answered, or refused before it could be read (then `route` is "-"). Holds nothing personal: a
/// route's pattern stands for paths with names or keys in them.
struct Exchange {
  std::string method;
  std::string route;
  int status = 0;
  std::chrono::microseconds duration{0};
  std::uint64_t bytes = 0;
};

/// What answers requests, as the HTTP core sees it. Called by several threads at once.
class Application {
 public:
  virtual ~Application() = default;

  /// Whether `Handle` answers at once, so that the network's own thread may call it.
  virtual bool IsQuick(const Request& request) const = 0;

  /// Never fails: errors are responses too. Should end soon after a stop of `request.stop`.
  virtual Response Handle(Request request) = 0;

  /// An answer was sent, or could not be.
  virtual void Done(const Exchange& exchange) = 0;

  /// The number of open connections changed.
  virtual void ConnectionsAre(std::size_t open) = 0;
};

}  // namespace assay::server
