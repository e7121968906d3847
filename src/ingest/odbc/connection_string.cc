#include "ingest/odbc/connection_string.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"

namespace assay::ingest {
namespace {

std::string_view Trim(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

// Reads the value at `at` and moves `at` behind the ';' that ends it. False without a closing brace.
bool ReadValue(std::string_view text, std::size_t& at, std::string& value) {
  while (at < text.size() && text[at] == ' ') ++at;
  if (at < text.size() && text[at] == '{') {
    for (++at; at < text.size(); ++at) {
      if (text[at] != '}') {
        value += text[at];
      } else if (at + 1 < text.size() && text[at + 1] == '}') {
        value += text[at++];
      } else {
        at = std::min(text.find(';', at), text.size()) + 1;
        return true;
      }
    }
    return false;
  }
  const std::size_t end = std::min(text.find(';', at), text.size());
  value = Trim(text.substr(at, end - at));
  at = end + 1;
  return true;
}

bool NeedsBraces(std::string_view value) { return value.find_first_of("[]{}(),;?*=!@ ") != std::string_view::npos; }

bool SoundsSecret(std::string_view key) {
  constexpr std::array<std::string_view, 8> kWords{"pwd",   "password", "uid", "user",
                                                   "token", "secret",   "key", "passphrase"};
  const std::string lower = LowerAscii(key);
  return std::ranges::any_of(kWords, [&](std::string_view word) { return lower.contains(word); });
}

}  // namespace

Result<ConnectionString> ConnectionString::Parse(std::string_view text) {
  constexpr std::string_view kExpected =
      "expected 'Driver={...};Server=...;...' (the string is not shown, it may hold a password)";
  ConnectionString parsed;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(';', at), text.size());
    if (Trim(text.substr(at, end - at)).empty()) {
      at = end + 1;
      continue;
    }
    const std::size_t equals = text.find('=', at);
    if (equals >= end) return InvalidInput("Cannot read the connection string: a part has no '='; {}", kExpected);
    std::string key(Trim(text.substr(at, equals - at)));
    std::string value;
    at = equals + 1;
    if (!ReadValue(text, at, value))
      return InvalidInput("Cannot read the connection string: a '{{' is never closed; {}", kExpected);
    parsed.parts_.emplace_back(std::move(key), std::move(value));
  }
  if (parsed.parts_.empty()) return InvalidInput("Cannot read the connection string: it is empty; {}", kExpected);
  return parsed;
}

std::string ConnectionString::Get(std::string_view key) const {
  const std::string wanted = LowerAscii(key);
  const auto found = std::ranges::find_if(parts_, [&](const auto& part) { return LowerAscii(part.first) == wanted; });
  return found == parts_.end() ? std::string() : found->second;
}

void ConnectionString::AddDefault(std::string_view key, std::string_view value) {
  const std::string wanted = LowerAscii(key);
  const bool known = std::ranges::any_of(parts_, [&](const auto& part) { return LowerAscii(part.first) == wanted; });
  if (!known) parts_.emplace_back(key, value);
}

std::string ConnectionString::Text() const {
  std::string text;
  for (const auto& [key, value] : parts_) {
    std::string written = value;
    if (NeedsBraces(value)) {
      for (std::size_t at = written.find('}'); at != std::string::npos; at = written.find('}', at + 2))
        written.insert(at, "}");
      written = "{" + written + "}";
    }
    text += key + "=" + written + ";";
  }
  return text;
}

Secrets ConnectionString::SecretsOf(std::string_view original) const {
  Secrets secrets;
  secrets.Add(std::string(original));
  secrets.Add(Text());
  for (const auto& [key, value] : parts_) {
    if (SoundsSecret(key)) secrets.Add(value);
  }
  return secrets;
}

}  // namespace assay::ingest
