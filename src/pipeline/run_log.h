#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "lake/lake.h"

/// The log of runs: one object `ops/runs/<start>-<run id>.json` a run, written when the run begins and written again
/// when it ends, however it ends. So a failed run leaves its reason in the lake, and a record without an end tells of a
/// run that is at work or has died.
namespace assay::pipeline {

/// How long records are kept: 90 days.
inline constexpr std::int64_t kRunRetentionMs = 90LL * 24 * 60 * 60 * 1000;

enum class RunStatus {
  kRunning,    ///< its process is at work
  kReleased,   ///< published a release
  kUnchanged,  ///< found nothing new: the release before stands
  kStopped,    ///< stopped on request, or by a gate
  kFailed,     ///< stopped by any other error
  kDied,       ///< has no end, and its process is gone; only told when reading, never written
};

/// The name as scripts see it, such as "released".
std::string_view Name(RunStatus status);

struct RunRecord {
  std::string run_id;
  std::int64_t started_ms = 0;  ///< milliseconds since 1970 UTC, as all times of the lake
  std::optional<std::int64_t> ended_ms = std::nullopt;
  RunStatus status = RunStatus::kRunning;
  std::optional<std::int64_t> release =
      std::nullopt;                           ///< the newest release afterwards; nothing unless the run ended well
  std::optional<Error> error = std::nullopt;  ///< why it stopped or failed; secrets are masked
  /// Rows that its loads committed; nothing when the run ended before all were loaded.
  std::optional<std::int64_t> added_rows = std::nullopt;
  std::int64_t process = 0;  ///< id of the process on its machine

  std::optional<double> Seconds() const;
};

/// Writes the record of a run, replacing what it said before. Fails as the store does.
Status WriteRun(const lake::Lake& lake, const RunRecord& record);

/// The runs that are remembered, oldest first. A record without an end is kRunning when it is the newest and its
/// process lives on this machine, else kDied. kCorrupt when a record cannot be read.
Result<std::vector<RunRecord>> ListRuns(const lake::Lake& lake);

/// The newest of them, read alone; nothing when no run was ever begun (or none in the last 90 days).
Result<std::optional<RunRecord>> ReadLastRun(const lake::Lake& lake);

/// Forgets the runs that began before `oldest_ms`.
Status ForgetRuns(const lake::Lake& lake, std::int64_t oldest_ms);

}  // namespace assay::pipeline
