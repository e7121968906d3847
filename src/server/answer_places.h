#pragma once

#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <utility>

#include "base/result.h"

namespace assay::server {

/// The cores, shared by the answers that are computed: never more answers at once than cores, since each would only
/// slow the others down. One that is alone gets all cores. Those that wait come in no order. Thread-safe.
class AnswerPlaces {
 public:
  explicit AnswerPlaces(unsigned cores = 0);  ///< 0 = those of the machine

  /// Gives its place back at its end.
  class Place {
   public:
    Place(AnswerPlaces& places, unsigned threads) : places_(&places), threads_(threads) {}
    Place(Place&& other) noexcept : places_(std::exchange(other.places_, nullptr)), threads_(other.threads_) {}
    Place& operator=(Place&&) = delete;
    ~Place();
    unsigned threads() const { return threads_; }  ///< to compute with

   private:
    AnswerPlaces* places_;
    unsigned threads_;
  };

  /// Waits for a place. kCancelled soon after a stop.
  Result<Place> Take(const std::stop_token& stop);

 private:
  const unsigned cores_;
  std::mutex mutex_;
  std::condition_variable_any freed_;
  unsigned taken_ = 0;
};

}  // namespace assay::server
