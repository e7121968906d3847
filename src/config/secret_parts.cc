#include "config/secret_parts.h"

#include <algorithm>
#include <array>
#include <string>

#include "base/ascii.h"

namespace assay::config {
namespace {

constexpr std::array<std::string_view, 8> kSecretWords{"pwd",    "password", "token",   "accesstoken",
                                                       "secret", "apikey",   "api_key", "accountkey"};

// The attribute's name in lower case and without surrounding spaces.
std::string Canonical(std::string_view name) {
  std::string canonical;
  for (const char c : name) {
    if (c != ' ') canonical += LowerAscii(c);
  }
  return canonical;
}

bool IsSecretWord(std::string_view word) {
  constexpr std::array<std::string_view, 10> kParts{"token", "secret",     "password", "passwd",    "passphrase",
                                                    "pwd",   "credential", "cookie",   "signature", "apikey"};
  const auto is_in_word = [&](std::string_view part) { return word.contains(part); };
  const bool is_proof = word.starts_with("auth") && word != "author" && word != "authors";
  return is_proof || word == "oauth" || word.ends_with("key") || std::ranges::any_of(kParts, is_in_word);
}

// The value that starts at `at` of an attribute list; `end` receives the place of the ';' after it, or the text's size.
std::string AttributeValue(std::string_view text, std::size_t at, std::size_t& end) {
  if (at >= text.size() || text[at] != '{') {
    end = std::min(text.find(';', at), text.size());
    return std::string(text.substr(std::min(at, text.size()), end - std::min(at, text.size())));
  }
  std::string value;
  for (++at; at < text.size(); ++at) {
    const bool doubled = text[at] == '}' && at + 1 < text.size() && text[at + 1] == '}';
    if (text[at] == '}' && !doubled) break;
    value += text[at];
    if (doubled) ++at;
  }
  end = std::min(text.find(';', at), text.size());
  return value;
}

void AddAttributes(std::string_view text, Secrets& secrets) {
  std::size_t at = 0;
  while (at < text.size()) {
    const auto equals = text.find('=', at);
    if (equals == std::string_view::npos) return;
    const std::string_view before = text.substr(at, equals - at);
    const auto separator = before.find_last_of(";?&");
    const std::string name = Canonical(separator == std::string_view::npos ? before : before.substr(separator + 1));
    std::string value = AttributeValue(text, equals + 1, at);
    if (std::ranges::find(kSecretWords, name) != kSecretWords.end()) {
      secrets.Add(std::move(value));
      secrets.Add(std::string(text.substr(equals + 1, at - equals - 1)));  // as it is written, braces and all
    }
    ++at;
  }
}

void AddUrlPassword(std::string_view text, Secrets& secrets) {
  const auto scheme = text.find("://");
  if (scheme == std::string_view::npos) return;
  const std::string_view rest = text.substr(scheme + 3);
  const std::string_view authority = rest.substr(0, rest.find_first_of("/?#"));
  const auto host = authority.rfind('@');
  const auto colon = authority.find(':');
  if (host == std::string_view::npos || colon > host) return;
  secrets.Add(std::string(authority.substr(colon + 1, host - colon - 1)));
}

}  // namespace

bool SoundsSecret(std::string_view name) {
  std::string word;
  for (const char c : name) {
    const char lower = LowerAscii(c);
    const bool is_part = (lower >= 'a' && lower <= 'z') || (lower >= '0' && lower <= '9');
    if (is_part) {
      word += lower;
    } else {
      if (IsSecretWord(word)) return true;
      word.clear();
    }
  }
  return IsSecretWord(word);
}

void AddSecretParts(std::string_view text, Secrets& secrets) {
  AddAttributes(text, secrets);
  AddUrlPassword(text, secrets);
}

}  // namespace assay::config
