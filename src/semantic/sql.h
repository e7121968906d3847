#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "semantic/state.h"

/// SQL over the gold tables that means what a page shows, for people, for rows behind a number and for what the cube
/// cannot answer.
namespace assay::semantic {

/// The SELECT behind a visual: one row per cell, columns key1, key2 (as many as the visual groups by) and one per
/// measure, exact decimals. Cells without a line have no row. `total` asks for the one row of the visual's total;
/// with `only` set, for that measure alone. kNotFound for a visual the page does not have; kUnsupported for
/// statements, which no single SELECT makes.
Result<std::string> VisualSql(const Shop& shop, const PageRequest& request, const std::string& visual, bool total,
                              const std::string& only = {});

/// The fact lines behind a mark, with names.
struct RowsQuery {
  struct Column {
    std::string id;
    Text label;
    std::string format;  ///< text | money | quantity | date
  };
  std::vector<Column> columns;
  std::string sql;        ///< one row per line, columns in that order; ordered and paged
  std::string count_sql;  ///< one row: lines, amount
};

/// The lines of `state`, narrowed to what the mark `where` stands for: its choices take the place of those of the same
/// dimensions. `special`: "" | "unknown" (customer, product or store without a match) | "guest".
/// kInvalidInput for another word.
Result<RowsQuery> RowsSql(const Shop& shop, const State& state, const State& where, const std::string& special,
                          std::size_t offset, std::size_t limit);

/// What "why this number" shows.
struct Explanation {
  Text sentence;
  Text definition;
  std::string sql;
};

/// The measure of a visual for a mark of it (`where`, may be empty). kNotFound, with the near name, for a visual or
/// measure that is not on the page.
Result<Explanation> ExplainMeasure(const Shop& shop, const std::string& page, const std::string& visual,
                                   const std::string& measure, const State& state, const State& where);

/// The SELECT of a visual's CSV: names beside the keys, all rows. The customers' table carries e-mail and consent.
Result<std::string> VisualCsvSql(const Shop& shop, const PageRequest& request, const std::string& visual);

}  // namespace assay::semantic
