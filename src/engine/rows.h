#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace assay::engine {

/// How a result column may be shown: numbers align right and stand bare in JSON.
enum class CellKind { kText, kNumber, kBoolean, kNested };

struct ResultColumn {
  std::string name;
  CellKind kind = CellKind::kText;
};

/// A result, or a piece of one, as text: exact for every type (decimals with all their digits, dates yyyy-MM-dd,
/// instants "yyyy-MM-dd HH:mm:ss[.ffffff]+00", booleans true/false, nested values as JSON). Null is std::nullopt.
struct Rows {
  std::vector<ResultColumn> columns;
  std::vector<std::vector<std::optional<std::string>>> cells;

  std::size_t size() const { return cells.size(); }
  /// Position of a column; kInternal when the statement does not have it.
  Result<std::size_t> Position(std::string_view column) const;
  /// The text of a cell, empty for null.
  std::string Text(std::size_t row, std::size_t column) const { return cells[row][column].value_or(""); }
  /// The integer of a cell, 0 for null; kInternal when it is no integer.
  Result<std::int64_t> Integer(std::size_t row, std::size_t column) const;
};

}  // namespace assay::engine
