#include "config/table_ref.h"

#include <algorithm>

#include <fmt/ranges.h>

#include "base/near_name.h"

namespace assay::config {
namespace {

bool Holds(std::span<const Source> sources, const TableRef& ref) {
  const auto source = std::ranges::find(sources, ref.source, &Source::name);
  // Without tables the source itself is wrong, which was said already.
  return source->tables.empty() ||
         std::ranges::find(source->tables, ref.table, &SourceTable::name) != source->tables.end();
}

std::string Advice(std::string_view text, std::span<const Source> sources) {
  std::vector<std::string> known;
  std::vector<std::string> without_source;
  for (const Source& source : sources) {
    for (const SourceTable& table : source.tables) {
      known.push_back(fmt::format("{}.{}", source.name, table.name));
      if (table.name == text) without_source.push_back(known.back());
    }
  }
  if (!without_source.empty()) return fmt::format("; did you mean '{}'?", without_source.front());
  const std::string near = DidYouMean(text, known);
  if (!near.empty() || known.empty()) return near;
  constexpr std::size_t kShown = 10;
  const bool has_more = known.size() > kShown;
  if (has_more) known.resize(kShown);
  return fmt::format("; declared: {}{}", fmt::join(known, ", "), has_more ? ", ..." : "");
}

}  // namespace

std::optional<TableRef> SplitTableRef(std::string_view text, std::span<const Source> sources) {
  const auto dot = text.find('.');
  if (dot == std::string_view::npos || dot + 1 == text.size()) return std::nullopt;
  const std::string_view prefix = text.substr(0, dot);
  if (std::ranges::find(sources, prefix, &Source::name) == sources.end()) return std::nullopt;
  return TableRef{std::string(prefix), std::string(text.substr(dot + 1))};
}

std::optional<TableRef> ReadTableRef(const Value& value, std::span<const Source> sources) {
  const auto text = value.Text();
  if (!text) return std::nullopt;
  auto ref = SplitTableRef(*text, sources);
  if (ref && Holds(sources, *ref)) return ref;
  value.Report(fmt::format("expected a declared table as source.table, got '{}'{}", *text, Advice(*text, sources)));
  return std::nullopt;
}

}  // namespace assay::config
