#include "cli/progress.h"

#include <cstdio>

#include <fmt/format.h>

namespace assay::cli {

StderrProgress::~StderrProgress() {
  if (terminal_) fmt::print(stderr, "\r\033[K");
}

void StderrProgress::Step(std::string_view step, std::string_view detail) {
  Finish();
  steps_.push_back({.name = fmt::format("{}{}{}", step, detail.empty() ? "" : " ", detail)});
  began_ = std::chrono::steady_clock::now();
  fmt::print(stderr, "{}{} {}{}", terminal_ ? "\r\033[K" : "", step, detail, terminal_ ? "" : "\n");
  std::fflush(stderr);
}

std::vector<TimedStep> StderrProgress::Finish() {
  if (!steps_.empty() && steps_.back().seconds == 0)
    steps_.back().seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began_).count();
  return steps_;
}

}  // namespace assay::cli
