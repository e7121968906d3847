#pragma once

#include "pipeline/run.h"
#include "pipeline/run_log.h"
#include "pipeline/session.h"

namespace assay::pipeline {

/// Keeps the record of one run in the log of runs (run_log.h). No run fails because its record could not be written.
class RunRecorder {
 public:
  /// Notes that the run has begun. The session must outlive the recorder.
  explicit RunRecorder(const Session& session);

  /// Notes how the run ended, with the rows it loaded (nothing when loading did not come to its end), and forgets runs
  /// that are too old. Fails as the store does.
  Status End(const Result<RunResult>& result, std::optional<std::int64_t> added_rows);

 private:
  const Session& session_;
  RunRecord record_;
};

}  // namespace assay::pipeline
