#include "pipeline/run_recorder.h"

#include <unistd.h>

namespace assay::pipeline {
namespace {

RunStatus StatusOf(const Result<RunResult>& result) {
  if (result) return result->published ? RunStatus::kReleased : RunStatus::kUnchanged;
  const ErrorKind kind = result.error().kind;
  return kind == ErrorKind::kGate || kind == ErrorKind::kCancelled ? RunStatus::kStopped : RunStatus::kFailed;
}

}  // namespace

RunRecorder::RunRecorder(const Session& session)
    : session_(session),
      record_{.run_id = session.run_id, .started_ms = session.started_us / 1000, .process = ::getpid()} {
  // A lake that cannot be written stops the run soon after, with a better message.
  const Status ignored = WriteRun(session.lake, record_);
  static_cast<void>(ignored);
}

Status RunRecorder::End(const Result<RunResult>& result, std::optional<std::int64_t> added_rows) {
  record_.ended_ms = session_.lake.now_ms();
  record_.status = StatusOf(result);
  record_.added_rows = added_rows;
  if (result) {
    record_.release = result->release.number;
  } else {
    record_.error = Error{result.error().kind, session_.secrets.Mask(result.error().message)};
  }
  RETURN_IF_ERROR(WriteRun(session_.lake, record_));
  return ForgetRuns(session_.lake, session_.lake.now_ms() - kRunRetentionMs);
}

}  // namespace assay::pipeline
