#include "server/csv_text.h"

#include <algorithm>

namespace assay::server {
namespace {

bool IsNumber(std::string_view text) {
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  const auto is_part = [](char c) { return (c >= '0' && c <= '9') || c == '.'; };
  return !text.empty() && std::ranges::all_of(text, is_part);
}

// Spreadsheets run text that begins so as a formula.
bool LooksLikeFormula(std::string_view text) {
  return !text.empty() && std::string_view("=+-@\t\r\n").contains(text[0]) && !IsNumber(text);
}

void AppendCell(std::string_view cell, engine::CellKind kind, std::string& text) {
  const bool is_guarded = kind != engine::CellKind::kNumber && LooksLikeFormula(cell);
  if (cell.find_first_of(",\"\r\n") == std::string_view::npos) {
    if (is_guarded) text.push_back('\'');
    text += cell;
    return;
  }
  text.push_back('"');
  if (is_guarded) text.push_back('\'');
  for (const char c : cell) {
    if (c == '"') text.push_back('"');
    text.push_back(c);
  }
  text.push_back('"');
}

}  // namespace

void AppendCsvHeader(const engine::Rows& rows, std::string& text) {
  for (std::size_t i = 0; i < rows.columns.size(); ++i) {
    if (i > 0) text.push_back(',');
    AppendCell(rows.columns[i].name, engine::CellKind::kText, text);
  }
  text += "\r\n";
}

void AppendCsvRows(const engine::Rows& rows, std::string& text) {
  for (const auto& row : rows.cells) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (i > 0) text.push_back(',');
      if (row[i]) AppendCell(*row[i], rows.columns[i].kind, text);
    }
    text += "\r\n";
  }
}

}  // namespace assay::server
