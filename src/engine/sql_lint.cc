#include "engine/sql_lint.h"

#include <algorithm>
#include <array>
#include <tuple>

#include <fmt/format.h>

#include "engine/sql_lint_internal.h"

namespace assay::engine {
namespace {

constexpr std::array kRuleGroups{LintWords, LintFunctions, LintCalls, LintClauses};

}  // namespace

LintText ReadLintText(std::string_view sql) {
  LintText text;
  text.tokens = TokenizeSqlCode(sql);
  text.partner.assign(text.size(), text.size());
  std::vector<std::size_t> open;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text.Mark(at, "(")) open.push_back(at);
    if (!text.Mark(at, ")") || open.empty()) continue;
    text.partner[at] = open.back();
    text.partner[open.back()] = at;
    open.pop_back();
  }
  return text;
}

std::vector<TokenRange> ArgumentsOf(const LintText& text, std::size_t open) {
  const std::size_t close = text.partner[open];
  if (open + 1 >= close) return {};
  std::vector<TokenRange> arguments{{open + 1, close}};
  for (std::size_t at = open + 1; at < close; ++at) {
    if (text.Mark(at, "(")) at = std::min(text.partner[at], close);
    if (!text.Mark(at, ",")) continue;
    arguments.back().end = at;
    arguments.push_back({at + 1, close});
  }
  return arguments;
}

std::vector<LintFinding> LintSql(std::string_view sql) {
  const LintText text = ReadLintText(sql);
  LintReport report;
  for (const auto lint : kRuleGroups) lint(text, report);
  std::vector<LintFinding> findings = std::move(report).Take();
  std::ranges::stable_sort(findings, {}, [](const LintFinding& f) { return std::tuple(f.line, f.column); });
  return findings;
}

std::string Describe(std::string_view path, const LintFinding& finding) {
  return fmt::format("{}:{}:{}: {} [{}]", path, finding.line, finding.column, finding.message, finding.rule);
}

}  // namespace assay::engine
