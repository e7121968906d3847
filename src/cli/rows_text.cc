#include "cli/rows_text.h"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace assay::cli {
namespace {

using engine::CellKind;
using engine::Rows;

std::size_t Width(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::string Padded(const std::string& text, std::size_t width, bool right) {
  const std::string blanks(width - std::min(width, Width(text)), ' ');
  return right ? blanks + text : text + blanks;
}

std::string OneLine(std::string text) {
  std::ranges::replace_if(text, [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
  return text;
}

std::string TableText(const Rows& rows) {
  std::vector<std::size_t> widths;
  for (std::size_t c = 0; c < rows.columns.size(); ++c) {
    std::size_t width = Width(rows.columns[c].name);
    for (std::size_t r = 0; r < rows.size(); ++r) width = std::max(width, Width(OneLine(rows.Text(r, c))));
    widths.push_back(width);
  }
  std::string text;
  const auto line = [&](auto cell) {
    std::string one;
    for (std::size_t c = 0; c < widths.size(); ++c)
      one += (c == 0 ? "" : "  ") + Padded(cell(c), widths[c], rows.columns[c].kind == CellKind::kNumber);
    while (one.ends_with(' ')) one.pop_back();
    text += one + "\n";
  };
  line([&](std::size_t c) { return rows.columns[c].name; });
  line([&](std::size_t c) { return std::string(widths[c], '-'); });
  for (std::size_t r = 0; r < rows.size(); ++r) line([&](std::size_t c) { return OneLine(rows.Text(r, c)); });
  return text;
}

std::string CsvField(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + "\"";
}

std::string CsvText(const Rows& rows) {
  std::string text;
  for (std::size_t c = 0; c < rows.columns.size(); ++c) text += (c == 0 ? "" : ",") + CsvField(rows.columns[c].name);
  text += "\n";
  for (std::size_t r = 0; r < rows.size(); ++r) {
    for (std::size_t c = 0; c < rows.columns.size(); ++c) text += (c == 0 ? "" : ",") + CsvField(rows.Text(r, c));
    text += "\n";
  }
  return text;
}

nlohmann::ordered_json CellJson(const Rows& rows, std::size_t row, std::size_t column) {
  const auto& cell = rows.cells[row][column];
  if (!cell) return nullptr;
  switch (rows.columns[column].kind) {
    case CellKind::kNumber: {
      const bool whole = cell->size() <= 16 && cell->find_first_not_of("-0123456789") == std::string::npos;
      return whole ? nlohmann::ordered_json(std::stoll(*cell)) : nlohmann::ordered_json(*cell);
    }
    case CellKind::kBoolean:
      return *cell == "true";
    case CellKind::kNested:
      return nlohmann::ordered_json::parse(*cell, nullptr, false);
    case CellKind::kText:
      return *cell;
  }
  return nullptr;
}

std::string JsonText(const Rows& rows) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (std::size_t r = 0; r < rows.size(); ++r) {
    nlohmann::ordered_json object = nlohmann::ordered_json::object();
    for (std::size_t c = 0; c < rows.columns.size(); ++c) object[rows.columns[c].name] = CellJson(rows, r, c);
    list.push_back(std::move(object));
  }
  return list.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

}  // namespace

std::string RowsText(const Rows& rows, RowsFormat format) {
  switch (format) {
    case RowsFormat::kTable:
      return TableText(rows);
    case RowsFormat::kCsv:
      return CsvText(rows);
    case RowsFormat::kJson:
      return JsonText(rows);
  }
  return "";
}

}  // namespace assay::cli
