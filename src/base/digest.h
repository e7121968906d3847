#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace assay {

/// SHA-256 of `bytes` as 64 lower-case hex digits.
std::string Sha256Hex(std::string_view bytes);

/// SHA-256 of a file's content as 64 lower-case hex digits, read in blocks. kNotFound or kIo when it cannot be read.
Result<std::string> Sha256OfFile(const std::string& path);

}  // namespace assay
