#pragma once

#include <string_view>

#include "pipeline/session.h"

namespace assay::cli {

/// Shows the step a run is at on stderr: one line that is rewritten on a terminal, a line a step in a pipe.
class StderrProgress : public pipeline::Progress {
 public:
  explicit StderrProgress(bool terminal) : terminal_(terminal) {}
  ~StderrProgress() override;
  void Step(std::string_view step, std::string_view detail) override;

 private:
  bool terminal_;
};

}  // namespace assay::cli
