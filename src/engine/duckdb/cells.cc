#include "engine/duckdb/cells.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <memory>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "table/int128.h"

namespace assay::engine::duckdb {
namespace {

using table::Int128;
using table::UInt128;

class LogicalType {
 public:
  explicit LogicalType(duckdb_logical_type type) : type_(type) {}
  LogicalType(const LogicalType&) = delete;
  LogicalType& operator=(const LogicalType&) = delete;
  ~LogicalType() { duckdb_destroy_logical_type(&type_); }
  duckdb_logical_type get() const { return type_; }

 private:
  duckdb_logical_type type_;
};

template <typename T>
T ValueAt(duckdb_vector vector, idx_t row) {
  return static_cast<const T*>(duckdb_vector_get_data(vector))[row];
}

std::string Digits(UInt128 value) {
  std::string digits;
  do {
    digits += static_cast<char>('0' + static_cast<int>(value % 10));
    value /= 10;
  } while (value != 0);
  std::ranges::reverse(digits);
  return digits;
}

std::string DecimalText(Int128 unscaled, int scale) {
  const bool negative = unscaled < 0;
  const UInt128 magnitude = negative ? -static_cast<UInt128>(unscaled) : static_cast<UInt128>(unscaled);
  std::string digits = Digits(magnitude);
  if (scale > 0) {
    if (digits.size() <= static_cast<std::size_t>(scale))
      digits.insert(0, static_cast<std::size_t>(scale) + 1 - digits.size(), '0');
    digits.insert(digits.size() - static_cast<std::size_t>(scale), 1, '.');
  }
  return negative ? "-" + digits : digits;
}

Int128 Wide(duckdb_hugeint value) {
  return static_cast<Int128>((static_cast<UInt128>(static_cast<std::uint64_t>(value.upper)) << 64) | value.lower);
}

Int128 Unscaled(duckdb_vector vector, duckdb_type storage, idx_t row) {
  if (storage == DUCKDB_TYPE_SMALLINT) return ValueAt<std::int16_t>(vector, row);
  if (storage == DUCKDB_TYPE_INTEGER) return ValueAt<std::int32_t>(vector, row);
  if (storage == DUCKDB_TYPE_BIGINT) return ValueAt<std::int64_t>(vector, row);
  return Wide(ValueAt<duckdb_hugeint>(vector, row));
}

template <typename T>
std::string FloatText(T value) {
  if (std::isnan(value)) return "nan";
  if (std::isinf(value)) return value < 0 ? "-inf" : "inf";
  std::array<char, 64> buffer{};
  const auto written = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
  return {buffer.data(), written.ptr};
}

std::string DateText(duckdb_date date) {
  const duckdb_date_struct parts = duckdb_from_date(date);
  return fmt::format("{:04}-{:02}-{:02}", parts.year, static_cast<int>(parts.month), static_cast<int>(parts.day));
}

std::string TimestampText(duckdb_timestamp timestamp) {
  const duckdb_timestamp_struct parts = duckdb_from_timestamp(timestamp);
  std::string text =
      fmt::format("{:04}-{:02}-{:02} {:02}:{:02}:{:02}", parts.date.year, static_cast<int>(parts.date.month),
                  static_cast<int>(parts.date.day), static_cast<int>(parts.time.hour), static_cast<int>(parts.time.min),
                  static_cast<int>(parts.time.sec));
  if (parts.time.micros != 0) text += fmt::format(".{:06}", parts.time.micros);
  return text;
}

std::string_view TextOf(duckdb_string_t& value) {
  return {duckdb_string_t_data(&value), duckdb_string_t_length(value)};
}

std::string BlobText(duckdb_string_t value) {
  std::string hex;
  for (const char c : TextOf(value)) hex += fmt::format("{:02x}", static_cast<unsigned char>(c));
  return hex;
}

nlohmann::json NestedCell(duckdb_vector vector, duckdb_logical_type type, idx_t row);

nlohmann::json ListCell(duckdb_vector vector, duckdb_logical_type child_type, idx_t row) {
  const auto entry = ValueAt<duckdb_list_entry>(vector, row);
  const duckdb_vector child = duckdb_list_vector_get_child(vector);
  nlohmann::json list = nlohmann::json::array();
  for (idx_t i = entry.offset; i < entry.offset + entry.length; ++i) list.push_back(NestedCell(child, child_type, i));
  return list;
}

nlohmann::json MapCell(duckdb_vector vector, duckdb_logical_type type, idx_t row) {
  const LogicalType key_type(duckdb_map_type_key_type(type));
  const LogicalType value_type(duckdb_map_type_value_type(type));
  const auto entry = ValueAt<duckdb_list_entry>(vector, row);
  const duckdb_vector pairs = duckdb_list_vector_get_child(vector);
  nlohmann::json map = nlohmann::json::object();
  for (idx_t i = entry.offset; i < entry.offset + entry.length; ++i) {
    const auto key = CellText(duckdb_struct_vector_get_child(pairs, 0), key_type.get(), i);
    map[key.value_or("")] = NestedCell(duckdb_struct_vector_get_child(pairs, 1), value_type.get(), i);
  }
  return map;
}

nlohmann::json StructCell(duckdb_vector vector, duckdb_logical_type type, idx_t row) {
  nlohmann::json object = nlohmann::json::object();
  for (idx_t i = 0; i < duckdb_struct_type_child_count(type); ++i) {
    const std::unique_ptr<char, void (*)(void*)> name(duckdb_struct_type_child_name(type, i), duckdb_free);
    const LogicalType child(duckdb_struct_type_child_type(type, i));
    object[name.get()] = NestedCell(duckdb_struct_vector_get_child(vector, i), child.get(), row);
  }
  return object;
}

bool IsValid(duckdb_vector vector, idx_t row) {
  std::uint64_t* validity = duckdb_vector_get_validity(vector);
  return validity == nullptr || duckdb_validity_row_is_valid(validity, row);
}

nlohmann::json NestedCell(duckdb_vector vector, duckdb_logical_type type, idx_t row) {
  if (!IsValid(vector, row)) return nullptr;
  const duckdb_type id = duckdb_get_type_id(type);
  if (id == DUCKDB_TYPE_LIST) return ListCell(vector, LogicalType(duckdb_list_type_child_type(type)).get(), row);
  if (id == DUCKDB_TYPE_MAP) return MapCell(vector, type, row);
  if (id == DUCKDB_TYPE_STRUCT) return StructCell(vector, type, row);
  const auto text = CellText(vector, type, row);
  if (!text) return nullptr;
  if (KindOf(id) == CellKind::kText) return *text;
  return nlohmann::json::parse(*text, nullptr, false);
}

std::string DecimalCell(duckdb_vector vector, duckdb_logical_type type, idx_t row) {
  return DecimalText(Unscaled(vector, duckdb_decimal_internal_type(type), row), duckdb_decimal_scale(type));
}

std::string EnumCell(duckdb_vector vector, duckdb_logical_type type, idx_t row) {
  idx_t index = 0;
  const duckdb_type storage = duckdb_enum_internal_type(type);
  if (storage == DUCKDB_TYPE_UTINYINT) index = ValueAt<std::uint8_t>(vector, row);
  if (storage == DUCKDB_TYPE_USMALLINT) index = ValueAt<std::uint16_t>(vector, row);
  if (storage == DUCKDB_TYPE_UINTEGER) index = ValueAt<std::uint32_t>(vector, row);
  const std::unique_ptr<char, void (*)(void*)> text(duckdb_enum_dictionary_value(type, index), duckdb_free);
  return text.get();
}

}  // namespace

CellKind KindOf(duckdb_type type) {
  static constexpr std::array kNumbers{DUCKDB_TYPE_TINYINT,  DUCKDB_TYPE_SMALLINT, DUCKDB_TYPE_INTEGER,
                                       DUCKDB_TYPE_BIGINT,   DUCKDB_TYPE_UTINYINT, DUCKDB_TYPE_USMALLINT,
                                       DUCKDB_TYPE_UINTEGER, DUCKDB_TYPE_UBIGINT,  DUCKDB_TYPE_HUGEINT,
                                       DUCKDB_TYPE_FLOAT,    DUCKDB_TYPE_DOUBLE,   DUCKDB_TYPE_DECIMAL};
  static constexpr std::array kNested{DUCKDB_TYPE_LIST, DUCKDB_TYPE_STRUCT, DUCKDB_TYPE_MAP};
  if (std::ranges::find(kNumbers, type) != kNumbers.end()) return CellKind::kNumber;
  if (std::ranges::find(kNested, type) != kNested.end()) return CellKind::kNested;
  return type == DUCKDB_TYPE_BOOLEAN ? CellKind::kBoolean : CellKind::kText;
}

// A chain rather than an exhaustive switch: DuckDB has about 40 types, most of which never leave it.
std::optional<std::string> CellText(duckdb_vector vector, duckdb_logical_type type, idx_t row) {
  if (!IsValid(vector, row)) return std::nullopt;
  const duckdb_type id = duckdb_get_type_id(type);
  if (id == DUCKDB_TYPE_VARCHAR) {
    auto value = ValueAt<duckdb_string_t>(vector, row);
    // Short strings stand inside the value itself, so it must be read where it is.
    auto* stored = static_cast<duckdb_string_t*>(duckdb_vector_get_data(vector)) + row;
    return std::string(TextOf(*stored).substr(0, duckdb_string_t_length(value)));
  }
  if (id == DUCKDB_TYPE_BOOLEAN) return ValueAt<bool>(vector, row) ? "true" : "false";
  if (id == DUCKDB_TYPE_TINYINT) return std::to_string(ValueAt<std::int8_t>(vector, row));
  if (id == DUCKDB_TYPE_SMALLINT) return std::to_string(ValueAt<std::int16_t>(vector, row));
  if (id == DUCKDB_TYPE_INTEGER) return std::to_string(ValueAt<std::int32_t>(vector, row));
  if (id == DUCKDB_TYPE_BIGINT) return std::to_string(ValueAt<std::int64_t>(vector, row));
  if (id == DUCKDB_TYPE_UTINYINT) return std::to_string(ValueAt<std::uint8_t>(vector, row));
  if (id == DUCKDB_TYPE_USMALLINT) return std::to_string(ValueAt<std::uint16_t>(vector, row));
  if (id == DUCKDB_TYPE_UINTEGER) return std::to_string(ValueAt<std::uint32_t>(vector, row));
  if (id == DUCKDB_TYPE_UBIGINT) return std::to_string(ValueAt<std::uint64_t>(vector, row));
  if (id == DUCKDB_TYPE_HUGEINT) return DecimalText(Wide(ValueAt<duckdb_hugeint>(vector, row)), 0);
  if (id == DUCKDB_TYPE_FLOAT) return FloatText(ValueAt<float>(vector, row));
  if (id == DUCKDB_TYPE_DOUBLE) return FloatText(ValueAt<double>(vector, row));
  if (id == DUCKDB_TYPE_DECIMAL) return DecimalCell(vector, type, row);
  if (id == DUCKDB_TYPE_DATE) return DateText(ValueAt<duckdb_date>(vector, row));
  if (id == DUCKDB_TYPE_TIMESTAMP) return TimestampText(ValueAt<duckdb_timestamp>(vector, row));
  if (id == DUCKDB_TYPE_TIMESTAMP_TZ) return TimestampText(ValueAt<duckdb_timestamp>(vector, row)) + "+00";
  if (id == DUCKDB_TYPE_BLOB) return BlobText(ValueAt<duckdb_string_t>(vector, row));
  if (id == DUCKDB_TYPE_ENUM) return EnumCell(vector, type, row);
  if (KindOf(id) == CellKind::kNested) return NestedCell(vector, type, row).dump();
  return fmt::format("<type {} cannot be shown; cast it to text>", static_cast<int>(id));
}

}  // namespace assay::engine::duckdb
