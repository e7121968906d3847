#include "cli/progress.h"

#include <cstdio>

#include <fmt/format.h>

namespace assay::cli {

StderrProgress::~StderrProgress() {
  if (terminal_) fmt::print(stderr, "\r\033[K");
}

void StderrProgress::Step(std::string_view step, std::string_view detail) {
  fmt::print(stderr, "{}{} {}{}", terminal_ ? "\r\033[K" : "", step, detail, terminal_ ? "" : "\n");
  std::fflush(stderr);
}

}  // namespace assay::cli
