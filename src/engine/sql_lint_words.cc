#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "engine/sql_lint_internal.h"

namespace assay::engine {
namespace {

/// A sequence of tokens that a model may not hold. In `pattern`, blanks part the tokens; <string> and <word> stand for
/// any string and any word.
struct Phrase {
  std::string_view pattern;
  std::string_view rule;
  std::string_view advice;
};

constexpr std::string_view kOneSelect = "a model is one SELECT; the runner creates and writes tables";
constexpr std::string_view kAsOf = "a result must not depend on the clock; read the as-of date from the run's inputs";
constexpr std::string_view kParameter = "parameters are not portable; read the value from the run's inputs";
constexpr std::string_view kStar = "list the columns";
constexpr std::string_view kBits = "bit operators differ between engines; use arithmetic or CASE";

constexpr std::array kPhrases{
    Phrase{"::", "operator", "write CAST(x AS type)"},
    Phrase{"~", "operator", kRegexAdvice},
    Phrase{"!~", "operator", kRegexAdvice},
    Phrase{"!~~", "operator", "write NOT LIKE"},
    Phrase{"^", "operator", "it is a power on one engine, a bit operator on the other; multiply"},
    Phrase{"^@", "operator", "write LIKE 'prefix%'"},
    Phrase{"**", "operator", "multiply instead"},
    Phrase{"<=>", "operator", "write IS NOT DISTINCT FROM"},
    Phrase{"//", "operator", "write CAST(FLOOR(a / NULLIF(b, 0)) AS BIGINT)"},
    Phrase{"==", "operator", "write ="},
    Phrase{"->", "operator", kNestedAdvice},
    Phrase{"->>", "operator", kNestedAdvice},
    Phrase{"=>", "operator", "pass arguments by position"},
    Phrase{":=", "operator", "pass arguments by position"},
    Phrase{"[", "operator", kNestedAdvice},
    Phrase{"]", "operator", kNestedAdvice},
    Phrase{"{", "operator", kNestedAdvice},
    Phrase{"}", "operator", kNestedAdvice},
    Phrase{"$", "operator", kParameter},
    Phrase{"?", "operator", kParameter},
    Phrase{":", "operator", kParameter},
    Phrase{"@", "operator", "write abs(x)"},
    Phrase{"!", "operator", "write NOT"},
    Phrase{"#", "operator", "name the column"},
    Phrase{"&", "operator", kBits},
    Phrase{"|", "operator", kBits},
    Phrase{"\\", "operator", "a backslash has no portable meaning; remove it"},
    Phrase{"DATE <string> -", "operator",
           "a difference of dates is days on one engine, an interval on the other; write p_days_between(start, end)"},
    Phrase{"- DATE <string>", "operator",
           "a difference of dates is days on one engine, an interval on the other; write p_days_between(start, end)"},

    Phrase{"QUALIFY", "word", "number the rows in a subquery and filter outside it"},
    Phrase{"PIVOT", "word", "write one sum(CASE WHEN ..) for each column"},
    Phrase{"UNPIVOT", "word", "write UNION ALL"},
    Phrase{"RECURSIVE", "word", "recursive queries need a recent Spark; join a table of numbers"},
    Phrase{"* EXCEPT (", "word", kStar},
    Phrase{"* EXCLUDE", "word", kStar},
    Phrase{"* REPLACE (", "word", kStar},
    Phrase{"* RENAME (", "word", kStar},
    Phrase{"IGNORE NULLS", "word", "use max_by(value, order) FILTER (WHERE value IS NOT NULL)"},
    Phrase{"RESPECT NULLS", "word", "leave it out: nulls are kept by default"},
    Phrase{"INTERVAL", "word", "write p_add_months(date, n), p_add_days(date, n) or p_days_between(start, end)"},
    Phrase{"ILIKE", "word", "write p_lower_ascii(x) LIKE '..'"},
    Phrase{"RLIKE", "word", kRegexAdvice},
    Phrase{"REGEXP", "word", kRegexAdvice},
    Phrase{"GLOB", "word", "write LIKE"},
    Phrase{"SIMILAR TO", "word", kRegexAdvice},
    Phrase{"MINUS SELECT", "word", "write EXCEPT"},
    Phrase{"DIV", "word", "write CAST(FLOOR(a / NULLIF(b, 0)) AS BIGINT)"},
    Phrase{"ASOF JOIN", "word", "join on a range and keep the newest row by row_number()"},
    Phrase{"POSITIONAL JOIN", "word", "join on a key"},
    Phrase{"AS MATERIALIZED", "word", "leave it out"},
    Phrase{"AS NOT MATERIALIZED", "word", "leave it out"},
    Phrase{"UNION BY NAME", "word", "list the columns in the same order and write UNION ALL"},
    Phrase{"UNION ALL BY NAME", "word", "list the columns in the same order and write UNION ALL"},
    Phrase{"USING SAMPLE", "word", "a sample differs from run to run; leave it out"},
    Phrase{"TABLESAMPLE", "word", "a sample differs from run to run; leave it out"},
    Phrase{"FROM <string>", "word", "a model reads tables as layer.name, not files"},
    Phrase{"JOIN <string>", "word", "a model reads tables as layer.name, not files"},
    Phrase{"( FROM", "word", "begin with SELECT"},
    Phrase{"LAMBDA", "word", kNestedAdvice},
    Phrase{"AT TIME ZONE", "word", "write p_wall_clock(instant, zone)"},
    Phrase{"VARCHAR", "word", "write STRING"},
    Phrase{"HUGEINT", "word", "write BIGINT or DECIMAL(38,0)"},
    Phrase{"UHUGEINT", "word", "write DECIMAL(38,0)"},
    Phrase{"UBIGINT", "word", "write DECIMAL(20,0)"},
    Phrase{"UINTEGER", "word", "write BIGINT"},
    Phrase{"TIMESTAMPTZ", "word", "write TIMESTAMP"},
    Phrase{"CURRENT_DATE", "word", kAsOf},
    Phrase{"CURRENT_TIME", "word", kAsOf},
    Phrase{"CURRENT_TIMESTAMP", "word", kAsOf},
    Phrase{"LOCALTIME", "word", kAsOf},
    Phrase{"LOCALTIMESTAMP", "word", kAsOf},
    Phrase{"CURRENT_USER", "word", "a result must not depend on who runs it"},
    Phrase{"SESSION_USER", "word", "a result must not depend on who runs it"},

    Phrase{";", "statement", "a model is one SELECT without ';'"},
    Phrase{"INSERT INTO", "statement", kOneSelect},
    Phrase{"INSERT OVERWRITE", "statement", kOneSelect},
    Phrase{"DELETE FROM", "statement", kOneSelect},
    Phrase{"MERGE INTO", "statement", kOneSelect},
    Phrase{"UPDATE <word> SET", "statement", kOneSelect},
    Phrase{"CREATE TABLE", "statement", kOneSelect},
    Phrase{"CREATE VIEW", "statement", kOneSelect},
    Phrase{"CREATE OR", "statement", kOneSelect},
    Phrase{"CREATE TEMP", "statement", kOneSelect},
    Phrase{"DROP TABLE", "statement", kOneSelect},
    Phrase{"DROP VIEW", "statement", kOneSelect},
    Phrase{"ALTER TABLE", "statement", kOneSelect},
    Phrase{"TRUNCATE TABLE", "statement", kOneSelect},
};

bool MatchesPart(const SqlToken& token, std::string_view part) {
  if (part == "<string>") return token.kind == TokenKind::kString;
  if (part == "<word>") return token.kind == TokenKind::kWord;
  return IsWord(token, part) || IsMark(token, part);
}

bool MatchesAt(const LintText& text, std::size_t at, std::string_view pattern) {
  if (text.tokens[at].kind == TokenKind::kWord && text.IsQualified(at)) return false;
  while (!pattern.empty()) {
    const std::size_t blank = std::min(pattern.find(' '), pattern.size());
    if (at >= text.size() || !MatchesPart(text.tokens[at], pattern.substr(0, blank))) return false;
    pattern.remove_prefix(std::min(blank + 1, pattern.size()));
    ++at;
  }
  return true;
}

bool IsAscii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

bool HasSuffix(std::string_view number) {
  for (std::size_t at = 0; at < number.size(); ++at) {
    const char c = number[at];
    const bool digit_or_point = (c >= '0' && c <= '9') || c == '.';
    const bool exponent = (c == 'e' || c == 'E') && at + 1 < number.size();
    const bool sign = (c == '+' || c == '-') && at > 0;
    if (!digit_or_point && !exponent && !sign) return true;
  }
  return false;
}

bool TouchesNext(const LintText& text, std::size_t at) {
  return at + 1 < text.size() && text.tokens[at].offset + text.tokens[at].text.size() == text.tokens[at + 1].offset;
}

void LintString(const LintText& text, std::size_t at, LintReport& report) {
  const SqlToken& token = text.tokens[at];
  if (token.text.find('\\') != std::string_view::npos) {
    report.Add(token, "string",
               "Cannot use a backslash in a string: one engine escapes with it; write [0-9] for digits, chr(n) for "
               "control characters, ESCAPE '!' for LIKE");
  }
  const bool prefixed = at > 0 && text.tokens[at - 1].kind == TokenKind::kWord && TouchesNext(text, at - 1);
  if (prefixed && !text.Word(at - 1, "DATE") && !text.Word(at - 1, "TIMESTAMP")) {
    report.Add(text.tokens[at - 1], "string",
               fmt::format("Cannot use the literal {}'..': engines read it differently; write CAST('..' AS type)",
                           text.tokens[at - 1].text));
  }
}

void LintLiteral(const LintText& text, std::size_t at, LintReport& report) {
  const SqlToken& token = text.tokens[at];
  switch (token.kind) {
    case TokenKind::kBroken:
      return report.Add(token, "broken", "Cannot read the text from here: expected a closing quote or */, got the end");
    case TokenKind::kQuotedWord:
      return report.Add(
          token, "identifier",
          fmt::format("Cannot use {}: one engine reads it as a string; name columns in plain snake_case", token.text));
    case TokenKind::kString:
      return LintString(text, at, report);
    case TokenKind::kNumber:
      if (HasSuffix(token.text))
        report.Add(token, "number",
                   fmt::format(
                       "Cannot use the number {}: engines read it differently; write plain digits and CAST(.. AS type)",
                       token.text));
      return;
    case TokenKind::kWord:
      if (!IsAscii(token.text))
        report.Add(
            token, "identifier",
            fmt::format("Cannot use the name {}: one engine needs quotes around it; name columns in ASCII snake_case",
                        token.text));
      return;
    case TokenKind::kOperator:
    case TokenKind::kComment:
      return;
  }
}

}  // namespace

void LintWords(const LintText& text, LintReport& report) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    LintLiteral(text, at, report);
    for (const Phrase& phrase : kPhrases) {
      if (MatchesAt(text, at, phrase.pattern)) {
        report.Add(text.tokens[at], phrase.rule, fmt::format("Cannot use {}: {}", phrase.pattern, phrase.advice));
      }
    }
  }
}

}  // namespace assay::engine
