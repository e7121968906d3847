#pragma once

#include <string>
#include <string_view>

namespace assay {

/// `c` in lower case when it is one of A to Z, else `c`. Never asks the locale: names of columns, files and headers
/// compare equally on every machine.
constexpr char LowerAscii(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

/// `text` with every A to Z in lower case; other bytes, also those of UTF-8 letters, stay as they are.
std::string LowerAscii(std::string_view text);

}  // namespace assay
