#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "semantic/read_fields.h"

namespace assay::semantic {
namespace {

using config::Value;

const std::vector<std::string>& FormsOf(Language language) {
  static const std::vector<std::string> english{"one", "other"};
  static const std::vector<std::string> arabic{"zero", "one", "two", "few", "many", "other"};
  return language == Language::kEnglish ? english : arabic;
}

std::set<std::string> SlotsOf(const std::string& text) {
  std::set<std::string> slots;
  for (std::size_t at = text.find('{'); at != std::string::npos; at = text.find('{', at + 1)) {
    slots.insert(text.substr(at + 1, text.find('}', at) - at - 1));
  }
  return slots;
}

void ReadCount(const config::Member& count, Phrases& phrases) {
  const Fields fields(count.value, {"en", "ar"});
  for (const auto& [key, language] : {std::pair("en", Language::kEnglish), std::pair("ar", Language::kArabic)}) {
    const auto forms = fields.Require(key);
    if (!forms) continue;
    const Fields each(*forms, FormsOf(language));
    for (const std::string& form : FormsOf(language)) {
      if (const auto text = each.Require(form)) {
        phrases.AddForm(count.name, language, form, text->Text().value_or(""));
      }
    }
  }
}

void ReadSentence(const config::Member& sentence, bool is_product, Phrases& phrases) {
  if (!is_product && !phrases.HasSentence(sentence.name)) {
    sentence.value.Report("expected a sentence that the program says; see dashboard/phrases.yaml of the product");
    return;
  }
  Text text = ReadText(sentence.value);
  if (!text.ar.empty() && SlotsOf(text.en) != SlotsOf(text.ar)) {
    sentence.value.Report("expected the same {slots} in both languages");
  }
  phrases.AddSentence(sentence.name, std::move(text));
}

}  // namespace

void ReadPhrases(const SourceFiles& files, Phrases& phrases) {
  for (const auto& file : files) {
    if (file->name != "phrases.yaml" || !file->root) continue;
    const Fields fields(Value(file->reading, *file->root, 1, ""), {"counts", "sentences"});
    if (const auto counts = fields.Get("counts")) {
      for (const config::Member& count : counts->Members("counted nouns")) ReadCount(count, phrases);
    }
    if (const auto sentences = fields.Get("sentences")) {
      for (const config::Member& sentence : sentences->Members("sentences")) {
        ReadSentence(sentence, !file->is_project, phrases);
      }
    }
  }
}

}  // namespace assay::semantic
