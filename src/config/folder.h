#pragma once

#include <optional>
#include <string>

#include "config/value.h"

namespace assay::config {

/// A local folder as an absolute path without "." and "..", relative ones being relative to assay.yaml. A storage
/// address such as az://account/container is noted as kUnsupported. The folder need not exist.
std::optional<std::string> ReadFolder(const Value& value);

}  // namespace assay::config
