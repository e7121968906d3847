#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "engine/sql_lint_internal.h"

namespace assay::engine {
namespace {

constexpr auto kEndsOrderBy = std::to_array<std::string_view>(
    {"LIMIT", "OFFSET", "ROWS", "RANGE", "GROUPS", "UNION", "EXCEPT", "INTERSECT", "WINDOW", "FETCH", "QUALIFY"});

constexpr auto kOrderedWindows =
    std::to_array<std::string_view>({"ROW_NUMBER", "RANK", "DENSE_RANK", "PERCENT_RANK", "CUME_DIST", "NTILE", "LAG",
                                     "LEAD", "FIRST_VALUE", "LAST_VALUE", "NTH_VALUE"});

constexpr auto kWindowParts = std::to_array<std::string_view>({"PARTITION", "ORDER", "ROWS", "RANGE", "GROUPS"});

bool IsOneOf(const LintText& text, std::size_t at, std::span<const std::string_view> words) {
  return std::ranges::any_of(words, [&](std::string_view word) { return text.Word(at, word); });
}

/// The token behind `at` on the same level: behind its closing parenthesis when one opens here.
std::size_t After(const LintText& text, std::size_t at) { return text.Mark(at, "(") ? text.partner[at] + 1 : at + 1; }

bool IsOrderBy(const LintText& text, std::size_t at) { return text.Word(at, "ORDER") && text.Word(at + 1, "BY"); }

std::size_t EndOfItem(const LintText& text, std::size_t at) {
  while (at < text.size() && !text.Mark(at, ",") && !text.Mark(at, ")") && !text.Mark(at, ";") &&
         !IsOneOf(text, at, kEndsOrderBy)) {
    at = After(text, at);
  }
  return std::min(at, text.size());
}

void CheckNullOrder(const LintText& text, std::size_t order, LintReport& report) {
  std::size_t item = order + 2;
  while (item < text.size()) {
    const std::size_t end = EndOfItem(text, item);
    const bool stated =
        end >= item + 2 && text.Word(end - 2, "NULLS") && (text.Word(end - 1, "FIRST") || text.Word(end - 1, "LAST"));
    if (!stated)
      report.Add(text.tokens[item], "order_nulls",
                 "Cannot order without a place for nulls: engines differ; add NULLS FIRST or NULLS LAST");
    if (!text.Mark(end, ",")) return;
    item = end + 1;
  }
}

bool HasOrderBy(const LintText& text, std::size_t open) {
  for (std::size_t at = open + 1; at < text.partner[open]; at = After(text, at)) {
    if (IsOrderBy(text, at)) return true;
  }
  return false;
}

void CheckWindow(const LintText& text, std::size_t function, LintReport& report) {
  if (!text.Mark(function + 1, "(") || !IsOneOf(text, function, kOrderedWindows)) return;
  std::size_t over = After(text, function + 1);
  if (text.Word(over, "FILTER") && text.Mark(over + 1, "(")) over = After(text, over + 1);
  if (!text.Word(over, "OVER") || !text.Mark(over + 1, "(")) return;
  const bool extends_named = over + 2 < text.partner[over + 1] && !IsOneOf(text, over + 2, kWindowParts);
  if (extends_named || HasOrderBy(text, over + 1)) return;
  report.Add(
      text.tokens[function], "window_order",
      fmt::format(
          "Cannot use {} over rows in no order: the result changes from run to run; add ORDER BY with the key last",
          text.tokens[function].text));
}

/// Whether an ORDER BY stands before the LIMIT at `limit`, in the same SELECT.
bool IsOrdered(const LintText& text, std::size_t limit) {
  for (std::size_t at = limit; at-- > 0;) {
    if (text.Mark(at, ")")) at = std::min(text.partner[at], at);
    if (IsOrderBy(text, at)) return true;
    if (text.Mark(at, "(") && text.partner[at] > limit) return false;
    if (text.Word(at, "SELECT")) return false;
  }
  return false;
}

void CheckLimit(const LintText& text, std::size_t limit, LintReport& report) {
  if (!text.Word(limit, "LIMIT") || text.IsQualified(limit) || IsOrdered(text, limit)) return;
  report.Add(text.tokens[limit], "limit_order",
             "Cannot limit rows in no order: which rows remain changes from run to run; add ORDER BY");
}

void CheckStatement(const LintText& text, LintReport& report) {
  std::size_t start = 0;
  while (text.Mark(start, "(")) ++start;
  if (text.size() == 0) {
    report.Add(SqlToken{}, "statement", "Cannot use an empty model: expected one SELECT");
  } else if (!text.Word(start, "SELECT") && !text.Word(start, "WITH")) {
    report.Add(text.tokens[0], "statement",
               fmt::format("Cannot use a model that begins with {}: expected one SELECT", text.tokens[0].text));
  }
}

void CheckParentheses(const LintText& text, LintReport& report) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool parenthesis = text.Mark(at, "(") || text.Mark(at, ")");
    if (parenthesis && text.partner[at] == text.size()) {
      report.Add(text.tokens[at], "broken", fmt::format("Cannot pair the parenthesis {}", text.tokens[at].text));
    }
  }
}

}  // namespace

void LintClauses(const LintText& text, LintReport& report) {
  CheckStatement(text, report);
  CheckParentheses(text, report);
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (IsOrderBy(text, at) && !text.IsQualified(at)) CheckNullOrder(text, at, report);
    CheckWindow(text, at, report);
    CheckLimit(text, at, report);
  }
}

}  // namespace assay::engine
