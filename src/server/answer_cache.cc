#include "server/answer_cache.h"

namespace assay::server {

AnswerCache::Text AnswerCache::Get(const std::string& key) {
  const std::lock_guard lock(mutex_);
  const auto found = by_key_.find(key);
  if (found == by_key_.end()) {
    ++counts_.misses;
    return nullptr;
  }
  ++counts_.hits;
  entries_.splice(entries_.begin(), entries_, found->second);
  return found->second->second;
}

void AnswerCache::Put(const std::string& key, Text text) {
  const std::lock_guard lock(mutex_);
  if (text->size() > most_bytes_ / 8 || by_key_.contains(key)) return;
  entries_.emplace_front(key, std::move(text));
  by_key_[key] = entries_.begin();
  counts_.bytes += SizeOf(entries_.front());
  while (counts_.bytes > most_bytes_) {
    counts_.bytes -= SizeOf(entries_.back());
    by_key_.erase(entries_.back().first);
    entries_.pop_back();
  }
}

AnswerCache::Counts AnswerCache::counts() const {
  const std::lock_guard lock(mutex_);
  return counts_;
}

}  // namespace assay::server
