#pragma once

#include <source_location>

namespace assay {

/// Prints the place and the broken condition to stderr, then aborts.
[[noreturn]] void CheckFailed(const char* condition, std::source_location place);

}  // namespace assay

/// Aborts, in every build, when a condition that only a bug of ours can break does not hold. Never for user data.
#define CHECK(condition)                                                                 \
  do {                                                                                   \
    if (!(condition)) ::assay::CheckFailed(#condition, std::source_location::current()); \
  } while (false)
