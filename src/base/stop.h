#pragma once

#include <stop_token>

#include "base/result.h"

namespace assay {

/// Fails with kCancelled once a stop was requested; for loops that must end soon after Ctrl-C.
inline Status CheckStop(const std::stop_token& stop) {
  if (stop.stop_requested())
    return Cancelled("Stopped on request; nothing unfinished was published. Run the same command again to go on");
  return {};
}

}  // namespace assay
