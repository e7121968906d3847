#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "server/request.h"

namespace assay::server {

struct Target {
  std::string path;
  Parameters parameters;
  bool operator==(const Target&) const = default;
};

/// Reads the target of a request line ("/api/customer/17?lang=ar"). The path is decoded once and can name nothing but
/// a place below "/": kInvalidInput for a target that does not start with "/", is longer than 8 KiB, has more than 512
/// parameters, a bad escape, a control character, an escaped or backward slash, a segment that is empty, "." or "..",
/// or text that is not UTF-8. In the query "+" is a space.
Result<Target> ParseTarget(std::string_view target);

/// Whether `text` is well-formed UTF-8 (no overlong forms, no surrogates).
bool IsUtf8(std::string_view text);

}  // namespace assay::server
