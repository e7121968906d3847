#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace assay::transform {

/// A small table as text, for tests: a header line `name | name:type`, then one line a row. Cells are trimmed; `null`
/// is null, "double quotes" keep blanks, | and the word null. Blank lines are skipped.
struct PipeTable {
  struct Column {
    std::string name;
    std::string type;  ///< a name of table::SqlName or key(<entity>); empty when the header gives none
  };
  std::vector<Column> columns;
  std::vector<std::vector<std::optional<std::string>>> rows;
};

/// kInvalidInput names the line of `text` that has more or fewer cells than the header, or that there is no header.
Result<PipeTable> ParsePipeTable(std::string_view text);

/// Rows in the same form, aligned, each behind `mark`.
std::string PrintRows(std::span<const std::vector<std::optional<std::string>>> rows, std::string_view mark);

/// The narrowest type of table::SqlName that holds every value: bigint, decimal(18,s), date, timestamp, boolean or
/// string. Without any value it is string.
std::string InferType(std::span<const std::optional<std::string>> values);

}  // namespace assay::transform
