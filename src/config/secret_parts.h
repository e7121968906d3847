#pragma once

#include <string_view>

#include "base/secrets.h"

namespace assay::config {

/// Whether what goes by this name (an environment variable, a header, a parameter) is a secret: one of its words is or
/// ends in key, token, secret, password, pwd, auth and the like. CRM_TOKEN, X-Api-Key and DB_PASSWORD are; SHOP_FOLDER,
/// SHOP_ODBC and AUTHOR are not.
bool SoundsSecret(std::string_view name);

/// Adds the passwords that stand inside a connection string or a URL to `secrets`, so that they are masked even where a
/// driver repeats only a part of the text: the values of `PWD=`, `Password=`, `Token=` and the like (any case, ODBC
/// braces honoured), and the password of `scheme://user:password@host`.
void AddSecretParts(std::string_view text, Secrets& secrets);

}  // namespace assay::config
