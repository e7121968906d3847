#include "lake/path_text.h"

#include <charconv>

namespace assay::lake {
namespace {

constexpr std::string_view kHexDigits = "0123456789ABCDEF";

bool StandsForItself(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("-_.!~*'()/=").contains(c);
}

}  // namespace

std::string EncodePath(std::string_view path) {
  std::string text;
  for (const char c : path) {
    if (StandsForItself(c)) {
      text += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    text += {'%', kHexDigits[byte >> 4U], kHexDigits[byte & 15U]};
  }
  return text;
}

std::string DecodePath(std::string_view text) {
  std::string path;
  for (std::size_t i = 0; i < text.size(); ++i) {
    unsigned char byte = 0;
    if (text[i] == '%' && i + 2 < text.size()) {
      const char* end = text.data() + i + 3;
      if (std::from_chars(text.data() + i + 1, end, byte, 16).ptr == end) {
        path += static_cast<char>(byte);
        i += 2;
        continue;
      }
    }
    path += text[i];
  }
  return path;
}

}  // namespace assay::lake
