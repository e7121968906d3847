#include "semantic/calendar.h"

#include <charconv>
#include <chrono>

#include <fmt/format.h>

namespace assay::semantic {
namespace {

using std::chrono::days;
using std::chrono::month;
using std::chrono::sys_days;
using std::chrono::year;
using std::chrono::year_month_day;

year_month_day DateOf(Day day) { return year_month_day(sys_days(days(day))); }
Day DayOf(year_month_day date) { return static_cast<Day>(sys_days(date).time_since_epoch().count()); }
int YearOf(Day day) { return static_cast<int>(DateOf(day).year()); }
int MonthOf(Day day) { return static_cast<int>(static_cast<unsigned>(DateOf(day).month())); }

Day FirstOf(int of_year, int of_month) {
  return DayOf(year_month_day(year(of_year), month(static_cast<unsigned>(of_month)), std::chrono::day(1)));
}

Day WeekStart(Day day, const Calendar& calendar) {
  const int iso = static_cast<int>(std::chrono::weekday(sys_days(days(day))).iso_encoding());
  return day - (iso - calendar.week_starts + 7) % 7;
}

struct Week {
  int year;
  int number;
};

Week WeekOf(Day day, const Calendar& calendar) {
  const Day fourth = WeekStart(day, calendar) + 3;
  return {YearOf(fourth), (fourth - FirstOf(YearOf(fourth), 1)) / 7 + 1};
}

DayRange MonthsFrom(Day first, int months) { return {first, AddMonths(first, months) - 1}; }

int FiscalQuarter(Day day, const Calendar& calendar) {
  return (MonthOf(day) - calendar.fiscal_year_starts + 12) % 12 / 3 + 1;
}

int FiscalYear(Day day, const Calendar& calendar) {
  const bool is_next = calendar.fiscal_year_starts > 1 && MonthOf(day) >= calendar.fiscal_year_starts;
  return YearOf(day) + (is_next ? 1 : 0);
}

DayRange FiscalYearOf(int named, const Calendar& calendar) {
  const int begins = calendar.fiscal_year_starts > 1 ? named - 1 : named;
  return MonthsFrom(FirstOf(begins, calendar.fiscal_year_starts), 12);
}

// Reads exactly `digits` digits.
std::optional<int> Digits(std::string_view text, std::size_t digits) {
  if (text.size() != digits) return std::nullopt;
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || text[0] == '-') return std::nullopt;
  return number;
}

std::optional<int> Year(std::string_view text) {
  const auto number = Digits(text, 4);
  return number && *number >= 1000 ? number : std::nullopt;
}

std::optional<DayRange> ParseWeek(int of_year, std::string_view number, const Calendar& calendar) {
  const auto week = Digits(number, 2);
  if (!week || *week < 1 || *week > 53) return std::nullopt;
  const Day first = WeekStart(FirstOf(of_year, 1) + 3, calendar);
  const Day start = WeekOf(first, calendar).year == of_year && WeekOf(first, calendar).number == 1 ? first : first + 7;
  const Day begin = start + (*week - 1) * 7;
  if (WeekOf(begin, calendar).year != of_year || WeekOf(begin, calendar).number != *week) return std::nullopt;
  return DayRange{begin, begin + 6};
}

std::optional<DayRange> ParseFiscal(std::string_view rest, const Calendar& calendar) {
  const auto named = Year(rest.substr(0, 4));
  if (!named) return std::nullopt;
  const DayRange whole = FiscalYearOf(*named, calendar);
  if (rest.size() == 4) return whole;
  if (rest.size() != 7 || rest.substr(4, 2) != "-Q" || rest[6] < '1' || rest[6] > '4') return std::nullopt;
  return MonthsFrom(AddMonths(whole.first, 3 * (rest[6] - '1')), 3);
}

}  // namespace

std::string_view Name(Grain grain) {
  switch (grain) {
    case Grain::kDay:
      return "day";
    case Grain::kWeek:
      return "week";
    case Grain::kMonth:
      return "month";
    case Grain::kQuarter:
      return "quarter";
    case Grain::kYear:
      return "year";
    case Grain::kFiscalQuarter:
      return "fiscal_quarter";
    case Grain::kFiscalYear:
      return "fiscal_year";
  }
  return "";
}

std::optional<Grain> GrainNamed(std::string_view name) {
  for (const Grain grain : {Grain::kDay, Grain::kWeek, Grain::kMonth, Grain::kQuarter, Grain::kYear,
                            Grain::kFiscalQuarter, Grain::kFiscalYear}) {
    if (Name(grain) == name) return grain;
  }
  return std::nullopt;
}

std::string DayText(Day day) {
  const year_month_day date = DateOf(day);
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()));
}

std::optional<Day> ParseDay(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto of_year = Year(text.substr(0, 4));
  const auto of_month = Digits(text.substr(5, 2), 2);
  const auto of_day = Digits(text.substr(8, 2), 2);
  if (!of_year || !of_month || !of_day) return std::nullopt;
  const year_month_day date(year(*of_year), month(static_cast<unsigned>(*of_month)),
                            std::chrono::day(static_cast<unsigned>(*of_day)));
  if (!date.ok()) return std::nullopt;
  return DayOf(date);
}

Day AddMonths(Day day, int months) {
  const year_month_day date = DateOf(day);
  const std::chrono::year_month target =
      std::chrono::year_month(date.year(), date.month()) + std::chrono::months(months);
  const year_month_day moved(target.year(), target.month(), date.day());
  return moved.ok() ? DayOf(moved) : static_cast<Day>(sys_days(target / std::chrono::last).time_since_epoch().count());
}

DayRange PeriodOf(Day day, Grain grain, const Calendar& calendar) {
  switch (grain) {
    case Grain::kDay:
      return {day, day};
    case Grain::kWeek:
      return {WeekStart(day, calendar), WeekStart(day, calendar) + 6};
    case Grain::kMonth:
      return MonthsFrom(FirstOf(YearOf(day), MonthOf(day)), 1);
    case Grain::kQuarter:
      return MonthsFrom(FirstOf(YearOf(day), (MonthOf(day) - 1) / 3 * 3 + 1), 3);
    case Grain::kYear:
      return MonthsFrom(FirstOf(YearOf(day), 1), 12);
    case Grain::kFiscalQuarter: {
      const Day begins = FiscalYearOf(FiscalYear(day, calendar), calendar).first;
      return MonthsFrom(AddMonths(begins, 3 * (FiscalQuarter(day, calendar) - 1)), 3);
    }
    case Grain::kFiscalYear:
      return FiscalYearOf(FiscalYear(day, calendar), calendar);
  }
  return {day, day};
}

std::string PeriodKey(Day day, Grain grain, const Calendar& calendar) {
  switch (grain) {
    case Grain::kDay:
      return DayText(day);
    case Grain::kWeek: {
      const Week week = WeekOf(day, calendar);
      return fmt::format("{:04}-W{:02}", week.year, week.number);
    }
    case Grain::kMonth:
      return DayText(day).substr(0, 7);
    case Grain::kQuarter:
      return fmt::format("{:04}-Q{}", YearOf(day), (MonthOf(day) - 1) / 3 + 1);
    case Grain::kYear:
      return DayText(day).substr(0, 4);
    case Grain::kFiscalQuarter:
      return fmt::format("FY{:04}-Q{}", FiscalYear(day, calendar), FiscalQuarter(day, calendar));
    case Grain::kFiscalYear:
      return fmt::format("FY{:04}", FiscalYear(day, calendar));
  }
  return "";
}

std::optional<DayRange> ParsePeriod(std::string_view key, const Calendar& calendar) {
  if (key.starts_with("FY")) return ParseFiscal(key.substr(2), calendar);
  const auto of_year = Year(key.substr(0, 4));
  if (!of_year) return std::nullopt;
  if (key.size() == 4) return MonthsFrom(FirstOf(*of_year, 1), 12);
  if (key.size() == 10) {
    const auto day = ParseDay(key);
    return day ? std::optional(DayRange{*day, *day}) : std::nullopt;
  }
  if (key[4] != '-') return std::nullopt;
  const std::string_view rest = key.substr(5);
  if (rest.size() == 3 && rest[0] == 'W') return ParseWeek(*of_year, rest.substr(1), calendar);
  if (rest.size() == 2 && rest[0] == 'Q' && rest[1] >= '1' && rest[1] <= '4') {
    return MonthsFrom(FirstOf(*of_year, 3 * (rest[1] - '1') + 1), 3);
  }
  const auto of_month = Digits(rest, 2);
  if (!of_month || *of_month < 1 || *of_month > 12) return std::nullopt;
  return MonthsFrom(FirstOf(*of_year, *of_month), 1);
}

Grain GrainFor(const DayRange& span) {
  const int length = span.last - span.first + 1;
  if (length <= 62) return Grain::kDay;
  if (length <= 400) return Grain::kWeek;
  if (length <= 5 * 366) return Grain::kMonth;
  if (length <= 15 * 366) return Grain::kQuarter;
  return Grain::kYear;
}

}  // namespace assay::semantic
