#include "base/check.h"

#include <cstdio>
#include <cstdlib>

namespace assay {

void CheckFailed(const char* condition, std::source_location place) {
  std::fprintf(stderr, "%s:%u: CHECK(%s) failed; this is a bug in assay\n", place.file_name(), place.line(), condition);
  std::abort();
}

}  // namespace assay
