#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/session.h"

namespace assay::cli {

/// A step that is over, and how long it took. Only shown: no number of a release depends on it.
struct TimedStep {
  std::string name;  ///< "model silver.transactions"
  double seconds = 0;
};

/// Shows the step a run is at on stderr: one line that is rewritten on a terminal, a line a step in a pipe. Takes the
/// time of each.
class StderrProgress : public pipeline::Progress {
 public:
  explicit StderrProgress(bool terminal) : terminal_(terminal) {}
  ~StderrProgress() override;
  void Step(std::string_view step, std::string_view detail) override;

  /// Ends the last step; all of them, in order.
  std::vector<TimedStep> Finish();

 private:
  bool terminal_;
  std::vector<TimedStep> steps_;
  std::chrono::steady_clock::time_point began_;
};

}  // namespace assay::cli
