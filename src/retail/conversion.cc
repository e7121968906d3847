#include "retail/conversion.h"

#include <fmt/format.h>

#include "engine/sql_text.h"

namespace assay::retail {
namespace {

using engine::SqlString;
using table::TypeKind;

bool IsInteger(const table::DataType& type) {
  return type.kind == TypeKind::kInt8 || type.kind == TypeKind::kInt16 || type.kind == TypeKind::kInt32 || type.kind == TypeKind::kInt64;
}

bool IsText(const table::DataType& type) { return type.kind == TypeKind::kString; }

std::string AsText(const SourceValue& value) {
  return IsText(value.type) ? value.sql : fmt::format("CAST({} AS VARCHAR)", value.sql);
}

std::string ParseCall(std::string_view format) {
  if (format == "dmy") return "p_parse_dmy";
  if (format == "mdy") return "p_parse_mdy";
  return "p_parse_ymd";
}

std::string ToShopTime(const std::string& instant, const TimeRule& rule) {
  if (!rule.utc) return instant;
  // A wall-clock time is kept as if it were UTC, so the shop's local time is put back under UTC.
  return fmt::format("timezone('UTC', timezone({}, {}))", SqlString(rule.timezone), instant);
}

std::string ExactDecimal(const SourceValue& value, int scale, std::string_view parse) {
  const std::string target = fmt::format("DECIMAL(18,{})", scale);
  const bool fits_by_cast = IsInteger(value.type) || (value.type.kind == TypeKind::kDecimal && value.type.scale <= scale);
  if (fits_by_cast) return fmt::format("TRY_CAST({} AS {})", value.sql, target);
  return fmt::format("{}({})", parse, AsText(value));
}

bool CannotFail(const SourceValue& value, ColumnKind kind) {
  const bool small_decimal = value.type.kind == TypeKind::kDecimal && value.type.precision - value.type.scale <= 14 && value.type.scale <= 4;
  switch (kind) {
    case ColumnKind::kText:
    case ColumnKind::kKey:
      return true;
    case ColumnKind::kDate:
      return value.type.kind == TypeKind::kDate || value.type.kind == TypeKind::kTimestamp;
    case ColumnKind::kQuantity:
      return value.type.kind == TypeKind::kInt8 || value.type.kind == TypeKind::kInt16 || value.type.kind == TypeKind::kInt32;
    case ColumnKind::kMoney:
      return small_decimal || value.type.kind == TypeKind::kInt8 || value.type.kind == TypeKind::kInt16 || value.type.kind == TypeKind::kInt32;
  }
  return false;
}

}  // namespace

std::string KeyText(const SourceValue& value, const config::KeyMap& map, const std::string& id_space) {
  std::string key = AsText(value);
  if (map.trim) key = fmt::format("p_trim({})", key);
  if (!map.strip_prefix.empty()) {
    key = fmt::format("CASE WHEN starts_with({0}, {1}) THEN substring({0}, {2}) ELSE {0} END", key, SqlString(map.strip_prefix), map.strip_prefix.size() + 1);
  }
  key = fmt::format("p_canonical_key({})", key);
  if (map.strip_zeros) key = fmt::format("regexp_replace({}, '^0+([^0].*|0)$', '\\1')", key);
  if (map.offset) key = fmt::format("CAST(p_parse_integer({}) + {} AS VARCHAR)", key, *map.offset);
  if (map.ignore_case) key = fmt::format("p_lower_ascii({})", key);
  if (!map.add_prefix.empty()) key = fmt::format("({} || {})", SqlString(map.add_prefix), key);
  if (!id_space.empty()) key = fmt::format("({} || {})", SqlString(id_space + ":"), key);
  return key;
}

bool IsIntegerByType(const SourceValue& value, const config::KeyMap& map, const std::string& id_space) {
  const bool stays_integer = map.strip_prefix.empty() && map.add_prefix.empty() && id_space.empty();
  return IsInteger(value.type) && stays_integer;
}

std::string KeyValue(const SourceValue& value, const config::KeyMap& map, const std::string& id_space, KeyType type) {
  if (type == KeyType::kText) return KeyText(value, map, id_space);
  if (IsIntegerByType(value, map, id_space)) {
    const std::string key = fmt::format("CAST({} AS BIGINT)", value.sql);
    return map.offset ? fmt::format("({} + {})", key, *map.offset) : key;
  }
  return fmt::format("p_parse_integer({})", KeyText(value, map, id_space));
}

std::string MoneyValue(const SourceValue& value) { return ExactDecimal(value, 4, "p_parse_decimal"); }
std::string QuantityValue(const SourceValue& value) { return ExactDecimal(value, 3, "p_parse_quantity"); }
std::string TextValue(const SourceValue& value) { return fmt::format("NULLIF(p_trim({}), '')", AsText(value)); }

std::string InstantValue(const SourceValue& value, const TimeRule& rule) {
  if (value.type.kind == TypeKind::kTimestamp) return ToShopTime(value.sql, rule);
  const bool iso_text = IsText(value.type) && (rule.date_format.empty() || rule.date_format == "ymd");
  if (!iso_text) return "CAST(NULL AS TIMESTAMPTZ)";
  return ToShopTime(fmt::format("CAST(p_parse_timestamp({}) AS TIMESTAMPTZ)", value.sql), rule);
}

std::string DateValue(const SourceValue& value, const TimeRule& rule) {
  if (value.type.kind == TypeKind::kDate) return value.sql;
  if (value.type.kind == TypeKind::kTimestamp) {
    const std::string wall = ToShopTime(value.sql, rule);
    if (rule.day_starts_minutes == 0) return fmt::format("CAST({} AS DATE)", wall);
    return fmt::format("CAST({} - INTERVAL {} MINUTE AS DATE)", wall, rule.day_starts_minutes);
  }
  const std::string day = fmt::format("{}({})", ParseCall(rule.date_format), AsText(value));
  const bool time_matters = rule.utc || rule.day_starts_minutes != 0;
  if (!time_matters) return day;
  return fmt::format("COALESCE(CAST({} - INTERVAL {} MINUTE AS DATE), {})", InstantValue(value, rule), rule.day_starts_minutes, day);
}

std::optional<std::string> UnreadableWhen(const SourceValue& value, const std::string& converted, ColumnKind kind) {
  if (CannotFail(value, kind)) return std::nullopt;
  const std::string given = IsText(value.type) ? fmt::format("p_trim({}) <> ''", value.sql) : fmt::format("{} IS NOT NULL", value.sql);
  return fmt::format("({} AND ({}) IS NULL)", given, converted);
}

}  // namespace assay::retail
