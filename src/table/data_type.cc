#include "table/data_type.h"

#include <array>
#include <charconv>
#include <optional>

namespace assay::table {
namespace {

struct Names {
  TypeKind kind;
  std::string_view sql;
  std::string_view delta;
};

constexpr std::array kNames{
    Names{TypeKind::kBoolean, "boolean", "boolean"}, Names{TypeKind::kInt8, "tinyint", "byte"},
    Names{TypeKind::kInt16, "smallint", "short"},    Names{TypeKind::kInt32, "int", "integer"},
    Names{TypeKind::kInt64, "bigint", "long"},       Names{TypeKind::kFloat, "float", "float"},
    Names{TypeKind::kDouble, "double", "double"},    Names{TypeKind::kDecimal, "decimal", "decimal"},
    Names{TypeKind::kString, "string", "string"},    Names{TypeKind::kBinary, "binary", "binary"},
    Names{TypeKind::kDate, "date", "date"},          Names{TypeKind::kTimestamp, "timestamp", "timestamp"},
};

const Names& NamesOf(TypeKind kind) {
  for (const Names& names : kNames) {
    if (names.kind == kind) return names;
  }
  return kNames[8];
}

std::string Compact(std::string_view text) {
  std::string compact;
  for (const char c : text) {
    if (c == ' ') continue;
    compact += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return compact;
}

std::optional<DataType> ParseDecimal(std::string_view text) {
  if (!text.starts_with("decimal(") || !text.ends_with(")")) return std::nullopt;
  const std::string_view inner = text.substr(8, text.size() - 9);
  const std::size_t comma = inner.find(',');
  if (comma == std::string_view::npos) return std::nullopt;
  int precision = 0;
  int scale = 0;
  const auto first = std::from_chars(inner.data(), inner.data() + comma, precision);
  const auto second = std::from_chars(inner.data() + comma + 1, inner.data() + inner.size(), scale);
  const bool read = first.ec == std::errc() && second.ec == std::errc() && first.ptr == inner.data() + comma &&
                    second.ptr == inner.data() + inner.size();
  if (!read || precision < 1 || precision > 38 || scale < 0 || scale > precision) return std::nullopt;
  return DataType::Decimal(precision, scale);
}

std::optional<DataType> Parse(std::string_view text, std::string_view Names::* column) {
  if (const auto decimal = ParseDecimal(text)) return decimal;
  for (const Names& names : kNames) {
    if (names.kind != TypeKind::kDecimal && names.*column == text) return DataType::Of(names.kind);
  }
  return std::nullopt;
}

std::string Print(const DataType& type, std::string_view name) {
  if (type.kind != TypeKind::kDecimal) return std::string(name);
  return fmt::format("decimal({},{})", type.precision, type.scale);
}

}  // namespace

std::string SqlName(const DataType& type) { return Print(type, NamesOf(type.kind).sql); }
std::string DeltaName(const DataType& type) { return Print(type, NamesOf(type.kind).delta); }

Result<DataType> ParseSqlType(std::string_view text) {
  if (const auto type = Parse(Compact(text), &Names::sql)) return *type;
  return InvalidInput(
      "Cannot read type '{}': expected boolean, tinyint, smallint, int, bigint, float, double, decimal(p,s), string, "
      "binary, date "
      "or timestamp",
      text);
}

Result<DataType> ParseDeltaType(std::string_view text) {
  if (const auto type = Parse(text, &Names::delta)) return *type;
  return Unsupported("Cannot read Delta type '{}': expected a primitive type of protocol (1,2)", text);
}

}  // namespace assay::table
