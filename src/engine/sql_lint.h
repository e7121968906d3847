#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace assay::engine {

/// One breach of the portable core. `message` names the portable spelling.
struct LintFinding {
  int line = 1;
  int column = 1;
  std::string rule;
  std::string message;
  bool operator==(const LintFinding&) const = default;
};

/// Everything in a model's SQL that the two engines understand differently, in the order of the text; empty for
/// portable SQL. `sql` may begin with the model comment, so that positions are those of the file. Looks at tokens only,
/// no types, no engine.
///
/// Rules, by name:
/// - statement: one SELECT (or WITH), no ';', no DDL or DML
/// - broken: unfinished string, identifier or comment; unbalanced parenthesis
/// - identifier: "x", `x`, names outside ASCII
/// - string: backslashes; prefixed literals (x'..', e'..')
/// - number: suffixes and separators (100L, 1_000)
/// - operator: :: ~ ^ <=> // -> [ ] { } $ ? @ ! & | and the like
/// - word: QUALIFY, PIVOT, RECURSIVE, EXCLUDE, IGNORE NULLS, INTERVAL, ILIKE, MINUS, current_date, reads of files, ...
/// - function: a name that differs between engines or runs, or is not known to be equal on both
/// - argument: count(DISTINCT a, b), lpad with 2 arguments, substring from 0, left with a negative length, extract(dow
/// ..)
/// - cast: type names that only one engine has, DECIMAL without (p,s), TRY_CAST of text to DATE or TIMESTAMP,
/// date_trunc not cast
/// - order_nulls: an ORDER BY item, also inside OVER, without NULLS FIRST or NULLS LAST
/// - window_order: row_number, ntile, lag, ... over a window without ORDER BY
/// - limit_order: LIMIT without ORDER BY
/// - divide: a divisor that is neither NULLIF(..) nor a number other than 0
///
/// Tokens cannot show, and so this does not check: sums over DOUBLE, CAST of a fraction to an integer (write FLOOR or
/// ROUND), text cast to numbers (p_parse_decimal), implicit casts, scales of decimal products, date - date of columns,
/// whether an ORDER BY is total, lateral aliases that hide a column.
std::vector<LintFinding> LintSql(std::string_view sql);

/// "<path>:<line>:<column>: <message> [<rule>]".
std::string Describe(std::string_view path, const LintFinding& finding);

}  // namespace assay::engine
