#pragma once

#include <string_view>

#include "base/result.h"

namespace assay::storage {

/// Start of the names that stores use for unfinished writes.
inline constexpr std::string_view kTemporaryPrefix = ".tmp-";

/// Fails with kInvalidInput unless `key` is one by the rules of `ObjectStore`. Pure.
Status CheckKey(std::string_view key);

/// Whether `key` lies below `folder` ("" is the root, above everything).
bool IsBelow(std::string_view folder, std::string_view key);

}  // namespace assay::storage
