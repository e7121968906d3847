#include "ingest/odbc/odbc_value.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstring>

#include "ingest/odbc/wide_text.h"

namespace assay::ingest {
namespace {

using table::Int128;
using table::TypeKind;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

std::string Shown(const ColumnPlan& plan, std::string_view value) {
  constexpr std::size_t kShownBytes = 40;
  if (plan.hidden) return "***";
  if (!IsUtf8(value)) return "bytes that are no UTF-8";
  return fmt::format("'{}'", value.substr(0, kShownBytes));
}

std::unexpected<Error> DoesNotFit(const ColumnPlan& plan, std::string_view value) {
  return InvalidInput(
      "Cannot read column {}: expected {}, got {}; correct it in the source, or read the table by a query that casts "
      "it to text",
      plan.field.name, table::SqlName(plan.field.type), Shown(plan, value));
}

template <typename T>
T Load(const char* value) {
  T loaded;
  std::memcpy(&loaded, value, sizeof(T));
  return loaded;
}

void AppendInteger(std::int64_t value, table::Column& column) {
  if (column.type.kind == TypeKind::kInt16) {
    column.Append(static_cast<std::int16_t>(value));
  } else if (column.type.kind == TypeKind::kInt32) {
    column.Append(static_cast<std::int32_t>(value));
  } else {
    column.Append(value);
  }
}

Status AppendIntegerText(const ColumnPlan& plan, std::string_view text, table::Column& column) {
  std::int64_t value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size()) return DoesNotFit(plan, text);
  column.Append(value);
  return {};
}

Status AppendBitText(const ColumnPlan& plan, std::string_view text, table::Column& column) {
  if (text != "0" && text != "1") return DoesNotFit(plan, text);
  column.Append(static_cast<std::uint8_t>(text == "1"));
  return {};
}

Status AppendDecimal(const ColumnPlan& plan, std::string_view text, table::Column& column) {
  while (text.ends_with(' ')) text.remove_suffix(1);
  while (text.starts_with(' ')) text.remove_prefix(1);
  const auto value = ParseDecimal(text, plan.field.type.precision, plan.field.type.scale);
  if (!value) return DoesNotFit(plan, text);
  column.Append(*value);
  return {};
}

Status AppendDate(const ColumnPlan& plan, const SQL_DATE_STRUCT& date, table::Column& column) {
  const auto days = DaysOf(date);
  if (!days) return DoesNotFit(plan, fmt::format("{:04}-{:02}-{:02}", date.year, date.month, date.day));
  column.Append(*days);
  return {};
}

Status AppendTimestamp(const ColumnPlan& plan, const SQL_TIMESTAMP_STRUCT& time, table::Column& column) {
  const auto micros = MicrosOf(time);
  if (!micros) {
    return DoesNotFit(plan, fmt::format("{:04}-{:02}-{:02} {:02}:{:02}:{:02}", time.year, time.month, time.day,
                                        time.hour, time.minute, time.second));
  }
  column.Append(*micros);
  return {};
}

bool IsCut(const ColumnPlan& plan, SQLLEN indicator) {
  if (indicator == SQL_NO_TOTAL) return true;
  const auto width = static_cast<SQLLEN>(plan.width_bytes);
  if (CType(plan.fetch) == SQL_C_CHAR) return indicator >= width;
  return plan.fetch == Fetch::kBinary && indicator > width;
}

std::string UnscaledText(Int128 value) {
  const bool negative = value < 0;
  std::string digits;
  do {
    const int digit = static_cast<int>(value % 10);
    digits += static_cast<char>('0' + (digit < 0 ? -digit : digit));
    value /= 10;
  } while (value != 0);
  if (negative) digits += '-';
  std::ranges::reverse(digits);
  return digits;
}

std::string DecimalText(Int128 value, int scale) {
  std::string text = UnscaledText(value);
  if (scale == 0) return text;
  const std::size_t start = text.starts_with('-') ? 1 : 0;
  const auto fraction = static_cast<std::size_t>(scale);
  if (text.size() - start <= fraction) text.insert(start, fraction + 1 - (text.size() - start), '0');
  text.insert(text.size() - fraction, 1, '.');
  return text;
}

std::string DateText(std::int32_t days) {
  const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{days}}};
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()));
}

std::string TimestampText(std::int64_t micros) {
  constexpr std::int64_t kDay = 86'400'000'000;
  const std::int64_t days = micros >= 0 ? micros / kDay : -((-micros + kDay - 1) / kDay);
  const std::int64_t rest = micros - days * kDay;
  const std::int64_t seconds = rest / 1'000'000;
  return fmt::format("{} {:02}:{:02}:{:02}.{:06}", DateText(static_cast<std::int32_t>(days)), seconds / 3600,
                     seconds / 60 % 60, seconds % 60, rest % 1'000'000);
}

std::string Hex(std::string_view bytes) {
  std::string hex;
  for (const char byte : bytes) hex += fmt::format("{:02X}", static_cast<unsigned char>(byte));
  return hex;
}

}  // namespace

std::optional<Int128> ParseDecimal(std::string_view text, int precision, int scale) {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  const std::size_t point = std::min(text.find('.'), text.size());
  const std::string_view whole = text.substr(0, point);
  std::string_view fraction = point < text.size() ? text.substr(point + 1) : std::string_view();
  if (whole.empty() && fraction.empty()) return std::nullopt;
  if (!std::ranges::all_of(whole, IsDigit) || !std::ranges::all_of(fraction, IsDigit)) return std::nullopt;
  while (fraction.size() > static_cast<std::size_t>(scale) && fraction.ends_with('0')) fraction.remove_suffix(1);
  if (fraction.size() > static_cast<std::size_t>(scale)) return std::nullopt;
  std::string digits = std::string(whole) + std::string(fraction);
  digits.append(static_cast<std::size_t>(scale) - fraction.size(), '0');
  digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size()));
  if (digits.size() > static_cast<std::size_t>(precision)) return std::nullopt;
  Int128 value = 0;
  for (const char digit : digits) value = value * 10 + (digit - '0');
  return negative ? -value : value;
}

std::optional<std::int32_t> DaysOf(const SQL_DATE_STRUCT& date) {
  const std::chrono::year_month_day day{std::chrono::year(date.year), std::chrono::month(date.month),
                                        std::chrono::day(date.day)};
  if (!day.ok()) return std::nullopt;
  return static_cast<std::int32_t>(std::chrono::sys_days(day).time_since_epoch().count());
}

std::optional<std::int64_t> MicrosOf(const SQL_TIMESTAMP_STRUCT& time) {
  const auto days = DaysOf({.year = time.year, .month = time.month, .day = time.day});
  if (!days || time.hour > 23 || time.minute > 59 || time.second > 59 || time.fraction > 999'999'999)
    return std::nullopt;
  const std::int64_t seconds = (std::int64_t{*days} * 24 + time.hour) * 3600 + time.minute * 60 + time.second;
  return seconds * 1'000'000 + static_cast<std::int64_t>(time.fraction / 1000);
}

Status AppendWhole(const ColumnPlan& plan, std::string_view value, table::Column& column) {
  if (plan.fetch != Fetch::kBinary && !IsUtf8(value)) return DoesNotFit(plan, value);
  column.AppendText(value);
  return {};
}

Status AppendCell(const ColumnPlan& plan, const char* value, SQLLEN indicator, table::Column& column) {
  if (indicator == SQL_NULL_DATA) {
    column.AppendNull();
    return {};
  }
  if (IsCut(plan, indicator)) {
    return InvalidInput(
        "Cannot read column {}: expected values of at most {} bytes, as the driver announced, got a longer one; read "
        "the table by a query that "
        "casts it to a wider text, or run again if the table is being written",
        plan.field.name, plan.width_bytes);
  }
  const bool has_size = CType(plan.fetch) == SQL_C_CHAR || plan.fetch == Fetch::kBinary;
  const std::string_view bytes(value, has_size ? static_cast<std::size_t>(indicator) : 0);
  switch (plan.fetch) {
    case Fetch::kInteger:
      AppendInteger(Load<std::int64_t>(value), column);
      return {};
    case Fetch::kIntegerText:
      return AppendIntegerText(plan, bytes, column);
    case Fetch::kBit:
      column.Append(static_cast<std::uint8_t>(*value != 0));
      return {};
    case Fetch::kBitText:
      return AppendBitText(plan, bytes, column);
    case Fetch::kFloat:
      column.Append(Load<float>(value));
      return {};
    case Fetch::kDouble:
      column.Append(Load<double>(value));
      return {};
    case Fetch::kDecimalText:
      return AppendDecimal(plan, bytes, column);
    case Fetch::kDate:
      return AppendDate(plan, Load<SQL_DATE_STRUCT>(value), column);
    case Fetch::kTimestamp:
      return AppendTimestamp(plan, Load<SQL_TIMESTAMP_STRUCT>(value), column);
    case Fetch::kText:
    case Fetch::kWideText:
    case Fetch::kBinary:
      return AppendWhole(plan, bytes, column);
  }
  return {};
}

std::string CursorText(const table::Column& column, std::size_t row) {
  switch (column.type.kind) {
    case TypeKind::kBoolean:
    case TypeKind::kInt8:
      return fmt::format("{}", static_cast<int>(column.At<std::int8_t>(row)));
    case TypeKind::kInt16:
      return fmt::format("{}", column.At<std::int16_t>(row));
    case TypeKind::kInt32:
      return fmt::format("{}", column.At<std::int32_t>(row));
    case TypeKind::kInt64:
      return fmt::format("{}", column.At<std::int64_t>(row));
    case TypeKind::kFloat:
      return fmt::format("{}", column.At<float>(row));
    case TypeKind::kDouble:
      return fmt::format("{}", column.At<double>(row));
    case TypeKind::kDecimal:
      return DecimalText(column.At<Int128>(row), column.type.scale);
    case TypeKind::kDate:
      return DateText(column.At<std::int32_t>(row));
    case TypeKind::kTimestamp:
      return TimestampText(column.At<std::int64_t>(row));
    case TypeKind::kString:
      return std::string(column.TextAt(row));
    case TypeKind::kBinary:
      return Hex(column.TextAt(row));
  }
  return {};
}

}  // namespace assay::ingest
