#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string_view>
#include <thread>
#include <vector>

#include "base/result.h"
#include "pipeline/run_log.h"
#include "server/served.h"

namespace assay::server {

/// The releases that are open: the newest, and the one before it for pages that still show it. A thread of its own
/// looks for a new one and swaps it in when it is ready, so that no request waits for it.
class Releases {
 public:
  using Note = std::function<void(std::string_view)>;

  /// Opens the newest release; `parts` and `note` (told of what goes wrong later) must outlive it. From then on the
  /// lake of `parts` belongs to the thread. kNotFound when nothing was published yet.
  static Result<std::unique_ptr<Releases>> Open(ServedParts parts, std::chrono::milliseconds interval, Note note);
  Releases(const Releases&) = delete;
  Releases& operator=(const Releases&) = delete;
  ~Releases();

  std::shared_ptr<const Served> Newest() const;
  /// The release of that number, or the newest for none; nullptr when it is not open (any more).
  std::shared_ptr<const Served> Find(std::optional<std::int64_t> number) const;
  /// How the last run ended; nothing when it is not known.
  std::optional<pipeline::RunRecord> last_run() const;

 private:
  static constexpr std::size_t kKept = 2;

  Releases(ServedParts parts, std::chrono::milliseconds interval, Note note)
      : parts_(std::move(parts)), interval_(interval), note_(std::move(note)) {}
  void Watch(const std::stop_token& stop);
  void LookForRelease();
  void LookForRun();
  Status OpenNewest(const lake::Release& release);
  void RemoveOldImages() const;

  const ServedParts parts_;
  const std::chrono::milliseconds interval_;
  const Note note_;
  mutable std::mutex mutex_;
  std::vector<std::shared_ptr<const Served>> open_;  // the newest first
  std::optional<pipeline::RunRecord> last_run_;
  std::string last_problem_;  // the watcher only: what was noted already
  std::jthread watcher_;      // last: ends before the rest
};

}  // namespace assay::server
