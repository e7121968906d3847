#pragma once

#include <string>

namespace assay {

/// A fresh random UUID (RFC 4122, version 4) in its canonical lower-case form, from the system's random source.
/// Thread-safe.
std::string NewUuid();

}  // namespace assay
