#pragma once

#include <string>

#include "base/result.h"

namespace assay::config {

/// The whole content of a small file. kNotFound when there is none, kIo when it cannot be read or is over 16 MiB.
Result<std::string> ReadTextFile(const std::string& path);

}  // namespace assay::config
