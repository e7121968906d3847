#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ingest/connector.h"
#include "ingest/odbc/column_plan.h"

namespace assay::ingest {

/// A table (or a user's query) looked at before it is read.
struct OdbcTable {
  std::string from;   ///< what stands behind FROM
  std::string quote;  ///< around identifiers
  std::vector<ColumnPlan> plans;
  std::optional<std::size_t> cursor;  ///< position of the cursor column
  bool numeric_cursor = false;        ///< the cursor column is read as text, but holds integers
};

/// Finds the table of `request`, its columns and how to read each. kInvalidInput, with near names, when table, key or
/// cursor column is missing; when two columns have one name or one has none; when a value cannot come through (see
/// `PlanPerValue`).
Result<OdbcTable> InspectTable(const OdbcConnection& connection, const DriverTraits& traits, const LoadRequest& request,
                               std::string_view what);

}  // namespace assay::ingest
