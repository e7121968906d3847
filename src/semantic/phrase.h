#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "semantic/text.h"

namespace assay::semantic {

enum class Language { kEnglish, kArabic };

/// The plural category of a count after CLDR: "one" and "other" in English; "zero", "one", "two", "few", "many" and
/// "other" in Arabic.
std::string_view PluralCategory(Language language, std::int64_t count);

/// Sentences with named slots, such as "{store} sells ...".
class Phrases {
 public:
  void AddSentence(std::string id, Text text);
  /// One form of a counted noun, such as ("customers", kArabic, "few", "{n} عملاء").
  void AddForm(const std::string& id, Language language, const std::string& category, std::string text);

  bool HasSentence(std::string_view id) const;

  using Slots = std::map<std::string, Text>;
  /// The sentence with its slots filled. Slots are set apart from the direction of the text around them (U+2068,
  /// U+2069), in English only where they are not ASCII.
  Text Fill(std::string_view id, const Slots& slots) const;

  /// "27 customers" in both languages, with the right plural form.
  Text Count(std::string_view id, std::int64_t count) const;

 private:
  std::map<std::string, Text, std::less<>> sentences_;
  std::map<std::string, std::map<std::string, std::string>, std::less<>> forms_[2];
};

}  // namespace assay::semantic
