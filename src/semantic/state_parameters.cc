#include <algorithm>

#include <fmt/format.h>

#include "semantic/state_fields.h"

namespace assay::semantic {
namespace {

// What the server reads itself.
bool IsOfServer(std::string_view name) { return name == "lang" || name == "token" || name == "release"; }

class ParameterReader {
 public:
  ParameterReader(const Page& page, const Shop& shop) : page_(page), shop_(shop) { request_.page = page.id; }

  Status Read(const std::string& name, const std::string& value) {
    if (IsOfServer(name)) return {};
    if (const std::size_t dot = name.find('.'); dot != std::string::npos) {
      return ReadOption(name.substr(0, dot), name.substr(dot + 1), value);
    }
    if (name == "from") return Assign(request_.state.date.from, name, value);
    if (name == "to") return Assign(request_.state.date.to, name, value);
    if (name == "date") return ReadDate(value);
    if (name == "compare") {
      ASSIGN_OR_RETURN(request_.state.comparison, ComparisonNamed(value));
      return {};
    }
    RETURN_IF_ERROR(RequireName(name));
    return AddValue("filter " + name, value, request_.state.filters[name]);
  }

  Result<PageRequest> Finish() && {
    const DateChoice& date = request_.state.date;
    if (int{date.from || date.to} + int{!date.relative.empty()} + int{!date.keys.empty()} > 1) {
      return InvalidInput("Cannot read date: expected one of from/to, a relative date or periods, got several");
    }
    RETURN_IF_ERROR(RequireOrder(date));
    for (auto& [visual, options] : request_.options) {
      if (const auto page = pages_.find(visual); page != pages_.end()) options.offset = page->second * options.limit;
    }
    return std::move(request_);
  }

 private:
  static Status Assign(std::optional<Day>& day, const std::string& name, const std::string& value) {
    if (day) return InvalidInput("Cannot read {}: expected it once, got it twice", name);
    ASSIGN_OR_RETURN(day, DayOf(value, name));
    return {};
  }

  Status ReadDate(const std::string& value) {
    const auto& relative = RelativeDates();
    if (std::ranges::find(relative, value) != relative.end()) {
      if (!request_.state.date.relative.empty()) return InvalidInput("Cannot read date: expected one relative date");
      request_.state.date.relative = value;
      return {};
    }
    RETURN_IF_ERROR(RequirePeriods({value}, shop_));
    return AddValue("date", value, request_.state.date.keys);
  }

  Status RequireName(const std::string& name) const {
    std::vector<std::string> known{"date", "from", "to", "compare", "lang"};
    for (const Dimension& dimension : shop_.description->dimensions) known.push_back(dimension.id);
    return RequireWord(name, "parameter", known);
  }

  // Options of visuals of other pages are left to those.
  Status ReadOption(const std::string& visual, const std::string& name, const std::string& value) {
    if (!IsOnThisPage(visual)) return IsOnAnyPage(visual) ? Status{} : RequireVisual(visual, page_);
    VisualOptions& options = request_.options[visual];
    if (name != "page") {
      RETURN_IF_ERROR(RequireWord(name, "option of " + visual, OptionNames()));
      return SetOption(visual, name, value, options);
    }
    VisualOptions number;
    RETURN_IF_ERROR(SetOption(visual, "offset", value, number));
    pages_[visual] = number.offset == 0 ? 0 : number.offset - 1;
    return {};
  }

  bool IsOnThisPage(const std::string& visual) const {
    return std::ranges::find(page_.visuals, visual, &Visual::id) != page_.visuals.end();
  }
  bool IsOnAnyPage(const std::string& visual) const {
    return std::ranges::any_of(shop_.description->pages, [&](const Page& page) {
      return std::ranges::find(page.visuals, visual, &Visual::id) != page.visuals.end();
    });
  }

  const Page& page_;
  const Shop& shop_;
  PageRequest request_;
  std::map<std::string, std::size_t> pages_;
};

}  // namespace

Result<PageRequest> ParseParameters(std::string_view page, const Parameters& parameters, const Shop& shop) {
  ASSIGN_OR_RETURN(const Page* found, RequirePage(page, shop));
  ParameterReader reader(*found, shop);
  for (const auto& [name, value] : parameters) RETURN_IF_ERROR(reader.Read(name, value));
  return std::move(reader).Finish();
}

}  // namespace assay::semantic
