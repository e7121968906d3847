#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "ingest/odbc/column_plan.h"
#include "table/int128.h"
#include "table/record_batch.h"

namespace assay::ingest {

/// The unscaled value of a decimal number such as "-12.30" at `scale`. Nothing when `text` is no plain decimal number
/// (an exponent, NaN), has digits other than 0 beyond `scale`, or needs more than `precision` digits: a value is never
/// rounded. Pure.
std::optional<table::Int128> ParseDecimal(std::string_view text, int precision, int scale);

/// Days since 1970-01-01; nothing for a date that the calendar does not have.
std::optional<std::int32_t> DaysOf(const SQL_DATE_STRUCT& date);

/// Microseconds since 1970-01-01T00:00 of a time read as UTC, finer digits cut off; nothing when it does not exist.
std::optional<std::int64_t> MicrosOf(const SQL_TIMESTAMP_STRUCT& time);

/// Appends one fetched value to `column`: `indicator` is what the driver said of the `plan.width_bytes` bytes at
/// `value`. Fails with kInvalidInput when the value was cut (the driver need not say so), or does not fit the column's
/// type.
Status AppendCell(const ColumnPlan& plan, const char* value, SQLLEN indicator, table::Column& column);

/// Appends a text or binary value that came in pieces. kInvalidInput when a text is no UTF-8.
Status AppendWhole(const ColumnPlan& plan, std::string_view value, table::Column& column);

/// A value of a cursor column as text: numbers in digits, dates and times in ISO form with a blank, binary in hex. The
/// row must not be null.
std::string CursorText(const table::Column& column, std::size_t row);

}  // namespace assay::ingest
