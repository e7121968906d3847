#pragma once

#include <string_view>

#include "base/secrets.h"

namespace assay::config {

/// Adds the passwords that stand inside a connection string or a URL to `secrets`, so that they are masked even where a
/// driver repeats only a part of the text: the values of `PWD=`, `Password=`, `Token=` and the like (any case, ODBC
/// braces honoured), and the password of `scheme://user:password@host`.
void AddSecretParts(std::string_view text, Secrets& secrets);

}  // namespace assay::config
