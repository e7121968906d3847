#include "semantic/text.h"

namespace assay::semantic {

std::string WithArabicDigits(std::string_view text) {
  std::string written;
  for (const char c : text) {
    if (c >= '0' && c <= '9') {
      written += "\xD9";
      written += static_cast<char>(0xA0 + (c - '0'));
    } else if (c == '.') {
      written += "\u066B";
    } else {
      written += c;
    }
  }
  return written;
}

nlohmann::json ToJson(const Text& text) {
  if (text.empty()) return nullptr;
  return {{"en", text.en}, {"ar", text.ar}};
}

}  // namespace assay::semantic
