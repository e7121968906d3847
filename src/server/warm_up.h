#pragma once

#include <thread>

#include "server/releases.h"

namespace assay::server {

/// Answers in advance what most people ask of a release first: every page without a choice, for the usual spans of
/// days, and with one member chosen. Works on each release as it comes, with one thread of the lowest priority, into
/// the release's memory.
class WarmUp {
 public:
  /// `releases` must outlive it.
  explicit WarmUp(const Releases& releases);

 private:
  std::jthread thread_;
};

}  // namespace assay::server
