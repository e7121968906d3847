#include "config/environment.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include <unistd.h>

#include "base/near_name.h"
#include "config/file_text.h"
#include "config/secret_parts.h"

namespace assay::config {
namespace {

constexpr std::string_view kBlank = " \t\r";

std::string_view Trim(std::string_view text) {
  const auto first = text.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

bool IsName(std::string_view name) {
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
  const auto fits = [&](char c) { return is_letter(c) || (c >= '0' && c <= '9'); };
  return !name.empty() && is_letter(name.front()) && std::ranges::all_of(name, fits);
}

char Unescape(char c) {
  switch (c) {
    case 'n':
      return '\n';
    case 't':
      return '\t';
    default:
      return c;
  }
}

// What may follow a closing quote: nothing, or a comment.
bool IsTail(std::string_view text) {
  text = Trim(text);
  return text.empty() || text.front() == '#';
}

std::optional<std::string> Quoted(std::string_view text) {
  const char quote = text.front();
  std::string value;
  for (std::size_t at = 1; at < text.size(); ++at) {
    if (text[at] == quote) return IsTail(text.substr(at + 1)) ? std::optional(value) : std::nullopt;
    const bool escaped = quote == '"' && text[at] == '\\' && at + 1 < text.size();
    if (escaped) ++at;
    value += escaped ? Unescape(text[at]) : text[at];
  }
  return std::nullopt;
}

std::string_view Bare(std::string_view text) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool starts_word = at == 0 || kBlank.contains(text[at - 1]);
    if (text[at] == '#' && starts_word) return Trim(text.substr(0, at));
  }
  return text;
}

Status ReadLine(std::string_view line, Variables& variables) {
  line = Trim(line);
  if (line.empty() || line.front() == '#') return {};
  if (line.starts_with("export ") || line.starts_with("export\t")) line = Trim(line.substr(7));
  const auto equals = line.find('=');
  if (equals == std::string_view::npos) return InvalidInput("expected NAME=value, got a line without '='");
  const std::string name(Trim(line.substr(0, equals)));
  if (!IsName(name)) return InvalidInput("expected a name of letters, digits and '_', got '{}'", name);
  const std::string_view text = Trim(line.substr(equals + 1));
  if (text.empty() || (text.front() != '"' && text.front() != '\'')) {
    variables[name] = Bare(text);
    return {};
  }
  auto value = Quoted(text);
  if (!value)
    return InvalidInput("expected the value of {} to end with its quote on the same line; close the quote", name);
  variables[name] = *std::move(value);
  return {};
}

}  // namespace

Environment::Environment(Variables process, Variables dot_env)
    : process_(std::move(process)), dot_env_(std::move(dot_env)) {}

std::optional<std::string> Environment::Get(const std::string& name) const {
  if (const auto found = process_.find(name); found != process_.end()) return found->second;
  if (const auto found = dot_env_.find(name); found != dot_env_.end()) return found->second;
  return std::nullopt;
}

std::vector<std::string> Environment::DotEnvNames() const {
  std::vector<std::string> names;
  for (const auto& [name, value] : dot_env_) names.push_back(name);
  return names;
}

Result<Variables> ParseDotEnv(std::string_view text, std::string_view file) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  Variables variables;
  for (int number = 1; !text.empty(); ++number) {
    const auto end = std::min(text.find('\n'), text.size());
    if (auto status = ReadLine(text.substr(0, end), variables); !status) {
      return InvalidInput("{}:{}: Cannot read the line: {}", file, number, status.error().message);
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return variables;
}

Variables ProcessVariables() {
  Variables variables;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view text = *entry;
    const auto equals = std::min(text.find('='), text.size());
    if (equals < text.size()) variables.emplace(text.substr(0, equals), text.substr(equals + 1));
  }
  return variables;
}

Result<Environment> LoadEnvironment(const std::string& folder) {
  const std::string path = (std::filesystem::path(folder) / ".env").string();
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored)) return Environment(ProcessVariables(), {});
  ASSIGN_OR_RETURN(const std::string text, ReadTextFile(path));
  ASSIGN_OR_RETURN(Variables variables, ParseDotEnv(text, ".env"));
  return Environment(ProcessVariables(), std::move(variables));
}

Result<std::string> Expand(std::string_view text, const Environment& environment, Secrets& secrets) {
  constexpr std::size_t kShown = 20;
  std::string expanded;
  while (true) {
    const auto at = text.find("${");
    if (at == std::string_view::npos) return expanded.append(text);
    if (at > 0 && text[at - 1] == '$') {
      expanded.append(text.substr(0, at - 1)).append("${");
      text.remove_prefix(at + 2);
      continue;
    }
    const auto end = text.find('}', at);
    const bool is_open = end == std::string_view::npos;
    const std::string name(text.substr(at + 2, is_open ? end : end - at - 2));
    if (is_open || !IsName(name)) {
      return InvalidInput("expected a name in braces such as ${{SHOP_ODBC}}, got '{}'; {}write $${{ for a literal ${{",
                          text.substr(at, is_open ? kShown : end + 1 - at), is_open ? "close the brace, or " : "");
    }
    const auto value = environment.Get(name);
    if (!value) {
      return InvalidInput("${{{}}} is not defined; set it in the environment or in .env{}", name,
                          DidYouMean(name, environment.DotEnvNames()));
    }
    if (SoundsSecret(name)) secrets.Add(*value);
    AddSecretParts(*value, secrets);
    expanded.append(text.substr(0, at)).append(*value);
    text.remove_prefix(end + 1);
  }
}

}  // namespace assay::config
