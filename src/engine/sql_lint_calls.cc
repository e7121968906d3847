#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "engine/sql_lint_internal.h"
#include "table/data_type.h"

namespace assay::engine {
namespace {

/// A call as a rule sees it: the word at `name`, its arguments without the parentheses.
struct Call {
  std::size_t name;
  std::size_t close;
  std::vector<TokenRange> arguments;
};

using CallRule = void (*)(const LintText& text, const Call& call, LintReport& report);

void Refuse(const LintText& text, const Call& call, LintReport& report, std::string_view what) {
  report.Add(text.tokens[call.name], "argument", fmt::format("Cannot use {}: {}", text.tokens[call.name].text, what));
}

void OneDistinct(const LintText& text, const Call& call, LintReport& report) {
  if (text.Word(call.name + 2, "DISTINCT") && call.arguments.size() > 1) {
    Refuse(text, call, report,
           "engines count DISTINCT over several columns differently; count a subquery with SELECT DISTINCT");
  }
}

void ThreeArguments(const LintText& text, const Call& call, LintReport& report) {
  if (call.arguments.size() != 3) Refuse(text, call, report, "one engine needs the fill text; pass three arguments");
}

bool IsNegative(const LintText& text, TokenRange argument) { return text.Mark(argument.begin, "-"); }

void StartsAtOne(const LintText& text, const Call& call, LintReport& report) {
  if (call.arguments.size() < 2) return Refuse(text, call, report, "write substring(text, start, length)");
  const TokenRange start = call.arguments[1];
  const bool zero = start.end == start.begin + 1 && text.tokens[start.begin].text == "0";
  const bool negative_length = call.arguments.size() > 2 && IsNegative(text, call.arguments[2]);
  if (zero || negative_length || IsNegative(text, start)) {
    Refuse(text, call, report,
           "engines count from 0 and below differently; start at 1 or later, with a length of 0 or more");
  }
}

void NoNegativeLength(const LintText& text, const Call& call, LintReport& report) {
  if (call.arguments.size() == 2 && IsNegative(text, call.arguments[1])) {
    Refuse(text, call, report, "engines read a negative length differently; write a length of 0 or more");
  }
}

void PortableField(const LintText& text, const Call& call, LintReport& report) {
  constexpr auto kFields = std::to_array<std::string_view>({"YEAR", "QUARTER", "MONTH", "DAY", "HOUR", "MINUTE"});
  const std::size_t field = call.name + 2;
  if (std::ranges::none_of(kFields, [&](std::string_view name) { return text.Word(field, name); })) {
    Refuse(text, call, report,
           "engines differ beyond year, quarter, month, day, hour and minute; for the day of the week write "
           "p_dow_iso(date)");
  }
}

void TruncatedToDate(const LintText& text, const Call& call, LintReport& report) {
  const bool opened = call.name >= 2 && text.Word(call.name - 2, "CAST") && text.Mark(call.name - 1, "(");
  if (!opened || !text.Word(call.close + 1, "AS")) {
    report.Add(text.tokens[call.name], "cast",
               "Cannot use date_trunc: engines give a date or a time; write CAST(date_trunc('MONTH', x) AS DATE)");
  }
}

std::string TypeText(const LintText& text, TokenRange range) {
  std::string type;
  for (std::size_t at = range.begin; at < range.end; ++at) type += text.tokens[at].text;
  return type;
}

/// The tokens behind the last AS of a cast, which stands outside inner parentheses.
TokenRange TypeOf(const LintText& text, const Call& call) {
  TokenRange type{call.close, call.close};
  for (std::size_t at = call.name + 2; at < call.close; ++at) {
    if (text.Mark(at, "(")) at = std::min(text.partner[at], call.close);
    if (text.Word(at, "AS")) type.begin = at + 1;
  }
  return type;
}

void PortableType(const LintText& text, const Call& call, LintReport& report) {
  const TokenRange range = TypeOf(text, call);
  if (range.begin >= range.end) return;
  const SqlToken& place = text.tokens[range.begin];
  const auto type = table::ParseSqlType(TypeText(text, range));
  if (!type && text.Word(range.begin, "DECIMAL")) {
    return report.Add(place, "cast",
                      "Cannot cast to DECIMAL: its default digits differ between engines; write DECIMAL(p,s)");
  }
  if (!type && text.Word(range.begin, "VARCHAR")) return;
  if (!type) {
    return report.Add(place, "cast",
                      fmt::format("Cannot cast to {}: expected BOOLEAN, TINYINT, SMALLINT, INT, BIGINT, FLOAT, DOUBLE, "
                                  "DECIMAL(p,s), STRING, DATE, TIMESTAMP or BINARY",
                                  TypeText(text, range)));
  }
  const bool time = type->kind == table::TypeKind::kDate || type->kind == table::TypeKind::kTimestamp;
  if (time && text.Word(call.name, "TRY_CAST")) {
    report.Add(place, "cast",
               "Cannot use TRY_CAST for dates: engines accept different texts; write p_parse_ymd, p_parse_dmy, "
               "p_parse_mdy or p_parse_timestamp");
  }
}

struct NamedRule {
  std::string_view function;
  CallRule check;
};

constexpr std::array kCallRules{
    NamedRule{"COUNT", OneDistinct},     NamedRule{"LPAD", ThreeArguments},        NamedRule{"RPAD", ThreeArguments},
    NamedRule{"SUBSTRING", StartsAtOne}, NamedRule{"LEFT", NoNegativeLength},      NamedRule{"RIGHT", NoNegativeLength},
    NamedRule{"EXTRACT", PortableField}, NamedRule{"DATE_TRUNC", TruncatedToDate}, NamedRule{"CAST", PortableType},
    NamedRule{"TRY_CAST", PortableType},
};

void LintCall(const LintText& text, std::size_t at, LintReport& report) {
  if (!text.Mark(at + 1, "(") || text.partner[at + 1] >= text.size() || text.IsQualified(at)) return;
  for (const NamedRule& rule : kCallRules) {
    if (text.Word(at, rule.function)) rule.check(text, {at, text.partner[at + 1], ArgumentsOf(text, at + 1)}, report);
  }
}

bool IsZero(std::string_view number) { return number.find_first_not_of("0.") == std::string_view::npos; }

bool MayDivideBy(const LintText& text, std::size_t at) {
  if (at >= text.size()) return true;
  if (text.tokens[at].kind == TokenKind::kNumber) return !IsZero(text.tokens[at].text);
  if (text.Word(at, "CAST") && text.Mark(at + 1, "(")) return MayDivideBy(text, at + 2);
  return text.Word(at, "NULLIF");
}

}  // namespace

void LintCalls(const LintText& text, LintReport& report) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    LintCall(text, at, report);
    const bool divides = text.Mark(at, "/") || text.Mark(at, "%");
    if (divides && !MayDivideBy(text, at + 1)) {
      report.Add(text.tokens[at], "divide",
                 "Cannot divide by a value that may be 0: engines give an error, infinity or null; write a / NULLIF(b, "
                 "0) or p_safe_div(a, b)");
    }
  }
}

}  // namespace assay::engine
