#pragma once

#include <string>
#include <string_view>

namespace assay::lake {

/// A file path as a Delta log spells it: RFC 2396, every byte but letters, digits, "-_.!~*'()", '/' and '='
/// percent-encoded. To be applied exactly once. Pure.
std::string EncodePath(std::string_view path);

/// The path that `text` spells. A '%' without two hex digits behind it stands for itself. Pure.
std::string DecodePath(std::string_view text);

}  // namespace assay::lake
