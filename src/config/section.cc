#include "config/section.h"

#include <utility>

#include <fmt/ranges.h>

#include "base/check.h"
#include "base/near_name.h"

namespace assay::config {

Section::Section(const Value& value, std::vector<std::string_view> groups) : value_(value), groups_(std::move(groups)) {
  if (!value_.IsMap()) {
    value_.Refuse("a mapping (key: value)");
    return;
  }
  CheckNames();
  for (const std::string_view group : groups_) {
    for (const Key& key : KeysOf(group)) {
      if (key.is_required && value_.node().Find(key.name) == nullptr) NoteMissing(key);
    }
  }
}

std::optional<Value> Section::Get(std::string_view key) const {
  CHECK(FindKey(key) != nullptr);
  for (const YamlEntry& entry : value_.node().entries) {
    if (entry.key != key) continue;
    const std::string path = value_.path().empty() ? entry.key : fmt::format("{}.{}", value_.path(), entry.key);
    return Value(value_.reading(), *entry.value, entry.line, path);
  }
  return std::nullopt;
}

std::optional<Value> Section::Require(std::string_view key) const {
  auto value = Get(key);
  if (!value && value_.IsMap()) NoteMissing(*FindKey(key));
  return value;
}

const Key* Section::FindKey(std::string_view name) const {
  for (const std::string_view group : groups_) {
    for (const Key& key : KeysOf(group)) {
      if (key.name == name) return &key;
    }
  }
  return nullptr;
}

void Section::CheckNames() const {
  std::vector<std::string> known;
  for (const std::string_view group : groups_) {
    for (const Key& key : KeysOf(group)) known.emplace_back(key.name);
  }
  const std::string place = value_.path().empty() ? "the project file" : value_.path();
  for (const YamlEntry& entry : value_.node().entries) {
    if (FindKey(entry.key) != nullptr) continue;
    std::string advice = DidYouMean(entry.key, known);
    if (advice.empty()) advice = fmt::format("; known there: {}", fmt::join(known, ", "));
    value_.reading().problems.Add(entry.line,
                                  fmt::format("Cannot use key '{}': unknown in {}{}", entry.key, place, advice));
  }
}

void Section::NoteMissing(const Key& key) const {
  value_.Report(fmt::format("expected key '{}', got none; add {}: {}", key.name, key.name, key.example));
}

}  // namespace assay::config
