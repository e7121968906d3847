#include "ingest/odbc/column_plan.h"

#include <algorithm>

namespace assay::ingest {
namespace {

using table::DataType;
using table::TypeKind;

constexpr SQLULEN kMostBoundCharacters = 4000;
constexpr SQLULEN kMostBoundBytes = 8000;
constexpr std::size_t kPieceBytes = 64 * 1024;
constexpr std::size_t kBytesPerCharacter = 4;

// Types of SQL Server that ODBC itself does not name.
constexpr SQLSMALLINT kSsTime2 = -154;
constexpr SQLSMALLINT kSsTimestampOffset = -155;

ColumnPlan Fixed(TypeKind kind, Fetch fetch, std::size_t width_bytes) {
  return {.field = {"", DataType::Of(kind)}, .fetch = fetch, .width_bytes = width_bytes};
}

ColumnPlan InPieces(TypeKind kind, Fetch fetch) {
  ColumnPlan plan = Fixed(kind, fetch, kPieceBytes);
  plan.unbound = true;
  return plan;
}

ColumnPlan ShortText(std::size_t characters) {
  return Fixed(TypeKind::kString, Fetch::kText, characters * kBytesPerCharacter + 1);
}

ColumnPlan Text(const DescribedColumn& column, const DriverTraits& traits) {
  const bool bounded = traits.sizes == Sizes::kUpperBound && column.size > 0 && column.size <= kMostBoundCharacters;
  if (traits.wide_text) return InPieces(TypeKind::kString, Fetch::kWideText);
  return bounded ? ShortText(column.size) : InPieces(TypeKind::kString, Fetch::kText);
}

ColumnPlan Binary(const DescribedColumn& column, const DriverTraits& traits) {
  const bool bounded = traits.sizes == Sizes::kUpperBound && column.size > 0 && column.size <= kMostBoundBytes;
  return bounded ? Fixed(TypeKind::kBinary, Fetch::kBinary, column.size) : InPieces(TypeKind::kBinary, Fetch::kBinary);
}

ColumnPlan Decimal(const DescribedColumn& column, const DriverTraits& traits) {
  const bool guessed = traits.guesses_scale && column.size == 28 && column.digits == 6;
  const bool fits = column.size >= 1 && column.size <= 38 && column.digits >= 0 &&
                    column.digits <= static_cast<SQLSMALLINT>(column.size);
  if (guessed || !fits) return InPieces(TypeKind::kString, Fetch::kText);
  constexpr std::size_t kSignPointAndZero = 8;
  ColumnPlan plan = Fixed(TypeKind::kDecimal, Fetch::kDecimalText, column.size + kSignPointAndZero);
  plan.field.type = DataType::Decimal(static_cast<int>(column.size), column.digits);
  return plan;
}

ColumnPlan BigInteger(const DescribedColumn& column) {
  if (!column.is_unsigned) return Fixed(TypeKind::kInt64, Fetch::kInteger, sizeof(std::int64_t));
  ColumnPlan plan = Fixed(TypeKind::kDecimal, Fetch::kDecimalText, 28);
  plan.field.type = DataType::Decimal(20, 0);
  return plan;
}

ColumnPlan Timestamp(const DescribedColumn& column) {
  ColumnPlan plan = Fixed(TypeKind::kTimestamp, Fetch::kTimestamp, sizeof(SQL_TIMESTAMP_STRUCT));
  plan.cut_to_micros = column.digits > 6;
  plan.cursor_digits = std::clamp<int>(column.digits, 0, 6);
  const bool instant = column.type_name == "timestamptz" || column.type_name == "timestamp with time zone";
  if (!instant) plan.field.metadata["assay.wall_clock"] = "true";
  return plan;
}

ColumnPlan Floating(const DescribedColumn& column, const DriverTraits& traits) {
  if (column.type_name.contains("money")) return Text(column, traits);
  return Fixed(TypeKind::kDouble, Fetch::kDouble, sizeof(double));
}

ColumnPlan PlanOfType(const DescribedColumn& column, const DriverTraits& traits) {
  constexpr std::size_t kInteger = sizeof(std::int64_t);
  switch (column.sql_type) {
    case SQL_BIT:
      return Fixed(TypeKind::kBoolean, Fetch::kBit, 1);
    case SQL_TINYINT:
      return Fixed(TypeKind::kInt16, Fetch::kInteger, kInteger);
    case SQL_SMALLINT:
      return Fixed(column.is_unsigned ? TypeKind::kInt32 : TypeKind::kInt16, Fetch::kInteger, kInteger);
    case SQL_INTEGER:
      return Fixed(column.is_unsigned ? TypeKind::kInt64 : TypeKind::kInt32, Fetch::kInteger, kInteger);
    case SQL_BIGINT:
      return BigInteger(column);
    case SQL_REAL:
      return Fixed(TypeKind::kFloat, Fetch::kFloat, sizeof(float));
    case SQL_FLOAT:
    case SQL_DOUBLE:
      return Floating(column, traits);
    case SQL_DECIMAL:
    case SQL_NUMERIC:
      return Decimal(column, traits);
    case SQL_DATE:
    case SQL_TYPE_DATE:
      return Fixed(TypeKind::kDate, Fetch::kDate, sizeof(SQL_DATE_STRUCT));
    case SQL_TIMESTAMP:
    case SQL_TYPE_TIMESTAMP:
      return Timestamp(column);
    case SQL_BINARY:
    case SQL_VARBINARY:
    case SQL_LONGVARBINARY:
      return Binary(column, traits);
    case SQL_GUID:
    case SQL_TIME:
    case SQL_TYPE_TIME:
    case kSsTime2:
    case kSsTimestampOffset:
      return ShortText(64);
    default:
      return Text(column, traits);
  }
}

bool IsDeclared(const DescribedColumn& column, std::string_view word) { return column.type_name.contains(word); }

}  // namespace

SQLSMALLINT CType(Fetch fetch) {
  switch (fetch) {
    case Fetch::kInteger:
      return SQL_C_SBIGINT;
    case Fetch::kBit:
      return SQL_C_BIT;
    case Fetch::kFloat:
      return SQL_C_FLOAT;
    case Fetch::kDouble:
      return SQL_C_DOUBLE;
    case Fetch::kDate:
      return SQL_C_TYPE_DATE;
    case Fetch::kTimestamp:
      return SQL_C_TYPE_TIMESTAMP;
    case Fetch::kWideText:
      return SQL_C_WCHAR;
    case Fetch::kBinary:
      return SQL_C_BINARY;
    case Fetch::kIntegerText:
    case Fetch::kBitText:
    case Fetch::kDecimalText:
    case Fetch::kText:
      return SQL_C_CHAR;
  }
  return SQL_C_CHAR;
}

ColumnPlan PlanDeclared(const DescribedColumn& column, const DriverTraits& traits) {
  ColumnPlan plan = PlanOfType(column, traits);
  plan.field.name = column.name;
  return plan;
}

ColumnPlan PlanPerValue(const DescribedColumn& column, const ValueFacts& facts) {
  constexpr std::size_t kNumberBytes = 32;
  const bool only_integers = facts.Only(Stored::kInteger);
  ColumnPlan plan;
  if ((IsDeclared(column, "bool") || column.type_name == "bit") && only_integers && facts.bits) {
    plan = Fixed(TypeKind::kBoolean, Fetch::kBitText, kNumberBytes);
  } else if (IsDeclared(column, "int") && !IsDeclared(column, "interval") && only_integers) {
    plan = Fixed(TypeKind::kInt64, Fetch::kIntegerText, kNumberBytes);
  } else if ((IsDeclared(column, "blob") || IsDeclared(column, "binary")) && facts.Only(Stored::kBlob)) {
    plan = Fixed(TypeKind::kBinary, Fetch::kBinary, std::max<std::size_t>(facts.most_bytes, 1));
  } else {
    constexpr std::size_t kLiteralMarks = 3;
    const std::size_t bytes = facts.first == Stored::kBlob ? facts.most_bytes * 2 + kLiteralMarks : facts.most_bytes;
    plan = Fixed(TypeKind::kString, Fetch::kText, std::max(bytes + 1, kNumberBytes));
  }
  if (plan.width_bytes > kPieceBytes) plan = InPieces(plan.field.type.kind, plan.fetch);
  plan.field.name = column.name;
  return plan;
}

void UnbindTail(std::vector<ColumnPlan>& plans) {
  bool behind = false;
  for (ColumnPlan& plan : plans) {
    behind = behind || plan.unbound;
    plan.unbound = behind;
  }
}

}  // namespace assay::ingest
