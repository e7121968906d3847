#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

namespace assay {

/// Values by key, cheap to copy, at most `most_bytes` of them with their keys; the longest unused go first.
/// Thread-safe.
template <typename Value>
class BoundedCache {
 public:
  struct Counts {
    std::uint64_t hits = 0;
    std::uint64_t misses = 0;
    std::size_t bytes = 0;
  };

  explicit BoundedCache(std::size_t most_bytes) : most_bytes_(most_bytes) {}

  std::optional<Value> Get(const std::string& key) {
    const std::lock_guard lock(mutex_);
    const auto found = by_key_.find(key);
    if (found == by_key_.end()) {
      ++counts_.misses;
      return std::nullopt;
    }
    ++counts_.hits;
    entries_.splice(entries_.begin(), entries_, found->second);
    return found->second->value;
  }

  /// `bytes`: of the value. One that is larger than an eighth of the whole is not kept.
  void Put(const std::string& key, Value value, std::size_t bytes) {
    const std::lock_guard lock(mutex_);
    if (bytes > most_bytes_ / 8 || by_key_.contains(key)) return;
    entries_.push_front({key, std::move(value), 2 * key.size() + bytes});
    by_key_[key] = entries_.begin();
    counts_.bytes += entries_.front().bytes;
    while (counts_.bytes > most_bytes_) {
      counts_.bytes -= entries_.back().bytes;
      by_key_.erase(entries_.back().key);
      entries_.pop_back();
    }
  }

  Counts counts() const {
    const std::lock_guard lock(mutex_);
    return counts_;
  }

 private:
  struct Entry {
    std::string key;
    Value value;
    std::size_t bytes;
  };
  using Entries = std::list<Entry>;  // the newest used first

  const std::size_t most_bytes_;
  mutable std::mutex mutex_;
  Entries entries_;
  std::unordered_map<std::string, typename Entries::iterator> by_key_;
  Counts counts_;
};

}  // namespace assay
