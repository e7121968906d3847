#pragma once

#include <optional>
#include <string>

#include "config/project.h"
#include "retail/entity.h"
#include "retail/key_types.h"
#include "table/data_type.h"

namespace assay::retail {

/// A source value on its way to a canonical column: the SQL that yields it and the source's type.
struct SourceValue {
  std::string sql;
  table::DataType type;
};

/// How a shop writes its times; from the mapping and the project.
struct TimeRule {
  std::string date_format;  ///< ymd | dmy | mdy; empty = ISO
  bool utc = false;         ///< zone-less times are UTC and must be moved to `timezone`
  std::string timezone = "UTC";
  int day_starts_minutes = 0;
};

/// SQL of the canonical text of a key, mapped; null when the source value is null or blank. Numbers lose a trailing
/// ".0".
std::string KeyText(const SourceValue& value, const config::KeyMap& map, const std::string& id_space);

/// SQL of a key in its type. `kInteger` expects that every canonical text is a whole number, else the result is null.
std::string KeyValue(const SourceValue& value, const config::KeyMap& map, const std::string& id_space, KeyType type);

/// Whether the source's type alone makes the key an integer: no look at the data is needed.
bool IsIntegerByType(const SourceValue& value, const config::KeyMap& map, const std::string& id_space);

/// SQL of an exact number; null for what is none or has more decimals than the column. `decimal_comma` is about text.
std::string MoneyValue(const SourceValue& value, bool decimal_comma = false);
std::string QuantityValue(const SourceValue& value, bool decimal_comma = false);

/// SQL of a text with a decimal comma, and perhaps points between its thousands ("1.234,50"), as one with a decimal
/// point; null when it is written otherwise.
std::string PointForComma(const std::string& text);
std::string TextValue(const SourceValue& value);

/// SQL of the business date, and of the wall-clock instant where the source has a time (else a null timestamp).
std::string DateValue(const SourceValue& value, const TimeRule& rule);
std::string InstantValue(const SourceValue& value, const TimeRule& rule);

/// SQL that is true when the source gave something (not null, not blank) that `converted` could not read; nothing when
/// the types alone exclude it.
std::optional<std::string> UnreadableWhen(const SourceValue& value, const std::string& converted, ColumnKind kind);

}  // namespace assay::retail
