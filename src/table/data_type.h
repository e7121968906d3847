#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace assay::table {

/// The column types of the lake: exactly those a Delta (1,2) table can hold and both engines agree on.
enum class TypeKind {
  kBoolean,
  kInt8,
  kInt16,
  kInt32,
  kInt64,
  kFloat,
  kDouble,
  kDecimal,
  kString,
  kBinary,
  kDate,
  kTimestamp
};

/// A type; `precision` and `scale` are used by decimals only (1 <= precision <= 38, 0 <= scale <= precision).
/// A timestamp is an instant in UTC with microseconds.
struct DataType {
  TypeKind kind = TypeKind::kString;
  int precision = 0;
  int scale = 0;
  bool operator==(const DataType&) const = default;

  static DataType Of(TypeKind kind) { return {kind, 0, 0}; }
  static DataType Decimal(int precision, int scale) { return {TypeKind::kDecimal, precision, scale}; }
};

/// The name models and messages use, also valid SQL on both engines: boolean tinyint smallint int bigint float double
/// decimal(p,s) string binary date timestamp.
std::string SqlName(const DataType& type);

/// The name in a Delta schema string: boolean byte short integer long float double decimal(p,s) string binary date
/// timestamp.
std::string DeltaName(const DataType& type);

/// Reads a name of `SqlName` (any ASCII case, blanks inside the parentheses allowed). kInvalidInput names the text
/// otherwise.
Result<DataType> ParseSqlType(std::string_view text);

/// Reads a name of `DeltaName`. kUnsupported names the text for anything else (nested types, timestamp_ntz, void, ...).
Result<DataType> ParseDeltaType(std::string_view text);

}  // namespace assay::table
