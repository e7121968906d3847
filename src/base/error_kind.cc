#include "base/error_kind.h"

namespace assay {
namespace {

struct Facts {
  std::string_view name;
  int exit_code;
  bool may_retry;
};

Facts FactsOf(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::kInvalidInput:
      return {"invalid_input", 3, false};
    case ErrorKind::kNotFound:
      return {"not_found", 4, false};
    case ErrorKind::kAlreadyExists:
      return {"already_exists", 5, false};
    case ErrorKind::kConflict:
      return {"conflict", 6, true};
    case ErrorKind::kCorrupt:
      return {"corrupt", 7, false};
    case ErrorKind::kIo:
      return {"io", 8, true};
    case ErrorKind::kTimeout:
      return {"timeout", 9, true};
    case ErrorKind::kCancelled:
      return {"cancelled", 10, false};
    case ErrorKind::kUnsupported:
      return {"unsupported", 11, false};
    case ErrorKind::kGate:
      return {"gate", 12, false};
    case ErrorKind::kInternal:
      return {"internal", 13, false};
  }
  return {"internal", 13, false};
}

}  // namespace

std::string_view Name(ErrorKind kind) { return FactsOf(kind).name; }
int ExitCode(ErrorKind kind) { return FactsOf(kind).exit_code; }
bool MayRetry(ErrorKind kind) { return FactsOf(kind).may_retry; }

}  // namespace assay
