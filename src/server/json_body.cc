#include "server/json_body.h"

#include <vector>

#include <fmt/format.h>

#include "base/json_integer.h"
#include "base/near_name.h"

namespace assay::server {
namespace {

constexpr int kDeepest = 32;

// Counts brackets outside of texts; whether they match is the parser's business.
bool IsTooDeep(std::string_view text) {
  int depth = 0;
  bool is_in_text = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (is_in_text && c == '\\') {
      ++i;
    } else if (c == '"') {
      is_in_text = !is_in_text;
    } else if (!is_in_text && (c == '{' || c == '[')) {
      if (++depth > kDeepest) return true;
    } else if (!is_in_text && (c == '}' || c == ']')) {
      --depth;
    }
  }
  return false;
}

}  // namespace

Result<nlohmann::json> ParseJsonBody(std::string_view text) {
  if (IsTooDeep(text)) return InvalidInput("Cannot read the request: its JSON is nested too deep");
  nlohmann::json json = nlohmann::json::parse(text, nullptr, false);
  if (json.is_discarded()) return InvalidInput("Cannot read the request: its body is no JSON");
  if (!json.is_object()) return InvalidInput("Cannot read the request: expected a JSON object");
  return json;
}

const nlohmann::json* Fields::Take(const std::string& name) {
  taken_.insert(name);
  const auto found = object_.find(name);
  return found == object_.end() || found->is_null() ? nullptr : &*found;
}

void Fields::Refuse(const std::string& name, std::string_view expected) {
  if (mistake_.empty()) mistake_ = fmt::format("Cannot read the request: expected {} in '{}'", expected, name);
}

std::string Fields::Text(const std::string& name) {
  if (Take(name) == nullptr) Refuse(name, "a text");
  return Text(name, "");
}

std::string Fields::Text(const std::string& name, std::string fallback) {
  const nlohmann::json* value = Take(name);
  if (value == nullptr) return fallback;
  if (value->is_string()) return value->get<std::string>();
  Refuse(name, "a text");
  return fallback;
}

std::optional<bool> Fields::Boolean(const std::string& name) {
  const nlohmann::json* value = Take(name);
  if (value == nullptr) return std::nullopt;
  if (value->is_boolean()) return value->get<bool>();
  Refuse(name, "true or false");
  return std::nullopt;
}

std::optional<std::int64_t> Fields::Integer(const std::string& name, std::int64_t least, std::int64_t most) {
  const nlohmann::json* value = Take(name);
  if (value == nullptr) return std::nullopt;
  const auto number = AsInteger<std::int64_t>(*value);
  if (number && *number >= least && *number <= most) return number;
  Refuse(name, fmt::format("a whole number from {} to {}", least, most));
  return std::nullopt;
}

nlohmann::json Fields::Object(const std::string& name) {
  const nlohmann::json* value = Take(name);
  if (value == nullptr) return nlohmann::json::object();
  if (value->is_object()) return *value;
  Refuse(name, "an object");
  return nlohmann::json::object();
}

Status Fields::Done() const {
  if (!mistake_.empty()) return InvalidInput("{}", mistake_);
  for (const auto& field : object_.items()) {
    if (taken_.contains(field.key())) continue;
    const std::vector<std::string> known(taken_.begin(), taken_.end());
    return InvalidInput("Cannot read the request: unknown field '{}'{}", field.key().substr(0, 100),
                        DidYouMean(field.key().substr(0, 100), known));
  }
  return {};
}

}  // namespace assay::server
