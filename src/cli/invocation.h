#pragma once

#include <functional>
#include <stop_token>
#include <string>

#include "base/result.h"
#include "base/secrets.h"

namespace assay::cli {

/// What every verb gets: the options before the verb, the stop token of Ctrl-C, and the secrets to mask. A verb fills
/// `action` while the command line is parsed; main runs it.
struct Invocation {
  std::string program = "assay";  ///< as it was called, so that commands in its texts can be typed as they stand
  std::string folder = ".";       ///< -C
  bool json = false;              ///< --json: one JSON value on stdout, nothing else there
  bool json_printed = false;      ///< a verb that fails has printed its JSON value already: main adds none
  bool show_progress = false;     ///< stderr is a terminal
  std::stop_token stop;
  Secrets secrets;  ///< filled while the project is opened; main masks every message with it
  std::function<Status()> action;
};

}  // namespace assay::cli
