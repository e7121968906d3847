#pragma once

#include <cstdint>
#include <deque>
#include <mutex>
#include <string>
#include <unordered_map>

#include "server/accounts.h"

namespace assay::server {

/// Counts attempts by key (a user's name, an address) over the last `window_s` seconds. Remembers 10,000 keys at most
/// and forgets the oldest beyond. Thread-safe.
class RateLimit {
 public:
  RateLimit(std::size_t attempts, std::int64_t window_s, Clock clock)
      : attempts_(attempts), window_s_(window_s), clock_(std::move(clock)) {}

  /// Counts an attempt. 0 = go on; else the seconds after which the next one is let through.
  std::int64_t Try(const std::string& key);

  /// Forgets the attempts of a key: this one was right.
  void Forget(const std::string& key);

 private:
  void DropOldest();

  const std::size_t attempts_;
  const std::int64_t window_s_;
  const Clock clock_;
  std::mutex mutex_;
  std::unordered_map<std::string, std::deque<std::int64_t>> times_;
  std::deque<std::string> order_;  // keys as they came; may name forgotten ones
};

}  // namespace assay::server
