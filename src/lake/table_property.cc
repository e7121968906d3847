#include "lake/table_property.h"

#include <charconv>
#include <sstream>

namespace assay::lake {
namespace {

std::int64_t UnitMs(std::string unit) {
  if (unit.ends_with('s')) unit.pop_back();
  if (unit == "week") return 7 * kDayMs;
  if (unit == "day") return kDayMs;
  if (unit == "hour") return 60 * 60 * 1000;
  if (unit == "minute") return 60 * 1000;
  if (unit == "second") return 1000;
  return unit == "millisecond" ? 1 : 0;
}

Result<std::int64_t> RetentionMs(const Configuration& configuration, const std::string& key, std::int64_t default_ms) {
  const auto found = configuration.find(key);
  if (found == configuration.end()) return default_ms;
  auto parsed = ParseIntervalMs(found->second);
  if (!parsed) return std::unexpected(std::move(parsed.error()).WithContext(fmt::format("table property {}", key)));
  return parsed;
}

}  // namespace

Result<std::int64_t> ParseIntervalMs(std::string_view text) {
  std::istringstream words{std::string(text)};
  std::string number;
  std::string unit;
  std::int64_t total_ms = 0;
  bool found = false;
  while (words >> number) {
    if (!found && (number == "interval" || number == "INTERVAL")) continue;
    std::int64_t count = 0;
    const char* end = number.data() + number.size();
    const auto [stop, error] = std::from_chars(number.data(), end, count);
    const bool is_number = error == std::errc() && stop == end && count >= 0 && count <= 1'000'000;
    if (!is_number || !(words >> unit) || UnitMs(unit) == 0) {
      return InvalidInput("Cannot read interval '{}': expected a text such as 'interval 7 days'", text);
    }
    total_ms += count * UnitMs(unit);
    found = true;
  }
  if (!found) return InvalidInput("Cannot read interval '{}': expected a text such as 'interval 7 days'", text);
  return total_ms;
}

Result<std::int64_t> DeletedFileRetentionMs(const Configuration& configuration) {
  return RetentionMs(configuration, "delta.deletedFileRetentionDuration", 7 * kDayMs);
}

Result<std::int64_t> LogRetentionMs(const Configuration& configuration) {
  return RetentionMs(configuration, "delta.logRetentionDuration", 30 * kDayMs);
}

bool IsAppendOnly(const Configuration& configuration) {
  const auto found = configuration.find("delta.appendOnly");
  return found != configuration.end() &&
         (found->second == "true" || found->second == "TRUE" || found->second == "True");
}

std::int64_t CheckpointIntervalOf(const Configuration& configuration, std::int64_t otherwise) {
  const auto found = configuration.find("delta.checkpointInterval");
  if (found == configuration.end()) return otherwise;
  std::int64_t interval = 0;
  const char* end = found->second.data() + found->second.size();
  const auto [stop, error] = std::from_chars(found->second.data(), end, interval);
  return error == std::errc() && stop == end && interval > 0 ? interval : otherwise;
}

}  // namespace assay::lake
