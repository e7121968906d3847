#include "server/releases.h"

#include <algorithm>
#include <condition_variable>
#include <filesystem>

#include "lake/release.h"

namespace assay::server {

Result<std::unique_ptr<Releases>> Releases::Open(ServedParts parts, std::chrono::milliseconds interval, Note note) {
  std::unique_ptr<Releases> releases(new Releases(std::move(parts), interval, std::move(note)));
  const auto newest = lake::NewestRelease(releases->parts_.lake);
  if (!newest && newest.error().kind == ErrorKind::kNotFound)
    return NotFound("Cannot serve: nothing was published yet; run `assay run` first");
  RETURN_IF_ERROR(newest);
  RETURN_IF_ERROR(releases->OpenNewest(*newest));
  releases->LookForRun();
  Releases* raw = releases.get();
  releases->watcher_ = std::jthread([raw](const std::stop_token& stop) { raw->Watch(stop); });
  return releases;
}

Releases::~Releases() = default;

std::shared_ptr<const Served> Releases::Newest() const {
  const std::lock_guard lock(mutex_);
  return open_.front();
}

std::shared_ptr<const Served> Releases::Find(std::optional<std::int64_t> number) const {
  const std::lock_guard lock(mutex_);
  if (!number) return open_.front();
  const auto found = std::ranges::find_if(open_, [&](const auto& one) { return one->release().number == *number; });
  return found == open_.end() ? nullptr : *found;
}

std::optional<pipeline::RunRecord> Releases::last_run() const {
  const std::lock_guard lock(mutex_);
  return last_run_;
}

void Releases::Watch(const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any wake;
  while (!stop.stop_requested()) {
    std::unique_lock lock(mutex);
    wake.wait_for(lock, stop, interval_, [] { return false; });
    if (stop.stop_requested()) return;
    LookForRelease();
    LookForRun();
  }
}

void Releases::LookForRelease() {
  const auto newest = lake::NewestRelease(parts_.lake);
  if (newest && newest->number == Newest()->release().number) return;
  const Status opened = newest ? OpenNewest(*newest) : Status(std::unexpected(newest.error()));
  const std::string problem = opened ? "" : opened.error().message;
  if (!problem.empty() && problem != last_problem_) note_(fmt::format("the release before stays: {}", problem));
  last_problem_ = problem;
}

void Releases::LookForRun() {
  auto run = pipeline::ReadLastRun(parts_.lake);
  const std::lock_guard lock(mutex_);
  last_run_ = run ? std::move(*run) : std::nullopt;
}

Status Releases::OpenNewest(const lake::Release& release) {
  ASSIGN_OR_RETURN(auto served, Served::Open(parts_, release));
  {
    const std::lock_guard lock(mutex_);
    open_.insert(open_.begin(), std::move(served));
    if (open_.size() > kKept) open_.pop_back();
  }
  note_(fmt::format("release {} is served", release.number));
  RemoveOldImages();
  return {};
}

// A mapped file that is removed stays readable for who has it open.
void Releases::RemoveOldImages() const {
  std::vector<std::string> kept;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& one : open_) kept.push_back(one->image_path());
  }
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(parts_.image_folder, ignored)) {
    const std::string path = entry.path().string();
    if (path.ends_with(".image") && std::ranges::find(kept, path) == kept.end())
      std::filesystem::remove(entry.path(), ignored);
  }
}

}  // namespace assay::server
