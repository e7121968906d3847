#include "engine/sql_text.h"

namespace assay::engine {
namespace {

std::string Quote(std::string_view text, char quote) {
  std::string quoted(1, quote);
  for (const char c : text) {
    if (c == quote) quoted += quote;
    quoted += c;
  }
  quoted += quote;
  return quoted;
}

}  // namespace

std::string SqlString(std::string_view text) { return Quote(text, '\''); }
std::string SqlName(std::string_view name) { return Quote(name, '"'); }

std::string SqlStringList(std::span<const std::string> texts) {
  std::string list = "[";
  for (const std::string& text : texts) {
    if (list.size() > 1) list += ", ";
    list += SqlString(text);
  }
  return list + "]";
}

}  // namespace assay::engine
