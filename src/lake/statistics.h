#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "table/schema.h"

namespace assay::lake {

/// Statistics of one column of one data file, in the text forms of DuckDB's COPY ... RETURN_STATS: bool 0/1 or
/// true/false, date 2024-01-02, timestamp "2024-01-02 03:04:05.123456+00", decimal 2.50, text as it is.
struct ColumnStatistics {
  std::optional<std::string> min = std::nullopt;
  std::optional<std::string> max = std::nullopt;
  std::optional<std::int64_t> null_count = std::nullopt;
  bool has_nan = false;  ///< floats only
};

/// Statistics of one data file; columns that are not named have none.
struct FileStatistics {
  std::int64_t num_records = 0;
  std::map<std::string, ColumnStatistics, std::less<>> columns = {};
};

/// Delta's statistics text for `AddFile::stats`, of the first 32 columns of `schema` that are no `partition_columns`.
///
/// Whatever is in doubt is left out, since a wrong bound loses rows and a missing one only costs time: min and max of
/// binary columns, of floats with NaN or an infinity, of texts that are not UTF-8, and those that do not have their
/// type's text form. Columns marked as personal data have no bounds either: the log is copied and read where the data
/// is not. Texts are cut after 32 characters; a cut max gets a character that keeps it above the column. Timestamps are
/// floored to milliseconds, as readers expect. Digits of decimals are kept as they are. Pure.
std::string StatisticsText(const FileStatistics& statistics, const table::Schema& schema,
                           std::span<const std::string> partition_columns);

/// Number of rows by a statistics text, or nothing when the text is empty, broken or does not say.
std::optional<std::int64_t> RecordsIn(std::string_view stats);

/// Number of nulls of a column by a statistics text, or nothing.
std::optional<std::int64_t> NullsIn(std::string_view stats, std::string_view column);

}  // namespace assay::lake
