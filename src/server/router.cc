#include "server/router.h"

#include <algorithm>
#include <optional>

#include "base/check.h"

namespace assay::server {
namespace {

std::vector<std::string_view> Segments(std::string_view path) {
  std::vector<std::string_view> segments;
  for (std::size_t start = 1; start < path.size();) {
    const std::size_t end = std::min(path.find('/', start), path.size());
    segments.push_back(path.substr(start, end - start));
    start = end + 1;
  }
  return segments;
}

bool IsInteger(std::string_view text) {
  const std::string_view digits = text.starts_with('-') ? text.substr(1) : text;
  return !digits.empty() && digits.size() <= 18 &&
         std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; });
}

// How a path fits a pattern: the values of its named segments, and which segments are fixed ("1" sorts first).
struct Fit {
  std::map<std::string, std::string> values;
  std::string fixed;
};

std::optional<Fit> FitPattern(std::string_view pattern, const std::vector<std::string_view>& path) {
  const auto wanted = Segments(pattern);
  if (wanted.size() != path.size()) return std::nullopt;
  Fit fit;
  for (std::size_t i = 0; i < path.size(); ++i) {
    const bool is_named = wanted[i].starts_with('{');
    fit.fixed.push_back(is_named ? '0' : '1');
    if (!is_named && wanted[i] != path[i]) return std::nullopt;
    if (!is_named) continue;
    const std::string_view inside = wanted[i].substr(1, wanted[i].size() - 2);
    const bool is_integer = inside.ends_with(":int");
    if (is_integer && !IsInteger(path[i])) return std::nullopt;
    fit.values.emplace(inside.substr(0, inside.size() - (is_integer ? 4 : 0)), path[i]);
  }
  return fit;
}

}  // namespace

void Router::Add(Route route) {
  CHECK(route.pattern.starts_with('/'));
  CHECK(std::ranges::none_of(
      routes_, [&](const Route& known) { return known.method == route.method && known.pattern == route.pattern; }));
  routes_.push_back(std::move(route));
}

Router::Match Router::Find(Method method, std::string_view path) const {
  const Method routed = method == Method::kHead ? Method::kGet : method;
  const auto segments = Segments(path);
  Match match;
  std::string best;
  for (const Route& route : routes_) {
    auto fit = FitPattern(route.pattern, segments);
    if (!fit) continue;
    const std::string name = route.method == Method::kGet ? "GET, HEAD" : std::string(Name(route.method));
    if (!match.allowed.contains(name)) match.allowed += (match.allowed.empty() ? "" : ", ") + name;
    if (route.method != routed || (match.route != nullptr && fit->fixed <= best)) continue;
    match.route = &route;
    match.path_values = std::move(fit->values);
    best = fit->fixed;
  }
  return match;
}

}  // namespace assay::server
