#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "ingest/odbc/column_plan.h"

namespace assay::ingest {

/// `name` as one identifier, quoted by `quote` (SQL_IDENTIFIER_QUOTE_CHAR; a blank or nothing means the database has no
/// quotes).
std::string QuoteName(std::string_view name, std::string_view quote);

/// "dbo.orders" as a quoted path, each part by itself.
std::string QuotePath(std::string_view path, std::string_view quote);

/// A user's SELECT as a table: in parentheses, without a ';' at its end.
std::string AsSubquery(std::string_view query);

/// A condition and the texts for its '?'.
struct Condition {
  std::string sql;
  std::vector<std::string> parameters;
};

/// "`column` >= `last`" for a column of `plan`'s type, with `last` as `CursorText` wrote it. Numbers and times become
/// literals, texts parameters; `numeric_text` says that a text column holds numbers in fact (SQLite). `quoted` is the
/// column's name in SQL. kInvalidInput when a column of this type has no order to go by (boolean, float), or `last`
/// does not read as one of its values.
Result<Condition> AtLeast(const ColumnPlan& plan, std::string_view quoted, std::string_view last, bool numeric_text,
                          std::string_view binary_prefix);

}  // namespace assay::ingest
