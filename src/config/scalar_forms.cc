#include "config/scalar_forms.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>

#include "base/ascii.h"

namespace assay::config {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool IsDigits(std::string_view text) { return !text.empty() && std::ranges::all_of(text, IsDigit); }

std::optional<int> Number(std::string_view text) {
  int number = 0;
  if (!IsDigits(text) || text.size() > 9) return std::nullopt;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

// "12.5" with `decimals` places as 125 for one place; nothing when it has more places than that.
std::optional<std::int64_t> Scaled(std::string_view text, std::size_t decimals) {
  const auto point = std::min(text.find('.'), text.size());
  std::string digits(text.substr(0, point));
  std::string fraction(text.substr(std::min(point + 1, text.size())));
  const bool has_fraction = point < text.size();
  if (!IsDigits(digits) || (has_fraction && !IsDigits(fraction)) || fraction.size() > decimals) return std::nullopt;
  fraction.resize(decimals, '0');
  digits += fraction;
  if (digits.size() > 18) return std::nullopt;
  std::int64_t number = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return number;
}

template <std::size_t N>
std::optional<int> Named(std::string_view text, const std::array<std::string_view, N>& names) {
  const std::string lower = LowerAscii(text);
  for (std::size_t i = 0; i < N; ++i) {
    if (lower == names[i] || lower == names[i].substr(0, 3)) return static_cast<int>(i) + 1;
  }
  return std::nullopt;
}

}  // namespace

std::optional<int> ParsePercentage(std::string_view text) {
  if (!text.ends_with('%')) return std::nullopt;
  text.remove_suffix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  const auto permille = Scaled(text, 1);
  if (!permille || *permille > 1000) return std::nullopt;
  return static_cast<int>(*permille);
}

std::optional<int> ParseTimeOfDay(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  const auto hours = Number(text.substr(0, 2));
  const auto minutes = Number(text.substr(3));
  if (!hours || !minutes || *hours > 23 || *minutes > 59) return std::nullopt;
  return *hours * 60 + *minutes;
}

std::optional<int> ParseMonth(std::string_view text) {
  static constexpr std::array<std::string_view, 12> kMonths{"january",   "february", "march",    "april",
                                                            "may",       "june",     "july",     "august",
                                                            "september", "october",  "november", "december"};
  if (const auto number = Number(text)) return *number >= 1 && *number <= 12 ? number : std::nullopt;
  return Named(text, kMonths);
}

std::optional<int> ParseWeekday(std::string_view text) {
  static constexpr std::array<std::string_view, 7> kDays{"monday", "tuesday",  "wednesday", "thursday",
                                                         "friday", "saturday", "sunday"};
  return Named(text, kDays);
}

std::optional<int> ParseMonths(std::string_view text) {
  const auto space = text.find(' ');
  if (space == std::string_view::npos) return std::nullopt;
  const auto number = Number(text.substr(0, space));
  const std::string_view unit = text.substr(space + 1);
  if (!number || *number < 1 || *number > 1200 || (unit != "months" && unit != "month")) return std::nullopt;
  return number;
}

std::optional<std::int64_t> ParseAmount(std::string_view text) {
  const auto amount = Scaled(text, 4);
  return amount && *amount > 0 ? amount : std::nullopt;
}

bool IsDate(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  const auto year = Number(text.substr(0, 4));
  const auto month = Number(text.substr(5, 2));
  const auto day = Number(text.substr(8));
  if (!year || !month || !day) return false;
  return std::chrono::year_month_day(std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*month)),
                                     std::chrono::day(static_cast<unsigned>(*day)))
      .ok();
}

bool IsSize(std::string_view text) {
  static constexpr std::array<std::string_view, 8> kUnits{"KB", "MB", "GB", "TB", "KiB", "MiB", "GiB", "TiB"};
  const auto end = std::ranges::find_if(text, [](char c) { return !IsDigit(c) && c != '.'; });
  const auto digits = static_cast<std::size_t>(end - text.begin());
  const auto number = Scaled(text.substr(0, digits), 3);
  text.remove_prefix(digits);
  if (text.starts_with(' ')) text.remove_prefix(1);
  return number && *number > 0 && std::ranges::find(kUnits, text) != kUnits.end();
}

bool IsTimeZone(std::string_view text) {
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || IsDigit(c) || std::string_view("/_+-").contains(c);
  };
  return !text.empty() && text.front() >= 'A' && text.front() <= 'Z' && std::ranges::all_of(text, fits);
}

}  // namespace assay::config
