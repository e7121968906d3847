#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

namespace assay::semantic {

/// What a page says, in both languages of the product. Text of the shop itself has no translation and is no Text.
struct Text {
  std::string en;
  std::string ar;
  bool empty() const { return en.empty(); }
  bool operator==(const Text&) const = default;
};

/// The text with its digits and decimal points as Arabic writes them.
std::string WithArabicDigits(std::string_view text);

/// {"en": ..., "ar": ...}; null for an empty one.
nlohmann::json ToJson(const Text& text);

}  // namespace assay::semantic
