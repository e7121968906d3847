#pragma once

#include <string_view>

namespace assay {

/// What went wrong, coarse enough to act on.
enum class ErrorKind {
  kInvalidInput,   ///< the user's file, configuration, argument or data cannot be used as it is
  kNotFound,       ///< a named thing does not exist
  kAlreadyExists,  ///< a thing to be created is already there
  kConflict,       ///< another writer was faster, or holds the lock
  kCorrupt,        ///< stored bytes break their own format
  kIo,             ///< disk or network failed
  kTimeout,        ///< no answer in time
  kCancelled,      ///< stopped on request
  kUnsupported,    ///< valid, but not something this program can do
  kGate,           ///< data failed a gate (keys, quarantine, accounting, zero rows): nothing was published
  kInternal,       ///< a bug of ours
};

/// The name as scripts see it in `--json`, such as "invalid_input".
std::string_view Name(ErrorKind kind);

/// The process exit code: 0 is success, 1 stays free for "unknown", 2 is a usage error (as shells have it), the kinds
/// follow from 3 in the order of the enumeration; docs/reference/exit-codes.md lists them.
int ExitCode(ErrorKind kind);

/// Whether the same call may succeed when it is simply repeated: kConflict, kTimeout and kIo.
bool MayRetry(ErrorKind kind);

}  // namespace assay
