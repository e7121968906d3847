#include "server/answer_places.h"

#include <algorithm>
#include <thread>

namespace assay::server {

AnswerPlaces::AnswerPlaces(unsigned cores)
    : cores_(cores != 0 ? cores : std::max(1U, std::thread::hardware_concurrency())) {}

AnswerPlaces::Place::~Place() {
  if (places_ == nullptr) return;
  {
    const std::lock_guard lock(places_->mutex_);
    --places_->taken_;
  }
  places_->freed_.notify_one();
}

Result<AnswerPlaces::Place> AnswerPlaces::Take(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  if (!freed_.wait(lock, stop, [&] { return taken_ < cores_; })) return Cancelled("Stopped: the client left");
  ++taken_;
  return Place(*this, std::max(1U, cores_ / taken_));
}

}  // namespace assay::server
