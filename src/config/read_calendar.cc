#include "config/read_calendar.h"

#include "config/scalar_forms.h"

namespace assay::config {
namespace {

// Reads a scalar of one form; `expected` words the form for the message.
template <typename T>
void ReadForm(const Section& section, std::string_view key, std::optional<T> (*parse)(std::string_view),
              std::string_view expected, T& target) {
  const auto value = section.Get(key);
  if (!value) return;
  const auto text = value->Text();
  if (!text) return;
  const auto parsed = parse(*text);
  if (!parsed) value->Refuse(expected);
  Assign(target, parsed);
}

std::optional<std::string> ParseAsOf(std::string_view text) {
  const bool fits = text == "latest" || text == "last_complete_day" || IsDate(text);
  return fits ? std::optional(std::string(text)) : std::nullopt;
}

std::optional<std::string> ParseTimeZone(std::string_view text) {
  return IsTimeZone(text) ? std::optional(std::string(text)) : std::nullopt;
}

}  // namespace

void ReadCalendar(const Section& section, Project& project) {
  ReadForm(section, "as_of", &ParseAsOf, "latest, last_complete_day or a date of the calendar as yyyy-mm-dd",
           project.as_of);
  ReadForm(section, "timezone", &ParseTimeZone, "a time zone such as Africa/Cairo or UTC", project.timezone);
  ReadForm(section, "day_starts", &ParseTimeOfDay, "a time from \"00:00\" to \"23:59\"", project.day_starts_minutes);
  ReadForm(section, "week_starts", &ParseWeekday, "a day of the week such as monday", project.week_starts_iso);
  ReadForm(section, "fiscal_year_starts", &ParseMonth, "a month as a name or 1 to 12", project.fiscal_year_starts);
}

}  // namespace assay::config
