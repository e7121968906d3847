#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "base/result.h"
#include "semantic/shop.h"

/// What a user chose, in an address or in the body of a request.
namespace assay::semantic {

enum class Comparison { kPreviousPeriod, kSamePeriodLastYear, kNone };
std::string_view Name(Comparison comparison);

/// The days chosen: none; from and to (either may be open); relative to the as-of date; or periods by key.
struct DateChoice {
  std::optional<Day> from;
  std::optional<Day> to;
  std::string relative;
  std::vector<std::string> keys;
  bool empty() const { return !from && !to && relative.empty() && keys.empty(); }
};

/// Dimension -> the keys that pass.
using Filters = std::map<std::string, std::vector<std::string>, std::less<>>;

struct State {
  Filters filters;
  DateChoice date;
  Comparison comparison = Comparison::kPreviousPeriod;
};

/// How one visual is looked at.
struct VisualOptions {
  std::string grain = "auto";
  std::optional<int> top;
  std::string level;
  std::string search;
  std::string sort;  ///< column, "-" before it for descending; empty = the visual's own order
  std::size_t offset = 0;
  std::size_t limit = 50;
};
using Options = std::map<std::string, VisualOptions, std::less<>>;

/// What one request asks of a page; without `visuals`, all of them.
struct PageRequest {
  std::string page;
  State state;
  std::vector<std::string> visuals;
  Options options;
  std::optional<std::int64_t> release;
};

/// Reads the body of /api/query. kInvalidInput, with the near name, for unknown fields, pages, visuals, dimensions,
/// words, dates that are none, more than 1000 values of a dimension, texts over 1000 characters.
Result<PageRequest> ParsePageRequest(const nlohmann::json& body, const Shop& shop);

/// Reads a `state` object.
Result<State> ParseState(const nlohmann::json& body, const Shop& shop);

/// Reads dimension -> keys, such as `where`; "date" holds period keys.
Result<State> ParseWhere(const nlohmann::json& body, const Shop& shop);

using Parameters = std::vector<std::pair<std::string, std::string>>;

/// The parameters of an address, decoded, in their order. Those of the server (lang, token, release) are passed over.
Result<PageRequest> ParseParameters(std::string_view page, const Parameters& parameters, const Shop& shop);

}  // namespace assay::semantic
