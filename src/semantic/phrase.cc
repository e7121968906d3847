#include "semantic/phrase.h"

#include <algorithm>

#include "base/check.h"

namespace assay::semantic {
namespace {

bool IsAscii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::string Isolated(const std::string& text, Language language) {
  if (language == Language::kEnglish && IsAscii(text)) return text;
  return "\u2068" + text + "\u2069";
}

std::string FillOne(const std::string& sentence, const Phrases::Slots& slots, Language language) {
  std::string filled;
  std::size_t at = 0;
  while (at < sentence.size()) {
    const std::size_t open = sentence.find('{', at);
    const std::size_t close = open == std::string::npos ? open : sentence.find('}', open);
    if (close == std::string::npos) break;
    filled += sentence.substr(at, open - at);
    const auto slot = slots.find(sentence.substr(open + 1, close - open - 1));
    if (slot != slots.end()) {
      filled += Isolated(language == Language::kEnglish ? slot->second.en : slot->second.ar, language);
    }
    at = close + 1;
  }
  return filled + sentence.substr(std::min(at, sentence.size()));
}

}  // namespace

std::string_view PluralCategory(Language language, std::int64_t count) {
  if (language == Language::kEnglish) return count == 1 ? "one" : "other";
  if (count == 0) return "zero";
  if (count == 1) return "one";
  if (count == 2) return "two";
  const std::int64_t hundredth = count % 100;
  if (hundredth >= 3 && hundredth <= 10) return "few";
  if (hundredth >= 11) return "many";
  return "other";
}

void Phrases::AddSentence(std::string id, Text text) { sentences_[std::move(id)] = std::move(text); }

void Phrases::AddForm(const std::string& id, Language language, const std::string& category, std::string text) {
  forms_[static_cast<std::size_t>(language)][id][category] = std::move(text);
}

bool Phrases::HasSentence(std::string_view id) const { return sentences_.contains(id); }

Text Phrases::Fill(std::string_view id, const Slots& slots) const {
  const auto found = sentences_.find(id);
  CHECK(found != sentences_.end());
  return {FillOne(found->second.en, slots, Language::kEnglish), FillOne(found->second.ar, slots, Language::kArabic)};
}

Text Phrases::Count(std::string_view id, std::int64_t count) const {
  const auto form = [&](Language language) {
    const auto& all = forms_[static_cast<std::size_t>(language)];
    const auto found = all.find(id);
    CHECK(found != all.end());
    std::string text = found->second.at(std::string(PluralCategory(language, count)));
    const std::size_t slot = text.find("{n}");
    if (slot != std::string::npos) text.replace(slot, 3, std::to_string(count));
    return text;
  };
  return {form(Language::kEnglish), form(Language::kArabic)};
}

}  // namespace assay::semantic
