#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/sql_lint.h"
#include "engine/sql_token.h"

namespace assay::engine {

/// The tokens of one text with their parentheses paired.
struct LintText {
  std::vector<SqlToken> tokens;
  std::vector<std::size_t> partner;  ///< of '(' and ')': the other one, or tokens.size() when there is none

  std::size_t size() const { return tokens.size(); }
  bool Word(std::size_t at, std::string_view upper) const { return at < size() && IsWord(tokens[at], upper); }
  bool Mark(std::size_t at, std::string_view mark) const { return at < size() && IsMark(tokens[at], mark); }
  /// Whether the word at `at` stands behind a dot: a column or table name whatever it is called.
  bool IsQualified(std::size_t at) const { return at > 0 && Mark(at - 1, "."); }
};

LintText ReadLintText(std::string_view sql);

/// A piece [begin, end) of the tokens.
struct TokenRange {
  std::size_t begin = 0;
  std::size_t end = 0;
};

/// The pieces between commas inside the parenthesis that opens at `open`; none for "()".
std::vector<TokenRange> ArgumentsOf(const LintText& text, std::size_t open);

/// Collects findings.
class LintReport {
 public:
  void Add(const SqlToken& token, std::string_view rule, std::string message) {
    findings_.push_back({token.line, token.column, std::string(rule), std::move(message)});
  }
  std::vector<LintFinding> Take() && { return std::move(findings_); }

 private:
  std::vector<LintFinding> findings_;
};

/// Advice that rules on words and rules on functions both give.
inline constexpr std::string_view kRegexAdvice = "write p_matches(text, pattern)";
inline constexpr std::string_view kNestedAdvice = "nested values are not portable; use rows and joins";

/// Rules on literals, operators, words and phrases.
void LintWords(const LintText& text, LintReport& report);
/// Rules on the names of functions.
void LintFunctions(const LintText& text, LintReport& report);
/// Rules on arguments, casts and division.
void LintCalls(const LintText& text, LintReport& report);
/// Rules on the statement, ORDER BY, OVER and LIMIT.
void LintClauses(const LintText& text, LintReport& report);

}  // namespace assay::engine
