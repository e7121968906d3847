#pragma once

#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

namespace assay::server {

/// Answers by key, as text. Holds at most `most_bytes` of keys and texts; the longest unused go first. Thread-safe.
class AnswerCache {
 public:
  using Text = std::shared_ptr<const std::string>;

  explicit AnswerCache(std::size_t most_bytes) : most_bytes_(most_bytes) {}

  Text Get(const std::string& key);  ///< nullptr when absent
  /// A text that is larger than an eighth of the whole is not kept.
  void Put(const std::string& key, Text text);

  struct Counts {
    std::uint64_t hits = 0;
    std::uint64_t misses = 0;
    std::size_t bytes = 0;
  };
  Counts counts() const;

 private:
  using Entries = std::list<std::pair<std::string, Text>>;  // the newest used first
  static std::size_t SizeOf(const Entries::value_type& entry) { return 2 * entry.first.size() + entry.second->size(); }

  const std::size_t most_bytes_;
  mutable std::mutex mutex_;
  Entries entries_;
  std::unordered_map<std::string, Entries::iterator> by_key_;
  Counts counts_;
};

}  // namespace assay::server
