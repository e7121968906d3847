#pragma once

#include <string_view>
#include <vector>

#include "ingest/odbc/column_plan.h"

namespace assay::ingest {

/// Looks at every value of `columns` in `from` (a quoted table or a subquery) of a SQLite database, in one pass per 50
/// columns: which kinds of values stand there, and how long they are. The whole table is looked at also when only new
/// rows will be read, so that a column's type does not depend on which rows are new.
Result<std::vector<ValueFacts>> ProbeValues(const OdbcConnection& connection, std::string_view what,
                                            std::string_view from, const std::vector<DescribedColumn>& columns);

/// The columns' true names of table `name`, since SQLite's driver cuts "a.b" to "b"; `columns` unchanged when they
/// cannot be told.
void RestoreNames(const OdbcConnection& connection, std::string_view name, std::vector<DescribedColumn>& columns);

}  // namespace assay::ingest
