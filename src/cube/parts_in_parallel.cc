#include "cube/parts_in_parallel.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace assay::cube {

unsigned WorkersFor(unsigned threads, std::size_t parts) {
  const unsigned wanted = threads == 0 ? std::max(1U, std::thread::hardware_concurrency()) : threads;
  return static_cast<unsigned>(std::clamp<std::size_t>(parts, 1, wanted));
}

Status ForEachPart(unsigned workers, std::size_t parts, const std::function<Status(unsigned, std::size_t)>& work) {
  std::atomic<std::size_t> next = 0;
  std::mutex mutex;
  std::optional<Error> failure;
  const auto take_parts = [&](unsigned worker) {
    for (std::size_t part = next++; part < parts; part = next++) {
      Status status = work(worker, part);
      if (status) continue;
      next = parts;
      const std::scoped_lock lock(mutex);
      if (!failure) failure = std::move(status).error();
    }
  };
  {
    std::vector<std::jthread> others;
    for (unsigned worker = 1; worker < workers; ++worker) others.emplace_back(take_parts, worker);
    take_parts(0);
  }
  if (failure) return std::unexpected(*std::move(failure));
  return {};
}

}  // namespace assay::cube
