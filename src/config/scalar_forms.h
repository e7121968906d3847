#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace assay::config {

/// The forms of scalars that people write in assay.yaml. Each returns nothing for anything else.

/// "30%", "0.5%" or "30 %" in permille, exact: 300, 5; 0 to 1000.
std::optional<int> ParsePercentage(std::string_view text);

/// "04:00" in minutes after midnight: 0 to 1439.
std::optional<int> ParseTimeOfDay(std::string_view text);

/// "july", "Jul" or "7" as 1 to 12.
std::optional<int> ParseMonth(std::string_view text);

/// "monday" or "Mon" as 1 (Monday) to 7.
std::optional<int> ParseWeekday(std::string_view text);

/// "12 months" or "1 month" as a positive number up to 1200.
std::optional<int> ParseMonths(std::string_view text);

/// A positive decimal with up to 4 decimals, such as "10000" or "99.5", in ten-thousandths; below 10^14.
std::optional<std::int64_t> ParseAmount(std::string_view text);

/// Whether `text` is a date of the calendar as yyyy-mm-dd.
bool IsDate(std::string_view text);

/// Whether `text` is a size such as "2GB", "512 MiB" or "1.5GB".
bool IsSize(std::string_view text);

/// Whether `text` has the shape of an IANA time zone, such as "Africa/Cairo" or "UTC". Whether the zone exists, the
/// engine knows.
bool IsTimeZone(std::string_view text);

}  // namespace assay::config
