#include "semantic/state_fields.h"

#include <algorithm>
#include <charconv>

#include <fmt/ranges.h>

#include "base/near_name.h"

namespace assay::semantic {
namespace {

using nlohmann::json;

constexpr std::size_t kMostValues = 1000;
constexpr std::size_t kLongestText = 1000;

Result<std::int64_t> NumberOf(const std::string& what, const std::string& text, std::int64_t least, std::int64_t most) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number < least || number > most) {
    return InvalidInput("Cannot read {}: expected a whole number from {} to {}, got '{}'", what, least, most, text);
  }
  return number;
}

}  // namespace

const std::vector<std::string>& RelativeDates() {
  static const std::vector<std::string> known{"last_7_days",     "last_30_days", "this_month",
                                              "last_full_month", "this_year",    "last_full_year"};
  return known;
}

const std::vector<std::string>& OptionNames() {
  static const std::vector<std::string> known{"grain", "top", "level", "search", "sort", "offset", "limit"};
  return known;
}

Status RequireWord(const std::string& word, const std::string& what, const std::vector<std::string>& known) {
  if (std::ranges::find(known, word) != known.end()) return {};
  std::string advice = DidYouMean(word, known);
  if (advice.empty()) advice = fmt::format("; known: {}", fmt::join(known, ", "));
  return InvalidInput("Cannot use {} '{}': unknown{}", what, word.substr(0, 100), advice);
}

Status RequireFields(const json& body, const std::string& what, const std::vector<std::string>& known) {
  if (!body.is_object()) return InvalidInput("Cannot read {}: expected an object, got {}", what, body.type_name());
  for (const auto& [name, value] : body.items()) RETURN_IF_ERROR(RequireWord(name, "field of " + what, known));
  return {};
}

Result<std::string> TextOf(const json& value, const std::string& what) {
  if (!value.is_string()) return InvalidInput("Cannot read {}: expected text, got {}", what, value.type_name());
  const std::string& text = value.get_ref<const std::string&>();
  if (text.size() > kLongestText) {
    return InvalidInput("Cannot read {}: expected at most {} bytes, got {}", what, kLongestText, text.size());
  }
  return text;
}

Status AddValue(const std::string& what, std::string value, std::vector<std::string>& values) {
  if (std::ranges::find(values, value) != values.end()) return {};
  if (value.size() > kLongestText) {
    return InvalidInput("Cannot read {}: expected at most {} bytes, got {}", what, kLongestText, value.size());
  }
  if (values.size() == kMostValues) {
    return InvalidInput("Cannot read {}: expected at most {} values, got more", what, kMostValues);
  }
  values.push_back(std::move(value));
  return {};
}

Result<std::vector<std::string>> Texts(const json& value, const std::string& what) {
  std::vector<std::string> texts;
  if (!value.is_array()) {
    ASSIGN_OR_RETURN(texts.emplace_back(), TextOf(value, what));
    return texts;
  }
  for (const json& item : value) {
    ASSIGN_OR_RETURN(std::string text, TextOf(item, what));
    RETURN_IF_ERROR(AddValue(what, std::move(text), texts));
  }
  return texts;
}

Result<Day> DayOf(const std::string& text, const std::string& what) {
  const auto day = ParseDay(text);
  if (!day) {
    return InvalidInput("Cannot read {}: expected a date of the calendar as yyyy-mm-dd, got '{}'", what,
                        text.substr(0, 100));
  }
  return *day;
}

Result<Day> DayOf(const json& value, const std::string& what) {
  ASSIGN_OR_RETURN(const std::string text, TextOf(value, what));
  return DayOf(text, what);
}

Status RequireDimension(const std::string& id, const Shop& shop) {
  std::vector<std::string> known;
  for (const Dimension& dimension : shop.description->dimensions) {
    if (!dimension.is_date) known.push_back(dimension.id);
  }
  return RequireWord(id, "dimension", known);
}

Status RequirePeriods(const std::vector<std::string>& keys, const Shop& shop) {
  for (const std::string& key : keys) {
    if (ParsePeriod(key, shop.settings.calendar)) continue;
    return InvalidInput(
        "Cannot read date '{}': expected a day, week, month, quarter or year such as 2025-01-15, 2025-W03, 2025-01, "
        "2025-Q1, 2025, FY2025",
        key.substr(0, 100));
  }
  return {};
}

Status RequireOrder(const DateChoice& choice) {
  if (!choice.from || !choice.to || *choice.from <= *choice.to) return {};
  return InvalidInput("Cannot read date: expected from before to, got {} to {}", DayText(*choice.from),
                      DayText(*choice.to));
}

Status RequireVisual(const std::string& id, const Page& page) {
  std::vector<std::string> known;
  for (const Visual& visual : page.visuals) known.push_back(visual.id);
  return RequireWord(id, "visual of page " + page.id, known);
}

Result<const Page*> RequirePage(std::string_view id, const Shop& shop) {
  std::vector<std::string> known;
  for (const Page& page : shop.description->pages) known.push_back(page.id);
  RETURN_IF_ERROR(RequireWord(std::string(id), "page", known));
  return shop.description->FindPage(id);
}

Result<Comparison> ComparisonNamed(const std::string& word) {
  RETURN_IF_ERROR(RequireWord(word, "comparison", {"previous_period", "same_period_last_year", "none"}));
  if (word == "none") return Comparison::kNone;
  return word == "previous_period" ? Comparison::kPreviousPeriod : Comparison::kSamePeriodLastYear;
}

Status SetOption(const std::string& visual, const std::string& name, const std::string& text, VisualOptions& options) {
  const std::string what = fmt::format("{}.{}", visual, name);
  if (name == "grain") {
    if (text != "auto" && !GrainNamed(text)) {
      RETURN_IF_ERROR(RequireWord(
          text, "grain", {"auto", "day", "week", "month", "quarter", "year", "fiscal_quarter", "fiscal_year"}));
    }
    options.grain = text;
  } else if (name == "top") {
    ASSIGN_OR_RETURN(const std::int64_t top, NumberOf(what, text, 1, 1000));
    options.top = static_cast<int>(top);
  } else if (name == "level") {
    options.level = text;
  } else if (name == "search") {
    options.search = text;
  } else if (name == "sort") {
    options.sort = text;
  } else if (name == "offset") {
    ASSIGN_OR_RETURN(const std::int64_t offset, NumberOf(what, text, 0, 1'000'000'000));
    options.offset = static_cast<std::size_t>(offset);
  } else {
    ASSIGN_OR_RETURN(const std::int64_t limit, NumberOf(what, text, 1, 1000));
    options.limit = static_cast<std::size_t>(limit);
  }
  return {};
}

}  // namespace assay::semantic
