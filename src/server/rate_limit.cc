#include "server/rate_limit.h"

namespace assay::server {
namespace {

constexpr std::size_t kMostKeys = 10'000;

}  // namespace

std::int64_t RateLimit::Try(const std::string& key) {
  const std::lock_guard lock(mutex_);
  const std::int64_t now = clock_();
  const auto [found, is_new] = times_.try_emplace(key);
  if (is_new) order_.push_back(key);
  auto& times = found->second;
  while (!times.empty() && times.front() <= now - window_s_) times.pop_front();
  if (times.size() >= attempts_) return times.front() + window_s_ - now;
  times.push_back(now);
  DropOldest();
  return 0;
}

void RateLimit::Forget(const std::string& key) {
  const std::lock_guard lock(mutex_);
  if (const auto found = times_.find(key); found != times_.end()) found->second.clear();
}

void RateLimit::DropOldest() {
  while (order_.size() > kMostKeys) {
    times_.erase(order_.front());
    order_.pop_front();
  }
}

}  // namespace assay::server
