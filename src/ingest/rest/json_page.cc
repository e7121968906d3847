#include "ingest/rest/json_page.h"

#include <charconv>
#include <vector>

#include <simdjson.h>
#include <nlohmann/json.hpp>

#include "base/digest.h"
#include "base/near_name.h"

namespace assay::ingest {
namespace {

namespace ondemand = simdjson::ondemand;
using simdjson::error_code;

std::unexpected<Error> NotJson(error_code code) {
  return InvalidInput("expected JSON, got something else ({})", simdjson::error_message(code));
}

#define ASSIGN_JSON_OR_RETURN(lhs, expression)                               \
  do {                                                                       \
    if (const error_code code = (expression).get(lhs)) return NotJson(code); \
  } while (false)

std::string_view Trim(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r\n";
  const std::size_t first = text.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

std::vector<std::string> Steps(std::string_view path) {
  std::vector<std::string> steps;
  for (std::size_t start = 0; start <= path.size();) {
    const std::size_t end = std::min(path.find('.', start), path.size());
    steps.emplace_back(path.substr(start, end - start));
    start = end + 1;
  }
  return steps;
}

// The member called `name` of `object`; the reader stands at it afterwards.
Result<ondemand::value> Member(ondemand::object& object, const std::string& name, std::string_view path) {
  std::vector<std::string> names;
  for (auto field : object) {
    std::string_view key;
    ASSIGN_JSON_OR_RETURN(key, field.unescaped_key());
    ondemand::value value;
    if (key == name) {
      ASSIGN_JSON_OR_RETURN(value, field.value());
      return value;
    }
    names.emplace_back(key);
  }
  return InvalidInput("expected a member '{}' (of path '{}'), got {}{}", name, path,
                      names.empty() ? "an empty object" : fmt::format("{}", fmt::join(names, ", ")),
                      DidYouMean(name, names));
}

Result<ondemand::value> ValueAt(ondemand::document& document, std::string_view path) {
  document.rewind();
  ondemand::value value;
  bool is_root = true;
  for (const std::string& step : Steps(path)) {
    ondemand::object object;
    const error_code code = is_root ? document.get_object().get(object) : value.get_object().get(object);
    if (code == simdjson::INCORRECT_TYPE)
      return InvalidInput("expected an object that has '{}' (of path '{}'), got another value", step, path);
    if (code != simdjson::SUCCESS) return NotJson(code);
    ASSIGN_OR_RETURN(value, Member(object, step, path));
    is_root = false;
  }
  return value;
}

// The path of the only list in the body, which must be an object.
Result<std::string> OnlyList(ondemand::document& document) {
  ondemand::object object;
  document.rewind();
  ASSIGN_JSON_OR_RETURN(object, document.get_object());
  std::vector<std::string> lists;
  for (auto field : object) {
    std::string_view key;
    ASSIGN_JSON_OR_RETURN(key, field.unescaped_key());
    ondemand::value value;
    ASSIGN_JSON_OR_RETURN(value, field.value());
    ondemand::json_type type{};
    ASSIGN_JSON_OR_RETURN(type, value.type());
    if (type == ondemand::json_type::array) lists.emplace_back(key);
  }
  if (lists.size() == 1) return lists.front();
  if (lists.empty())
    return InvalidInput(
        "expected a list of rows, got an object without any; set 'data_selector' to the path of the list");
  return InvalidInput("expected one list of rows, got {}; set 'data_selector' to one of them", fmt::join(lists, ", "));
}

// Nothing stands for null.
Result<std::optional<ondemand::array>> FindRows(ondemand::document& document, const std::string& path) {
  ondemand::json_type type{};
  ondemand::array array;
  document.rewind();
  ASSIGN_JSON_OR_RETURN(type, document.type());
  if (path.empty() && type == ondemand::json_type::array) {
    ASSIGN_JSON_OR_RETURN(array, document.get_array());
    return array;
  }
  if (type != ondemand::json_type::object) {
    return InvalidInput("expected {}, got another value",
                        path.empty() ? "a list of rows" : fmt::format("an object with '{}'", path));
  }
  std::string found = path;
  if (found.empty()) {
    ASSIGN_OR_RETURN(found, OnlyList(document));
    // A name with a dot is no path; only a top-level list is meant here.
    document.rewind();
    ondemand::object object;
    ASSIGN_JSON_OR_RETURN(object, document.get_object());
    ASSIGN_OR_RETURN(ondemand::value only, Member(object, found, found));
    ASSIGN_JSON_OR_RETURN(array, only.get_array());
    return array;
  }
  ASSIGN_OR_RETURN(ondemand::value value, ValueAt(document, found));
  ASSIGN_JSON_OR_RETURN(type, value.type());
  if (type == ondemand::json_type::null) return std::nullopt;
  if (type != ondemand::json_type::array)
    return InvalidInput("expected a list of rows at '{}', got another value", path);
  ASSIGN_JSON_OR_RETURN(array, value.get_array());
  return array;
}

bool IsNumber(std::string_view token) {
  return !token.empty() && (token[0] == '-' || (token[0] >= '0' && token[0] <= '9')) && nlohmann::json::accept(token);
}

Status SetScalar(std::string_view name, ondemand::value& value, ondemand::json_type type, RowTable& table) {
  if (type == ondemand::json_type::string) {
    std::string_view text;
    ASSIGN_JSON_OR_RETURN(text, value.get_string());
    return table.Set(name, text);
  }
  const std::string_view token = Trim(value.raw_json_token());
  const bool is_word = token == "true" || token == "false" || token == "null";
  if (type == ondemand::json_type::number ? !IsNumber(token) : !is_word)
    return InvalidInput("expected JSON, got a malformed value of member {}", name);
  return table.Set(name, token == "null" ? std::nullopt : std::optional(token));
}

Status SetNested(std::string_view name, ondemand::value& value, ondemand::json_type type, RowTable& table) {
  std::string_view text;
  if (type == ondemand::json_type::array) {
    ondemand::array array;
    ASSIGN_JSON_OR_RETURN(array, value.get_array());
    ASSIGN_JSON_OR_RETURN(text, array.raw_json());
  } else {
    ondemand::object object;
    ASSIGN_JSON_OR_RETURN(object, value.get_object());
    ASSIGN_JSON_OR_RETURN(text, object.raw_json());
  }
  text = Trim(text);
  if (!nlohmann::json::accept(text)) return InvalidInput("expected JSON, got a malformed value of member {}", name);
  return table.Set(name, text);
}

Status AddRow(ondemand::object& object, RowTable& table) {
  table.BeginRow();
  for (auto field : object) {
    std::string_view name;
    ASSIGN_JSON_OR_RETURN(name, field.unescaped_key());
    ondemand::value value;
    ASSIGN_JSON_OR_RETURN(value, field.value());
    ondemand::json_type type{};
    ASSIGN_JSON_OR_RETURN(type, value.type());
    const bool nested = type == ondemand::json_type::array || type == ondemand::json_type::object;
    RETURN_IF_ERROR(nested ? SetNested(name, value, type, table) : SetScalar(name, value, type, table));
  }
  table.EndRow();
  return {};
}

Result<std::size_t> AddRows(ondemand::array& array, RowTable& table) {
  std::size_t rows = 0;
  for (auto element : array) {
    ondemand::object object;
    const error_code code = element.get_object().get(object);
    if (code == simdjson::INCORRECT_TYPE)
      return InvalidInput("expected a list of objects, got another value at position {}", rows + 1);
    if (code != simdjson::SUCCESS) return NotJson(code);
    auto added = AddRow(object, table);
    if (!added)
      return std::unexpected(std::move(added).error().WithContext(fmt::format("row {} of the page", rows + 1)));
    ++rows;
  }
  return rows;
}

Result<std::int64_t> TotalPages(ondemand::document& document, const std::string& path) {
  ASSIGN_OR_RETURN(ondemand::value value, ValueAt(document, path));
  std::string_view token = Trim(value.raw_json_token());
  if (token.size() >= 2 && token.starts_with('"') && token.ends_with('"')) token = token.substr(1, token.size() - 2);
  std::int64_t total = 0;
  const auto read = std::from_chars(token.data(), token.data() + token.size(), total);
  if (read.ec != std::errc() || read.ptr != token.data() + token.size() || total < 0) {
    return InvalidInput("expected the number of pages at '{}', got another value; check 'total_path'", path);
  }
  return total;
}

// The parser looks only at what is asked for; this walks over all of the body once.
Status CheckWhole(ondemand::document& document) {
  ondemand::json_type type{};
  std::string_view text;
  ASSIGN_JSON_OR_RETURN(type, document.type());
  if (type == ondemand::json_type::array) {
    ondemand::array array;
    ASSIGN_JSON_OR_RETURN(array, document.get_array());
    ASSIGN_JSON_OR_RETURN(text, array.raw_json());
  } else if (type == ondemand::json_type::object) {
    ondemand::object object;
    ASSIGN_JSON_OR_RETURN(object, document.get_object());
    ASSIGN_JSON_OR_RETURN(text, object.raw_json());
  } else {
    return {};
  }
  const char* place = nullptr;
  if (document.current_location().get(place) == simdjson::SUCCESS)
    return InvalidInput("expected one JSON value, got more behind it");
  return {};
}

}  // namespace

Result<PageFacts> AddJsonPage(std::string_view body, const PagePaths& paths, RowTable& table) {
  if (body.starts_with("\xEF\xBB\xBF")) body.remove_prefix(3);
  if (Trim(body).empty()) return InvalidInput("expected JSON, got an empty body");
  ondemand::parser parser;
  const simdjson::padded_string padded(body);
  ondemand::document document;
  ASSIGN_JSON_OR_RETURN(document, parser.iterate(padded));
  RETURN_IF_ERROR(CheckWhole(document));
  PageFacts facts;
  ASSIGN_OR_RETURN(std::optional<ondemand::array> list, FindRows(document, paths.rows));
  if (list) {
    std::string_view text;
    ASSIGN_JSON_OR_RETURN(text, list->raw_json());
    facts.digest = Sha256Hex(Trim(text));
    ASSIGN_OR_RETURN(list, FindRows(document, paths.rows));
    ASSIGN_OR_RETURN(facts.rows, AddRows(*list, table));
  }
  if (!paths.total.empty()) {
    ASSIGN_OR_RETURN(facts.total_pages, TotalPages(document, paths.total));
  }
  return facts;
}

}  // namespace assay::ingest
