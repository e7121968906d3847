#include "semantic/read_fields.h"

#include <algorithm>

#include <fmt/ranges.h>

#include "base/near_name.h"

namespace assay::semantic {
namespace {

using config::Value;
using config::YamlNode;

// Descriptions know neither environment nor secrets.
const config::Environment& NoEnvironment() {
  static const config::Environment none({}, {});
  return none;
}

Secrets& NoSecrets() {
  static Secrets none;
  return none;
}

bool IsId(std::string_view text) {
  return !text.empty() &&
         std::ranges::all_of(text, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

// The entries of one file, with their ids in their paths.
std::vector<ListedEntry> EntriesOf(SourceFile& file, std::string_view key) {
  std::vector<ListedEntry> entries;
  const YamlNode* list = file.root ? file.root->Find(key) : nullptr;
  if (list == nullptr) return entries;
  const Value whole(file.reading, *list, list->line, std::string(key));
  for (const Value& item : whole.Items()) {
    const YamlNode* id = item.IsMap() ? item.node().Find("id") : nullptr;
    if (id == nullptr || !IsId(id->text)) {
      item.Report("expected an id of small letters, digits and '_', got none; add id: ...");
      continue;
    }
    if (std::ranges::find(entries, id->text, &ListedEntry::id) != entries.end()) {
      item.Report(fmt::format("expected each id once, got '{}' a second time; rename or remove one", id->text));
      continue;
    }
    entries.push_back({id->text, Value(file.reading, item.node(), item.line(), fmt::format("{}.{}", key, id->text))});
  }
  return entries;
}

void Hide(SourceFile& file, std::vector<ListedEntry>& entries) {
  const YamlNode* hidden = file.root ? file.root->Find("hide") : nullptr;
  if (hidden == nullptr) return;
  const Value list(file.reading, *hidden, hidden->line, "hide");
  for (const Value& item : list.Items()) {
    const std::string id = item.Text().value_or("");
    std::vector<std::string> known;
    for (const ListedEntry& entry : entries) known.push_back(entry.id);
    if (std::erase_if(entries, [&](const ListedEntry& entry) { return entry.id == id; }) == 0) {
      RefuseName(item, "entry", id, known);
    }
  }
}

}  // namespace

SourceFile::SourceFile(const DescriptionFile& file, bool of_project)
    : name(file.name),
      is_project(of_project),
      problems(file.shown),
      root(config::ParseYaml(file.text, problems)),
      reading{NoEnvironment(), NoSecrets(), problems, ""} {}

Fields::Fields(const Value& value, std::vector<std::string> known) : value_(value) {
  if (!value_.IsMap()) {
    value_.Refuse("a mapping (key: value)");
    return;
  }
  for (const config::YamlEntry& entry : value_.node().entries) {
    if (std::ranges::find(known, entry.key) != known.end()) continue;
    std::string advice = DidYouMean(entry.key, known);
    if (advice.empty()) advice = fmt::format("; known there: {}", fmt::join(known, ", "));
    const std::string place = value_.path().empty() ? "the file" : value_.path();
    value_.reading().problems.Add(entry.line,
                                  fmt::format("Cannot use key '{}': unknown in {}{}", entry.key, place, advice));
  }
}

std::optional<Value> Fields::Get(std::string_view key) const {
  for (const config::YamlEntry& entry : value_.node().entries) {
    if (entry.key != key) continue;
    const std::string path = value_.path().empty() ? entry.key : fmt::format("{}.{}", value_.path(), entry.key);
    return Value(value_.reading(), *entry.value, entry.line, path);
  }
  return std::nullopt;
}

std::optional<Value> Fields::Require(std::string_view key) const {
  auto value = Get(key);
  if (!value && value_.IsMap()) value_.Report(fmt::format("expected key '{0}', got none; add {0}: ...", key));
  return value;
}

std::string Fields::TextOf(std::string_view key) const {
  const auto value = Get(key);
  return value ? value->Text().value_or("") : "";
}

bool Fields::FlagOf(std::string_view key) const {
  const auto value = Get(key);
  return value && value->Flag().value_or(false);
}

Text ReadText(const Value& value) {
  Text text;
  if (!value.IsMap()) {
    value.Refuse("text in both languages", "write {en: ..., ar: ...}");
    return text;
  }
  const Fields fields(value, {"en", "ar"});
  if (const auto en = fields.Require("en")) text.en = en->Text().value_or("");
  if (const auto ar = fields.Require("ar")) text.ar = ar->Text().value_or("");
  return text;
}

Text ReadText(const Fields& fields, std::string_view key, bool is_required) {
  const auto value = is_required ? fields.Require(key) : fields.Get(key);
  return value ? ReadText(*value) : Text{};
}

std::vector<ListedEntry> ListEntries(const SourceFiles& files, std::string_view name, std::string_view key) {
  std::vector<ListedEntry> entries;
  for (const auto& file : files) {
    if (file->name != name) continue;
    Hide(*file, entries);
    for (ListedEntry& entry : EntriesOf(*file, key)) {
      const auto known = std::ranges::find(entries, entry.id, &ListedEntry::id);
      if (known == entries.end()) {
        entries.push_back(std::move(entry));
      } else {
        *known = std::move(entry);
      }
    }
  }
  return entries;
}

void RefuseName(const Value& value, std::string_view what, std::string_view given,
                const std::vector<std::string>& known) {
  std::string advice = DidYouMean(given, known);
  if (advice.empty() && !known.empty()) advice = fmt::format("; known: {}", fmt::join(known, ", "));
  value.Report(fmt::format("expected the id of a known {}, got '{}'{}", what, given, advice));
}

}  // namespace assay::semantic
