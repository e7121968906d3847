#include "base/retry.h"

#include <algorithm>
#include <cmath>
#include <condition_variable>
#include <mutex>
#include <random>

#include "base/stop.h"

namespace assay {
namespace {

using std::chrono::milliseconds;

double Seconds(milliseconds wait) { return static_cast<double>(wait.count()) / 1000.0; }

Status SleepUnlessStopped(milliseconds wait, const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any wake;
  std::unique_lock lock(mutex);
  wake.wait_for(lock, stop, wait, [] { return false; });
  return CheckStop(stop);
}

double SystemRandom() {
  std::random_device device;
  return std::uniform_real_distribution<double>(0.0, 1.0)(device);
}

}  // namespace

milliseconds BackoffWait(const RetryPolicy& policy, int attempt, double random) {
  const double full = static_cast<double>(policy.first_wait.count()) * std::pow(policy.factor, attempt - 1);
  const double capped = std::min(full, static_cast<double>(policy.longest_wait.count()));
  return milliseconds(static_cast<std::int64_t>(capped * (1.0 - policy.jitter * random)));
}

RetryClock SystemRetryClock() {
  return {.now = [] { return std::chrono::steady_clock::now(); }, .sleep = SleepUnlessStopped, .random = SystemRandom};
}

RetryAttempts::RetryAttempts(const RetryPolicy& policy, const RetryClock& clock, std::stop_token stop)
    : policy_(policy), clock_(clock), stop_(std::move(stop)), started_(clock_.now()) {}

Status RetryAttempts::WaitAfter(FailedAttempt failed) {
  ++failed_;
  if (!failed.may_retry) return std::unexpected(std::move(failed.error));
  const ErrorKind kind = failed.error.kind;
  if (failed_ >= policy_.max_attempts) {
    return Fail(kind, "{} (tried {} {})", failed.error.message, failed_, failed_ == 1 ? "time" : "times");
  }
  const milliseconds wait = failed.wait.value_or(BackoffWait(policy_, failed_, clock_.random()));
  const auto spent = std::chrono::duration_cast<milliseconds>(clock_.now() - started_);
  if (spent + wait > policy_.total_limit) {
    return Fail(kind,
                "{} (gave up after {} of {} attempts: the next wait of {:.1f} s would pass the limit of {:.0f} s)",
                failed.error.message, failed_, policy_.max_attempts, Seconds(wait), Seconds(policy_.total_limit));
  }
  return clock_.sleep(wait, stop_);
}

}  // namespace assay
