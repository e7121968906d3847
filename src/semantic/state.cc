#include "semantic/state.h"

#include <algorithm>
#include <charconv>

#include <fmt/ranges.h>

#include "base/json_integer.h"
#include "base/near_name.h"
#include "semantic/state_fields.h"

namespace assay::semantic {
namespace {

using nlohmann::json;

Status ReadFilter(const std::string& dimension, const json& keys, const Shop& shop, State& state) {
  RETURN_IF_ERROR(RequireDimension(dimension, shop));
  ASSIGN_OR_RETURN(auto texts, Texts(keys, "filter " + dimension));
  if (!texts.empty()) state.filters[dimension] = std::move(texts);
  return {};
}

Result<DateChoice> ReadDate(const json& date, const Shop& shop) {
  DateChoice choice;
  RETURN_IF_ERROR(RequireFields(date, "date", {"from", "to", "relative", "keys"}));
  const bool has_range = date.contains("from") || date.contains("to");
  if (int{has_range} + int{date.contains("relative")} + int{date.contains("keys")} > 1) {
    return InvalidInput("Cannot read date: expected one of from/to, relative, keys, got several");
  }
  if (date.contains("from")) {
    ASSIGN_OR_RETURN(choice.from, DayOf(date["from"], "date.from"));
  }
  if (date.contains("to")) {
    ASSIGN_OR_RETURN(choice.to, DayOf(date["to"], "date.to"));
  }
  if (date.contains("relative")) {
    ASSIGN_OR_RETURN(choice.relative, TextOf(date["relative"], "date.relative"));
    RETURN_IF_ERROR(RequireWord(choice.relative, "relative date", RelativeDates()));
  }
  if (date.contains("keys")) {
    ASSIGN_OR_RETURN(choice.keys, Texts(date["keys"], "date.keys"));
    RETURN_IF_ERROR(RequirePeriods(choice.keys, shop));
  }
  RETURN_IF_ERROR(RequireOrder(choice));
  return choice;
}

Result<VisualOptions> ReadOptions(const json& body, const std::string& visual) {
  RETURN_IF_ERROR(RequireFields(body, "options." + visual, OptionNames()));
  VisualOptions options;
  for (const auto& [name, value] : body.items()) {
    if (value.is_null()) continue;
    std::string text;
    if (value.is_number_integer()) {
      text = value.dump();
    } else {
      ASSIGN_OR_RETURN(text, TextOf(value, fmt::format("options.{}.{}", visual, name)));
    }
    RETURN_IF_ERROR(SetOption(visual, name, text, options));
  }
  return options;
}

}  // namespace

std::string_view Name(Comparison comparison) {
  switch (comparison) {
    case Comparison::kPreviousPeriod:
      return "previous_period";
    case Comparison::kSamePeriodLastYear:
      return "same_period_last_year";
    case Comparison::kNone:
      return "none";
  }
  return "";
}

Result<State> ParseState(const json& body, const Shop& shop) {
  State state;
  if (body.is_null()) return state;
  RETURN_IF_ERROR(RequireFields(body, "state", {"filters", "date", "compare"}));
  if (body.contains("filters") && !body["filters"].is_null()) {
    if (!body["filters"].is_object()) return InvalidInput("Cannot read filters: expected an object of dimensions");
    for (const auto& [dimension, keys] : body["filters"].items()) {
      RETURN_IF_ERROR(ReadFilter(dimension, keys, shop, state));
    }
  }
  if (body.contains("date") && !body["date"].is_null()) {
    ASSIGN_OR_RETURN(state.date, ReadDate(body["date"], shop));
  }
  if (body.contains("compare") && !body["compare"].is_null()) {
    ASSIGN_OR_RETURN(const std::string word, TextOf(body["compare"], "compare"));
    ASSIGN_OR_RETURN(state.comparison, ComparisonNamed(word));
  }
  return state;
}

Result<State> ParseWhere(const json& body, const Shop& shop) {
  State state;
  if (body.is_null()) return state;
  if (!body.is_object()) return InvalidInput("Cannot read where: expected an object of dimensions");
  for (const auto& [dimension, keys] : body.items()) {
    if (dimension == "date") {
      ASSIGN_OR_RETURN(state.date.keys, Texts(keys, "where.date"));
      RETURN_IF_ERROR(RequirePeriods(state.date.keys, shop));
    } else {
      RETURN_IF_ERROR(ReadFilter(dimension, keys, shop, state));
    }
  }
  return state;
}

Result<PageRequest> ParsePageRequest(const json& body, const Shop& shop) {
  RETURN_IF_ERROR(RequireFields(body, "the request", {"page", "state", "visuals", "options", "release"}));
  PageRequest request;
  if (!body.contains("page")) return InvalidInput("Cannot read the request: expected page, got none");
  ASSIGN_OR_RETURN(request.page, TextOf(body["page"], "page"));
  ASSIGN_OR_RETURN(const Page* page, RequirePage(request.page, shop));
  if (body.contains("state")) {
    ASSIGN_OR_RETURN(request.state, ParseState(body["state"], shop));
  }
  if (body.contains("visuals") && !body["visuals"].is_null()) {
    ASSIGN_OR_RETURN(request.visuals, Texts(body["visuals"], "visuals"));
    for (const std::string& id : request.visuals) RETURN_IF_ERROR(RequireVisual(id, *page));
  }
  if (body.contains("options") && !body["options"].is_null()) {
    if (!body["options"].is_object()) return InvalidInput("Cannot read options: expected an object of visuals");
    for (const auto& [visual, options] : body["options"].items()) {
      RETURN_IF_ERROR(RequireVisual(visual, *page));
      ASSIGN_OR_RETURN(request.options[visual], ReadOptions(options, visual));
    }
  }
  if (body.contains("release") && !body["release"].is_null()) {
    request.release = AsInteger<std::int64_t>(body["release"]);
    if (!request.release) return InvalidInput("Cannot read release: expected a whole number");
  }
  return request;
}

}  // namespace assay::semantic
