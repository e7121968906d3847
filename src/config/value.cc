#include "config/value.h"

#include <algorithm>
#include <charconv>

#include <fmt/ranges.h>

#include "base/near_name.h"
#include "config/secret_parts.h"

namespace assay::config {
namespace {

// Enough to recognise a value in a message, on one line.
std::string Quoted(std::string_view text) {
  constexpr std::size_t kShown = 60;
  std::string shown;
  for (const char c : text.substr(0, kShown)) shown += static_cast<unsigned char>(c) < ' ' ? ' ' : c;
  return fmt::format("'{}{}'", shown, text.size() > kShown ? "..." : "");
}

}  // namespace

std::optional<std::string> Value::TextOrEmpty() const {
  if (!IsScalar()) {
    Refuse("text");
    return std::nullopt;
  }
  auto expanded = Expand(node_->text, reading_->environment, reading_->secrets);
  if (!expanded) {
    Report(expanded.error().message);
    return std::nullopt;
  }
  return *std::move(expanded);
}

std::optional<std::string> Value::Text() const {
  auto text = TextOrEmpty();
  if (!text || !text->empty()) return text;
  if (node_->text.empty()) {
    Report("expected text, got empty text; write a value or remove the key");
  } else {
    Report(fmt::format("expected text, got {}, which is empty; give it a value in the environment or in .env",
                       node_->text));
  }
  return std::nullopt;
}

std::optional<std::string> Value::SecretText() const {
  auto text = Text();
  if (text) {
    reading_->secrets.Add(*text);
    AddSecretParts(*text, reading_->secrets);
  }
  return text;
}

std::optional<std::int64_t> Value::Integer(std::int64_t minimum, std::int64_t maximum) const {
  const std::string expected = fmt::format("a whole number from {} to {}", minimum, maximum);
  if (!IsScalar()) {
    Refuse(expected);
    return std::nullopt;
  }
  const auto text = Text();
  if (!text) return std::nullopt;
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
  if (error != std::errc() || end != text->data() + text->size() || number < minimum || number > maximum) {
    Report(fmt::format("expected {}, got {}", expected, Quoted(*text)));
    return std::nullopt;
  }
  return number;
}

std::optional<bool> Value::Flag() const {
  if (!IsScalar()) {
    Refuse("true or false");
    return std::nullopt;
  }
  return Choice<bool>({{"true", true}, {"false", false}});
}

std::vector<std::string> Value::Texts() const {
  std::vector<std::string> texts;
  for (const Value& item : Items()) {
    if (auto text = item.Text()) texts.push_back(*std::move(text));
  }
  return texts;
}

std::vector<Value> Value::Items() const {
  if (!IsList()) return {*this};
  std::vector<Value> items;
  for (std::size_t i = 0; i < node_->items.size(); ++i) {
    items.emplace_back(*reading_, *node_->items[i], node_->items[i]->line, fmt::format("{}[{}]", path_, i));
  }
  if (items.empty()) Refuse("at least one item");
  return items;
}

std::vector<Member> Value::Members(std::string_view what) const {
  std::vector<Member> members;
  if (!IsMap() || node_->entries.empty()) Refuse(what);
  for (const YamlEntry& entry : node_->entries) {
    members.push_back({entry.key, Value(*reading_, *entry.value, entry.line, fmt::format("{}.{}", path_, entry.key))});
  }
  return members;
}

void Value::Refuse(std::string_view expected, std::string_view advice) const {
  Report(fmt::format("expected {}, got {}{}{}", expected, Shown(), advice.empty() ? "" : "; ", advice));
}

void Value::Report(std::string_view message, ErrorKind kind) const {
  const std::string_view place = path_.empty() ? std::string_view("the project file") : std::string_view(path_);
  reading_->problems.Add(line_, fmt::format("Cannot read {}: {}", place, message), kind);
}

void Value::RefuseWord(std::string_view text, std::span<const std::string> known,
                       std::initializer_list<std::string_view> later) const {
  const std::string words = fmt::format("{}", fmt::join(known, " | "));
  if (std::ranges::find(later, text) != later.end()) {
    return Report(fmt::format("'{}' is not available in this build yet; use {}", text, words), ErrorKind::kUnsupported);
  }
  Report(fmt::format("expected {}, got {}{}", words, Quoted(text), DidYouMean(text, known)));
}

std::string Value::Shown() const {
  switch (node_->kind) {
    case YamlNode::Kind::kNull:
      return "nothing";
    case YamlNode::Kind::kScalar:
      return Quoted(node_->text);
    case YamlNode::Kind::kList:
      return node_->items.empty() ? "an empty list" : "a list";
    case YamlNode::Kind::kMap:
      return node_->entries.empty() ? "an empty mapping" : "a mapping";
  }
  return {};
}

}  // namespace assay::config
