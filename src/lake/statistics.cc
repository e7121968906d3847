#include "lake/statistics.h"

#include <algorithm>
#include <regex>

#include <nlohmann/json.hpp>

#include "base/json_integer.h"

namespace assay::lake {
namespace {

using Json = nlohmann::ordered_json;
using table::TypeKind;

constexpr std::size_t kColumnLimit = 32;
constexpr std::size_t kTextLimit = 32;
constexpr std::string_view kAsciiEnd = "\x7f";
constexpr std::string_view kUnicodeEnd = "\xf4\x8f\xbf\xbf";

enum class Bound { kMin, kMax };

std::size_t CharacterBytes(char first) {
  const auto byte = static_cast<unsigned char>(first);
  return byte < 0x80 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
}

std::string Quote(std::string_view text) { return Json(text).dump(); }

bool IsUtf8(const std::string& text) {
  try {
    return !Json(text).dump().empty();
  } catch (const Json::exception&) {
    return false;
  }
}

std::optional<std::string> TextBound(const std::string& text, Bound bound) {
  if (!IsUtf8(text)) return std::nullopt;
  std::size_t end = 0;
  for (std::size_t characters = 0; characters < kTextLimit && end < text.size(); ++characters)
    end += CharacterBytes(text[end]);
  if (end >= text.size()) return Quote(text);
  const std::string kept = text.substr(0, end);
  if (bound == Bound::kMin) return Quote(kept);
  const std::string_view next = std::string_view(text).substr(end, CharacterBytes(text[end]));
  if (next == kUnicodeEnd) return std::nullopt;
  return Quote(kept + std::string(next < kAsciiEnd ? kAsciiEnd : kUnicodeEnd));
}

bool IsInteger(const std::string& text) {
  static const std::regex kForm("-?(0|[1-9][0-9]*)");
  return std::regex_match(text, kForm);
}

bool IsDecimal(const std::string& text) {
  static const std::regex kForm(R"(-?(0|[1-9][0-9]*)(\.[0-9]+)?)");
  return std::regex_match(text, kForm);
}

bool IsFloat(const std::string& text) {
  static const std::regex kForm(R"(-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?)");
  return std::regex_match(text, kForm);
}

bool IsDate(const std::string& text) {
  static const std::regex kForm(R"(\d{4}-\d\d-\d\d)");
  return std::regex_match(text, kForm);
}

std::optional<std::string> TimestampBound(const std::string& text) {
  static const std::regex kForm(R"((\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(\.\d+)?(\+00(:?00)?|Z))");
  std::smatch parts;
  if (!std::regex_match(text, parts, kForm)) return std::nullopt;
  std::string fraction = parts[3].matched ? parts[3].str().substr(1, 3) : "";
  fraction.resize(3, '0');
  return fmt::format("\"{}T{}.{}Z\"", parts[1].str(), parts[2].str(), fraction);
}

std::optional<std::string> BooleanBound(const std::string& text) {
  if (text == "0" || text == "false") return "false";
  if (text == "1" || text == "true") return "true";
  return std::nullopt;
}

std::optional<std::string> TextIf(bool is_good, std::string text) {
  return is_good ? std::optional(std::move(text)) : std::nullopt;
}

// The bound as a JSON value.
std::optional<std::string> BoundText(const std::string& text, TypeKind kind, Bound bound) {
  switch (kind) {
    case TypeKind::kBoolean:
      return BooleanBound(text);
    case TypeKind::kInt8:
    case TypeKind::kInt16:
    case TypeKind::kInt32:
    case TypeKind::kInt64:
      return TextIf(IsInteger(text), text);
    case TypeKind::kDecimal:
      return TextIf(IsDecimal(text), text);
    case TypeKind::kFloat:
    case TypeKind::kDouble:
      return TextIf(IsFloat(text), text);
    case TypeKind::kString:
      return TextBound(text, bound);
    case TypeKind::kDate:
      return TextIf(IsDate(text), Quote(text));
    case TypeKind::kTimestamp:
      return TimestampBound(text);
    case TypeKind::kBinary:
      return std::nullopt;
  }
  return std::nullopt;
}

void AppendMember(std::string& members, const std::string& name, const std::string& value) {
  if (!members.empty()) members += ",";
  members += Quote(name) + ":" + value;
}

// A lone bound would be read as "no rows beyond it" all the same, but engines treat half a pair differently: both or
// none.
void AppendBounds(const table::Field& field, const ColumnStatistics& column, std::string& mins, std::string& maxs) {
  if (table::IsPersonal(field) || column.has_nan || !column.min || !column.max) return;
  const auto min = BoundText(*column.min, field.type.kind, Bound::kMin);
  const auto max = BoundText(*column.max, field.type.kind, Bound::kMax);
  if (!min || !max) return;
  AppendMember(mins, field.name, *min);
  AppendMember(maxs, field.name, *max);
}

const Json* FindMember(const Json& json, std::string_view name) {
  if (!json.is_object()) return nullptr;
  const auto found = json.find(name);
  return found == json.end() ? nullptr : &*found;
}

std::optional<std::int64_t> AsNumber(const Json* json) {
  return json == nullptr ? std::nullopt : AsInteger<std::int64_t>(*json);
}

Json ParseOrNull(std::string_view stats) { return Json::parse(stats, nullptr, false); }

}  // namespace

std::string StatisticsText(const FileStatistics& statistics, const table::Schema& schema,
                           std::span<const std::string> partition_columns) {
  std::string mins;
  std::string maxs;
  std::string nulls;
  std::size_t columns = 0;
  for (const table::Field& field : schema.fields) {
    if (std::ranges::find(partition_columns, field.name) != partition_columns.end()) continue;
    if (++columns > kColumnLimit) break;
    const auto found = statistics.columns.find(field.name);
    if (found == statistics.columns.end()) continue;
    AppendBounds(field, found->second, mins, maxs);
    if (found->second.null_count) AppendMember(nulls, field.name, std::to_string(*found->second.null_count));
  }
  return fmt::format(R"({{"numRecords":{},"minValues":{{{}}},"maxValues":{{{}}},"nullCount":{{{}}}}})",
                     statistics.num_records, mins, maxs, nulls);
}

std::optional<std::int64_t> RecordsIn(std::string_view stats) {
  const Json json = ParseOrNull(stats);
  return AsNumber(FindMember(json, "numRecords"));
}

std::optional<std::int64_t> NullsIn(std::string_view stats, std::string_view column) {
  const Json json = ParseOrNull(stats);
  const Json* counts = FindMember(json, "nullCount");
  return counts == nullptr ? std::nullopt : AsNumber(FindMember(*counts, column));
}

}  // namespace assay::lake
