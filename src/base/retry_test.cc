#include "base/retry.h"

#include <vector>

#include <gtest/gtest.h>

namespace assay {
namespace {

using std::chrono::milliseconds;

/// Time that passes only by sleeping.
struct FakeTime {
  std::chrono::steady_clock::time_point now;
  std::vector<std::int64_t> waits_ms;
  RetryClock clock() {
    return {.now = [this] { return now; },
            .sleep = [this](milliseconds wait, const std::stop_token&) -> Status {
              now += wait;
              waits_ms.push_back(wait.count());
              return {};
            },
            .random = [] { return 0.0; }};
  }
};

std::expected<int, FailedAttempt> Failure(bool may_retry, std::optional<milliseconds> wait = std::nullopt) {
  return std::unexpected(FailedAttempt{{ErrorKind::kIo, "Cannot reach host"}, may_retry, wait});
}

TEST(BackoffWait, DoublesUpToTheLongestAndJitterOnlyShortens) {
  const RetryPolicy policy;
  EXPECT_EQ(BackoffWait(policy, 1, 0.0), milliseconds(500));
  EXPECT_EQ(BackoffWait(policy, 3, 0.0), milliseconds(2000));
  EXPECT_EQ(BackoffWait(policy, 60, 0.0), policy.longest_wait);
  EXPECT_EQ(BackoffWait(policy, 3, 0.5), milliseconds(1500));
}

TEST(Retry, TriesAgainUntilItSucceeds) {
  FakeTime time;
  int calls = 0;
  const auto result = Retry<int>(
      {}, time.clock(), {}, [&] { return ++calls < 3 ? Failure(true) : std::expected<int, FailedAttempt>(calls); });
  EXPECT_EQ(result.value(), 3);
  EXPECT_EQ(time.waits_ms, (std::vector<std::int64_t>{500, 1000}));
}

TEST(Retry, GivesUpAfterTheLastAttemptAndSaysSo) {
  FakeTime time;
  const auto result = Retry<int>({.max_attempts = 3}, time.clock(), {}, [&] { return Failure(true); });
  EXPECT_EQ(result.error().message, "Cannot reach host (tried 3 times)");
  EXPECT_EQ(result.error().kind, ErrorKind::kIo);
}

TEST(Retry, DoesNotRepeatWhatCannotSucceed) {
  FakeTime time;
  const auto result = Retry<int>({}, time.clock(), {}, [&] { return Failure(false); });
  EXPECT_EQ(result.error().message, "Cannot reach host");
  EXPECT_TRUE(time.waits_ms.empty());
}

TEST(Retry, HonoursTheAskedWaitInFullButNeverPassesTheTotalLimit) {
  FakeTime time;
  int calls = 0;
  const RetryPolicy policy{.total_limit = milliseconds(700'000)};
  const auto result =
      Retry<int>(policy, time.clock(), {}, [&] { return ++calls, Failure(true, milliseconds(600'000)); });
  EXPECT_EQ(time.waits_ms, (std::vector<std::int64_t>{600'000}));
  EXPECT_EQ(calls, 2);
  EXPECT_EQ(
      result.error().message,
      "Cannot reach host (gave up after 2 of 6 attempts: the next wait of 600.0 s would pass the limit of 700 s)");
}

TEST(Retry, StopsSleepingOnAStopRequest) {
  std::stop_source source;
  source.request_stop();
  const auto result = Retry<int>({.first_wait = milliseconds(60'000)}, SystemRetryClock(), source.get_token(),
                                 [&] { return Failure(true); });
  EXPECT_EQ(result.error().kind, ErrorKind::kCancelled);
}

}  // namespace
}  // namespace assay
