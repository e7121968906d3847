#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <unordered_map>

#include "base/result.h"

namespace assay::server {

/// Lets equal computations that overlap in time be made once: the first caller computes in its own thread, the others
/// wait for its result. The computation is asked to stop only when nobody wants its result any more. Thread-safe.
template <typename Value>
class SingleFlight {
 public:
  using Compute = std::function<Result<Value>(std::stop_token)>;

  /// The result of `compute`, or of the equal one that is under way; kCancelled soon after a stop of a waiting caller.
  Result<Value> Do(const std::string& key, std::stop_token stop, const Compute& compute) {
    std::unique_lock lock(mutex_);
    if (const auto found = flights_.find(key); found != flights_.end()) {
      const std::shared_ptr<Flight> flight = found->second;
      return Join(key, *flight, std::move(stop), lock);
    }
    const auto flight = std::make_shared<Flight>();
    flights_.emplace(key, flight);
    lock.unlock();
    return Lead(key, *flight, std::move(stop), compute);
  }

  /// How often a caller got the result of another one.
  std::uint64_t shared() const {
    const std::lock_guard lock(mutex_);
    return shared_;
  }

 private:
  struct Flight {
    std::stop_source stop;
    int wanted_by = 1;
    std::optional<Result<Value>> result;
    std::condition_variable_any landed;
  };

  Result<Value> Lead(const std::string& key, Flight& flight, std::stop_token stop, const Compute& compute) {
    std::optional<Result<Value>> result;
    {
      const std::stop_callback leave(stop, [&] { Leave(key, flight); });
      result.emplace(compute(flight.stop.get_token()));
    }
    const std::lock_guard lock(mutex_);
    flight.result = result;
    Forget(key, flight);
    flight.landed.notify_all();
    return std::move(*result);
  }

  Result<Value> Join(const std::string& key, Flight& flight, std::stop_token stop, std::unique_lock<std::mutex>& lock) {
    ++flight.wanted_by;
    ++shared_;
    if (flight.landed.wait(lock, stop, [&] { return flight.result.has_value(); })) return *flight.result;
    Drop(key, flight);
    return Cancelled("Stopped: the client left");
  }

  void Leave(const std::string& key, Flight& flight) {
    const std::lock_guard lock(mutex_);
    Drop(key, flight);
  }

  // A flight that is asked to stop takes no new callers.
  void Drop(const std::string& key, Flight& flight) {
    if (--flight.wanted_by > 0) return;
    flight.stop.request_stop();
    Forget(key, flight);
  }

  void Forget(const std::string& key, const Flight& flight) {
    const auto found = flights_.find(key);
    if (found != flights_.end() && found->second.get() == &flight) flights_.erase(found);
  }

  mutable std::mutex mutex_;
  std::unordered_map<std::string, std::shared_ptr<Flight>> flights_;
  std::uint64_t shared_ = 0;
};

}  // namespace assay::server
