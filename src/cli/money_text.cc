#include "cli/money_text.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace assay::cli {
namespace {

bool IsDecimal(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  return !text.empty() && text.find_first_not_of("0123456789.") == std::string_view::npos;
}

// Adds one to a string of digits.
void Increment(std::string& digits) {
  for (std::size_t i = digits.size(); i-- > 0;) {
    if (digits[i] != '9') {
      ++digits[i];
      return;
    }
    digits[i] = '0';
  }
  digits.insert(digits.begin(), '1');
}

std::string Group(std::string digits) {
  for (std::size_t at = digits.size(); at > 3;) {
    at -= 3;
    digits.insert(at, ",");
  }
  return digits;
}

}  // namespace

std::string ShowAmount(std::string_view amount, int decimals) {
  if (!IsDecimal(amount)) return std::string(amount);
  const bool negative = amount.starts_with('-');
  if (negative) amount.remove_prefix(1);
  const std::size_t point = std::min(amount.find('.'), amount.size());
  std::string whole(amount.substr(0, point));
  std::string fraction(point < amount.size() ? amount.substr(point + 1) : "");
  const auto wanted = static_cast<std::size_t>(decimals);
  const bool round_up = fraction.size() > wanted && fraction[wanted] >= '5';
  fraction.resize(wanted, '0');
  std::string digits = whole + fraction;
  if (round_up) Increment(digits);
  whole = digits.substr(0, digits.size() - wanted);
  fraction = digits.substr(digits.size() - wanted);
  const bool zero = digits.find_first_not_of('0') == std::string::npos;
  return fmt::format("{}{}{}{}", negative && !zero ? "-" : "", Group(whole.empty() ? "0" : whole),
                     decimals > 0 ? "." : "", fraction);
}

int DecimalsOf(std::string_view currency) {
  constexpr std::array<std::string_view, 8> kNone{"JPY", "KRW", "VND", "CLP", "ISK", "UGX", "XAF", "XOF"};
  constexpr std::array<std::string_view, 6> kThree{"KWD", "BHD", "OMR", "JOD", "TND", "IQD"};
  if (std::ranges::find(kNone, currency) != kNone.end()) return 0;
  return std::ranges::find(kThree, currency) != kThree.end() ? 3 : 2;
}

std::string ShowCount(std::int64_t count) { return ShowAmount(std::to_string(count), 0); }

std::string ShowShare(std::string_view part, std::string_view whole) {
  const long double total = std::stold(std::string(whole));
  if (total == 0) return "-";
  return fmt::format("{:.1f} %", static_cast<double>(std::stold(std::string(part)) * 100 / total));
}

}  // namespace assay::cli
