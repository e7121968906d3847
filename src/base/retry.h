#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <stop_token>

#include "base/result.h"

namespace assay {

/// How often and how long to try again. The wait before attempt n+1 is `first_wait * factor^(n-1)`, at most
/// `longest_wait`, of which a random share of up to `jitter` is taken off, so that many clients do not come back at the
/// same moment.
struct RetryPolicy {
  int max_attempts = 6;
  std::chrono::milliseconds first_wait{500};
  double factor = 2.0;
  std::chrono::milliseconds longest_wait{30'000};
  double jitter = 0.5;                                    ///< 0 = none, 1 = down to no wait at all
  std::chrono::milliseconds total_limit{15 * 60 * 1000};  ///< attempts and waits together
};

/// The wait after the failed attempt number `attempt` (1 is the first); `random` lies in [0, 1). Pure.
std::chrono::milliseconds BackoffWait(const RetryPolicy& policy, int attempt, double random);

/// Time as retrying sees it; tests give their own. The functions must be callable for as long as they are used.
struct RetryClock {
  std::function<std::chrono::steady_clock::time_point()> now;
  /// Waits; returns early, with kCancelled, once a stop was requested.
  std::function<Status(std::chrono::milliseconds, const std::stop_token&)> sleep;
  std::function<double()> random;  ///< in [0, 1)
};

/// The steady clock, a sleep that ends at once on a stop request, and a random number from the system's source.
RetryClock SystemRetryClock();

/// One failed attempt, as `Retry` sees it.
struct FailedAttempt {
  Error error;
  bool may_retry = false;
  /// What the other side asked for (HTTP Retry-After); it replaces the computed wait and is honoured in full.
  std::optional<std::chrono::milliseconds> wait = std::nullopt;
};

/// The attempts of one call: counts them, waits between them, gives up.
class RetryAttempts {
 public:
  RetryAttempts(const RetryPolicy& policy, const RetryClock& clock, std::stop_token stop);

  /// Waits before the next attempt. Fails with the attempt's own error, to which it adds how often was tried, when it
  /// may not be repeated, when no attempt is left, or when the wait would pass the total limit; with kCancelled on a
  /// stop request.
  Status WaitAfter(FailedAttempt failed);

 private:
  RetryPolicy policy_;
  RetryClock clock_;
  std::stop_token stop_;
  std::chrono::steady_clock::time_point started_;
  int failed_ = 0;
};

/// Calls `attempt` (a function without arguments that returns std::expected<T, FailedAttempt>) until it succeeds or
/// `RetryAttempts` gives up.
template <typename T, typename Function>
Result<T> Retry(const RetryPolicy& policy, const RetryClock& clock, const std::stop_token& stop, Function&& attempt) {
  RetryAttempts attempts(policy, clock, stop);
  while (true) {
    std::expected<T, FailedAttempt> outcome = attempt();
    if (outcome) return std::move(*outcome);
    RETURN_IF_ERROR(attempts.WaitAfter(std::move(outcome).error()));
  }
}

}  // namespace assay
