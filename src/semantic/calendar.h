#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "cube/query.h"

/// Days are counted from 1970-01-01, periods are named as in addresses: 2025-01-15, 2025-W03, 2025-01, 2025-Q1, 2025,
/// FY2025, FY2025-Q1.
namespace assay::semantic {

using Day = std::int32_t;
using cube::DayRange;

enum class Grain { kDay, kWeek, kMonth, kQuarter, kYear, kFiscalQuarter, kFiscalYear };
std::string_view Name(Grain grain);
std::optional<Grain> GrainNamed(std::string_view name);

/// How the shop counts time.
struct Calendar {
  int week_starts = 1;         ///< 1 = Monday ... 7 = Sunday
  int fiscal_year_starts = 1;  ///< month
};

std::string DayText(Day day);
/// Reads yyyy-mm-dd, a date of the calendar from year 1000 on.
std::optional<Day> ParseDay(std::string_view text);

/// The whole period of a grain that holds `day`.
DayRange PeriodOf(Day day, Grain grain, const Calendar& calendar);

/// The key of that period. The week of a year is the one with the year's fourth day of a week or more in it, which is
/// ISO 8601 where weeks start on Monday.
std::string PeriodKey(Day day, Grain grain, const Calendar& calendar);

/// The days of a key of any grain; nothing when it is none.
std::optional<DayRange> ParsePeriod(std::string_view key, const Calendar& calendar);

/// The same day of the month `months` later (or earlier), or that month's last day.
Day AddMonths(Day day, int months);

/// The grain that shows a span in a readable number of points: days up to 62, weeks up to 400, months up to 5 years,
/// then quarters and years.
Grain GrainFor(const DayRange& span);

}  // namespace assay::semantic
