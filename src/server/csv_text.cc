#include "server/csv_text.h"

namespace assay::server {
namespace {

void AppendCell(std::string_view cell, std::string& text) {
  if (cell.find_first_of(",\"\r\n") == std::string_view::npos) {
    text += cell;
    return;
  }
  text.push_back('"');
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
    AppendCell(rows.columns[i].name, text);
  }
  text += "\r\n";
}

void AppendCsvRows(const engine::Rows& rows, std::string& text) {
  for (const auto& row : rows.cells) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (i > 0) text.push_back(',');
      if (row[i]) AppendCell(*row[i], text);
    }
    text += "\r\n";
  }
}

}  // namespace assay::server
