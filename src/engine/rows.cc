#include "engine/rows.h"

#include <charconv>

namespace assay::engine {

Result<std::size_t> Rows::Position(std::string_view column) const {
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (columns[i].name == column) return i;
  }
  return Internal("Cannot read column {} of a result: it does not have it", column);
}

Result<std::int64_t> Rows::Integer(std::size_t row, std::size_t column) const {
  const auto& cell = cells[row][column];
  if (!cell) return 0;
  std::int64_t value = 0;
  const auto read = std::from_chars(cell->data(), cell->data() + cell->size(), value);
  if (read.ec != std::errc() || read.ptr != cell->data() + cell->size()) {
    return Internal("Cannot read cell of column {}: expected an integer, got '{}'", columns[column].name, *cell);
  }
  return value;
}

}  // namespace assay::engine
