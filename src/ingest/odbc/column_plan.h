#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "ingest/odbc/driver_traits.h"
#include "ingest/odbc/odbc_handle.h"
#include "table/schema.h"

namespace assay::ingest {

/// How a value travels from the driver to a column of the lake.
enum class Fetch {
  kInteger,      ///< 64-bit integer, narrowed to the column's type
  kIntegerText,  ///< digits, read by us
  kBit,          ///< one byte
  kBitText,      ///< "0" or "1"
  kFloat,
  kDouble,
  kDecimalText,  ///< digits, read into a 128-bit integer: drivers lose the fraction in SQL_C_NUMERIC
  kDate,
  kTimestamp,
  kText,
  kWideText,  ///< text fetched as UTF-16, because the driver makes narrow text by the process's locale; always unbound
  kBinary,
};

/// What one column becomes and how it is fetched.
struct ColumnPlan {
  table::Field field;  ///< a timestamp without a zone has metadata assay.wall_clock = "true"
  Fetch fetch = Fetch::kText;
  std::size_t width_bytes =
      0;                 ///< of the buffer of one value, with room for an ending zero; unbound text and binary: a piece
  bool unbound = false;  ///< fetched by SQLGetData after the bound columns, in pieces when text or binary
  bool cut_to_micros = false;  ///< the source has more digits of a second than the lake
  int cursor_digits = 6;       ///< digits of a second that a time literal for this column may have (0 to 6)
  bool hidden = false;         ///< its values never show up in messages
};

/// The ODBC C type of a plan's buffer.
SQLSMALLINT CType(Fetch fetch);

/// The plan for a column whose values fit its declared type. Types that the lake cannot hold (time, instants with their
/// own offset, GUID, XML, decimals beyond 38 digits, money that a driver calls a float) become strings. Pure.
ColumnPlan PlanDeclared(const DescribedColumn& column, const DriverTraits& traits);

/// Kinds of values in a database whose values need not fit their declared type, in alphabetical order of their SQLite
/// names.
enum class Stored { kBlob, kInteger, kReal, kText };

/// What stands in a column of such a database.
struct ValueFacts {
  std::optional<Stored> first;   ///< the first kind, by the order above, that occurs; nothing when all values are null
  std::optional<Stored> last;    ///< the last kind that occurs; equal to `first` when all values are of one kind
  bool bits = true;              ///< when all are integers: whether each is 0 or 1
  bool zero_bytes = false;       ///< some text holds a zero byte
  std::uint64_t most_bytes = 0;  ///< of a value as bytes
  bool operator==(const ValueFacts&) const = default;
  /// Whether every value is of this kind; true without any value.
  bool Only(Stored kind) const { return !first || (first == kind && last == kind); }
};

/// The plan for a column of such a database: bigint, boolean or binary when it is declared so and every value agrees,
/// else string, with each value as the database prints it (binary ones as X'..'). Pure.
ColumnPlan PlanPerValue(const DescribedColumn& column, const ValueFacts& facts);

/// Makes the columns behind the first unbound one unbound too, for drivers that give data only behind the last bound
/// column.
void UnbindTail(std::vector<ColumnPlan>& plans);

}  // namespace assay::ingest
