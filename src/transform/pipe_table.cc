#include "transform/pipe_table.h"

#include <algorithm>
#include <array>
#include <regex>

namespace assay::transform {
namespace {

std::string_view Trim(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

std::vector<std::string_view> SplitCells(std::string_view line) {
  std::vector<std::string_view> cells;
  std::size_t start = 0;
  bool quoted = false;
  for (std::size_t at = 0; at < line.size(); ++at) {
    if (line[at] == '"') quoted = !quoted;
    if (line[at] != '|' || quoted) continue;
    cells.push_back(Trim(line.substr(start, at - start)));
    start = at + 1;
  }
  cells.push_back(Trim(line.substr(start)));
  return cells;
}

std::optional<std::string> ReadCell(std::string_view cell) {
  if (cell == "null") return std::nullopt;
  if (cell.size() >= 2 && cell.starts_with('"') && cell.ends_with('"'))
    return std::string(cell.substr(1, cell.size() - 2));
  return std::string(cell);
}

PipeTable::Column ReadHeader(std::string_view cell) {
  const std::size_t colon = cell.find(':');
  if (colon == std::string_view::npos) return {std::string(cell), ""};
  return {std::string(Trim(cell.substr(0, colon))), std::string(Trim(cell.substr(colon + 1)))};
}

std::string PrintCell(const std::optional<std::string>& cell) {
  if (!cell) return "null";
  const bool plain = *cell != "null" && !cell->empty() && Trim(*cell) == *cell && !cell->contains('|');
  return plain ? *cell : fmt::format("\"{}\"", *cell);
}

struct TypePattern {
  const char* type;
  const char* pattern;
};

constexpr std::array kTypePatterns{
    TypePattern{"boolean", "true|false"},
    TypePattern{"bigint", "-?[0-9]{1,18}"},
    TypePattern{"decimal", "-?[0-9]{1,18}([.][0-9]{1,18})?"},
    TypePattern{"date", "[0-9]{4}-[0-9]{2}-[0-9]{2}"},
    TypePattern{"timestamp", "[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?"},
};

std::string DecimalFor(std::span<const std::optional<std::string>> values) {
  std::size_t scale = 0;
  for (const auto& value : values) {
    const std::size_t point = value ? value->find('.') : std::string::npos;
    if (point != std::string::npos) scale = std::max(scale, value->size() - point - 1);
  }
  return fmt::format("decimal({},{})", scale > 9 ? 38 : 18, scale);
}

}  // namespace

Result<PipeTable> ParsePipeTable(std::string_view text) {
  PipeTable table;
  int number = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = Trim(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    ++number;
    if (line.empty()) continue;
    const std::vector<std::string_view> cells = SplitCells(line);
    if (table.columns.empty()) {
      std::ranges::transform(cells, std::back_inserter(table.columns), ReadHeader);
      continue;
    }
    if (cells.size() != table.columns.size()) {
      return InvalidInput("Cannot read table: expected {} cells as in the header, got {} in line {}: {}",
                          table.columns.size(), cells.size(), number, line);
    }
    std::ranges::transform(cells, std::back_inserter(table.rows.emplace_back()), ReadCell);
  }
  if (table.columns.empty()) return InvalidInput("Cannot read table: expected a header line, got an empty text");
  return table;
}

std::string PrintRows(std::span<const std::vector<std::optional<std::string>>> rows, std::string_view mark) {
  std::vector<std::size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t column = 0; column < row.size(); ++column)
      widths[column] = std::max(widths[column], PrintCell(row[column]).size());
  }
  std::string text;
  for (const auto& row : rows) {
    std::string line(mark);
    for (std::size_t column = 0; column < row.size(); ++column) {
      line += fmt::format("{}{:<{}}", column == 0 ? "" : " | ", PrintCell(row[column]), widths[column]);
    }
    text += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
  }
  return text;
}

std::string InferType(std::span<const std::optional<std::string>> values) {
  if (std::ranges::none_of(values, &std::optional<std::string>::has_value)) return "string";
  for (const TypePattern& candidate : kTypePatterns) {
    const std::regex pattern(candidate.pattern);
    const bool fits =
        std::ranges::all_of(values, [&](const auto& value) { return !value || std::regex_match(*value, pattern); });
    if (fits) return std::string_view(candidate.type) == "decimal" ? DecimalFor(values) : candidate.type;
  }
  return "string";
}

}  // namespace assay::transform
