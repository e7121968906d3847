#include "retail/conversion.h"

#include <fmt/format.h>

#include "engine/sql_text.h"

namespace assay::retail {
namespace {

using engine::SqlString;
using table::TypeKind;

bool IsInteger(const table::DataType& type) {
  return type.kind == TypeKind::kInt8 || type.kind == TypeKind::kInt16 || type.kind == TypeKind::kInt32 ||
         type.kind == TypeKind::kInt64;
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

// Text with Z or an offset says its instant itself; what the shop's clock showed then.
std::string ZonedText(const SourceValue& value, const TimeRule& rule) {
  return fmt::format("p_wall_clock(p_parse_instant({}), {})", value.sql, SqlString(rule.timezone));
}

std::string DayOf(const std::string& wall_clock, const TimeRule& rule) {
  if (rule.day_starts_minutes == 0) return fmt::format("CAST({} AS DATE)", wall_clock);
  return fmt::format("CAST({} - INTERVAL {} MINUTE AS DATE)", wall_clock, rule.day_starts_minutes);
}

bool IsIsoText(const SourceValue& value, const TimeRule& rule) {
  return IsText(value.type) && (rule.date_format.empty() || rule.date_format == "ymd");
}

// A binary fraction is taken for the decimal that it stands for, as 18.299999999999997 for 18.3, but never rounded to
// another one.
std::string DecimalOfBinary(const SourceValue& value, int scale, const std::string& target) {
  const bool is_float = value.type.kind == TypeKind::kFloat;
  const std::string number = is_float ? fmt::format("CAST(CAST({} AS VARCHAR) AS DOUBLE)", value.sql) : value.sql;
  return fmt::format(
      "CASE WHEN abs({0} - round({0}, {1})) <= {2} * greatest(1, abs({0})) THEN TRY_CAST(round({0}, {1}) AS {3}) END",
      number, scale, is_float ? "1e-6" : "1e-9", target);
}

std::string ExactDecimal(const SourceValue& value, int scale, std::string_view parse, bool decimal_comma) {
  const std::string target = fmt::format("DECIMAL(18,{})", scale);
  const bool fits_by_cast =
      IsInteger(value.type) || (value.type.kind == TypeKind::kDecimal && value.type.scale <= scale);
  if (fits_by_cast) return fmt::format("TRY_CAST({} AS {})", value.sql, target);
  if (value.type.kind == TypeKind::kFloat || value.type.kind == TypeKind::kDouble)
    return DecimalOfBinary(value, scale, target);
  return fmt::format("{}({})", parse, decimal_comma && IsText(value.type) ? PointForComma(value.sql) : AsText(value));
}

bool CannotFail(const SourceValue& value, ColumnKind kind) {
  const bool small_decimal =
      value.type.kind == TypeKind::kDecimal && value.type.precision - value.type.scale <= 14 && value.type.scale <= 4;
  switch (kind) {
    case ColumnKind::kText:
    case ColumnKind::kKey:
      return true;
    case ColumnKind::kDate:
      return value.type.kind == TypeKind::kDate || value.type.kind == TypeKind::kTimestamp;
    case ColumnKind::kQuantity:
      return value.type.kind == TypeKind::kInt8 || value.type.kind == TypeKind::kInt16 ||
             value.type.kind == TypeKind::kInt32;
    case ColumnKind::kMoney:
      return small_decimal || value.type.kind == TypeKind::kInt8 || value.type.kind == TypeKind::kInt16 ||
             value.type.kind == TypeKind::kInt32;
  }
  return false;
}

}  // namespace

std::string KeyText(const SourceValue& value, const config::KeyMap& map, const std::string& id_space) {
  std::string key = AsText(value);
  if (map.trim) key = fmt::format("p_trim({})", key);
  if (!map.strip_prefix.empty()) {
    key = fmt::format("CASE WHEN starts_with({0}, {1}) THEN substring({0}, length({1}) + 1) ELSE {0} END", key,
                      SqlString(map.strip_prefix));
  }
  key = fmt::format("p_canonical_key({})", key);
  if (map.strip_zeros) key = fmt::format("regexp_replace({}, '^0+([^0].*|0)$', '\\1')", key);
  // A key that is no number stays as it is: it is unknown, not missing.
  if (map.offset) key = fmt::format("COALESCE(CAST(p_parse_integer({0}) + {1} AS VARCHAR), {0})", key, *map.offset);
  if (map.ignore_case) key = fmt::format("p_lower_ascii({})", key);
  if (!map.add_prefix.empty()) {
    const std::string prefix =
        map.ignore_case ? fmt::format("p_lower_ascii({})", SqlString(map.add_prefix)) : SqlString(map.add_prefix);
    key = fmt::format("({} || {})", prefix, key);
  }
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

std::string MoneyValue(const SourceValue& value, bool decimal_comma) {
  return ExactDecimal(value, 4, "p_parse_decimal", decimal_comma);
}

std::string QuantityValue(const SourceValue& value, bool decimal_comma) {
  return ExactDecimal(value, 3, "p_parse_quantity", decimal_comma);
}

std::string PointForComma(const std::string& text) {
  return fmt::format(
      "CASE WHEN regexp_full_match({0}, '\\s*[+-]?([0-9]{{1,3}}([.][0-9]{{3}})+|[0-9]*)(,[0-9]*)?\\s*') THEN "
      "replace(replace({0}, '.', ''), ',', '.') END",
      text);
}

std::string TextValue(const SourceValue& value) { return fmt::format("NULLIF(p_trim({}), '')", AsText(value)); }

std::string InstantValue(const SourceValue& value, const TimeRule& rule) {
  if (value.type.kind == TypeKind::kTimestamp) return ToShopTime(value.sql, rule);
  if (!IsIsoText(value, rule)) return "CAST(NULL AS TIMESTAMPTZ)";
  const std::string local = ToShopTime(fmt::format("CAST(p_parse_timestamp({}) AS TIMESTAMPTZ)", value.sql), rule);
  return fmt::format("COALESCE({}, {})", local, ZonedText(value, rule));
}

std::string DateValue(const SourceValue& value, const TimeRule& rule) {
  if (value.type.kind == TypeKind::kDate) return value.sql;
  if (value.type.kind == TypeKind::kTimestamp) return DayOf(ToShopTime(value.sql, rule), rule);
  const std::string day = fmt::format("{}({})", ParseCall(rule.date_format), AsText(value));
  const bool time_matters = rule.utc || rule.day_starts_minutes != 0;
  if (time_matters) return fmt::format("COALESCE({}, {})", DayOf(InstantValue(value, rule), rule), day);
  return IsIsoText(value, rule) ? fmt::format("COALESCE({}, {})", day, DayOf(ZonedText(value, rule), rule)) : day;
}

std::optional<std::string> UnreadableWhen(const SourceValue& value, const std::string& converted, ColumnKind kind) {
  if (CannotFail(value, kind)) return std::nullopt;
  const std::string given =
      IsText(value.type) ? fmt::format("p_trim({}) <> ''", value.sql) : fmt::format("{} IS NOT NULL", value.sql);
  return fmt::format("({} AND ({}) IS NULL)", given, converted);
}

}  // namespace assay::retail
