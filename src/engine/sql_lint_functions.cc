#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "engine/sql_lint_internal.h"

namespace assay::engine {
namespace {

/// Functions equal on both engines on the types models use. A name joins after it was measured on both.
constexpr auto kPortable = std::to_array<std::string_view>({
    "ABS",        "ASCII",        "BOOL_AND",
    "BOOL_OR",    "CAST",         "CEIL",
    "CHR",        "COALESCE",     "CONCAT_WS",
    "COUNT",      "COUNT_IF",     "CUME_DIST",
    "DATE_ADD",   "DATE_TRUNC",   "DAY",
    "DENSE_RANK", "EXTRACT",      "FIRST_VALUE",
    "FLOOR",      "GREATEST",     "GROUPING",
    "INSTR",      "LAG",          "LAST_DAY",
    "LAST_VALUE", "LEAD",         "LEAST",
    "LEFT",       "LENGTH",       "LPAD",
    "MAKE_DATE",  "MAX",          "MAX_BY",
    "MD5",        "MEDIAN",       "MIN",
    "MIN_BY",     "MOD",          "MONTH",
    "NTH_VALUE",  "NTILE",        "NULLIF",
    "POWER",      "PERCENT_RANK", "PERCENTILE_CONT",
    "QUARTER",    "RANK",         "PERCENTILE_DISC",
    "REPEAT",     "REPLACE",      "RIGHT",
    "ROUND",      "ROW_NUMBER",   "RPAD",
    "SIGN",       "SPLIT_PART",   "SQRT",
    "SUBSTRING",  "SUM",          "TRANSLATE",
    "TRY_CAST",   "YEAR",         "DAYOFYEAR",
    "WEEKOFYEAR", "HOUR",         "MINUTE",
    "LN",         "EXP",
});

/// Words that a parenthesis may follow without being a call.
constexpr auto kClauseWords = std::to_array<std::string_view>({
    "ALL",    "AND",    "ANTI",    "ANY",    "AS",     "BETWEEN", "BY",     "CASE",   "CUBE",   "DECIMAL", "DISTINCT",
    "ELSE",   "END",    "ESCAPE",  "EXCEPT", "EXISTS", "FILTER",  "FROM",   "GROUP",  "HAVING", "IN",      "INTERSECT",
    "IS",     "JOIN",   "LATERAL", "LIKE",   "LIMIT",  "NOT",     "OFFSET", "ON",     "OR",     "OVER",    "PARTITION",
    "ROLLUP", "SELECT", "SETS",    "SEMI",   "THEN",   "UNION",   "USING",  "VALUES", "WHEN",   "WHERE",
});

/// Names that differ between engines or runs. A trailing * stands for any rest.
struct Refused {
  std::string_view name;
  std::string_view advice;
};

constexpr std::string_view kFloatOrder =
    "its last digits change with the order of the rows; keep sums and counts and divide them at the end";
constexpr std::string_view kAscii = "engines differ outside ASCII";
constexpr std::string_view kTrim = "engines trim different blanks; write p_trim(x)";
constexpr std::string_view kAnyRow =
    "which row it takes changes from run to run; write max_by(value, order) or min_by(value, order)";
constexpr std::string_view kRowOrder = "the order of its parts is not fixed; keep rows";
constexpr std::string_view kRandom = "the result must be the same in every run; for a key write p_sk(source, key)";
constexpr std::string_view kClock = "a result must not depend on the clock; read the as-of date from the run's inputs";
constexpr std::string_view kDow = "engines number the days differently; write p_dow_iso(date), 1 = Monday";
constexpr std::string_view kFormat =
    "formats differ between engines; write p_yyyymm(date) or build the text from year(), month(), day() and lpad()";
constexpr std::string_view kParse =
    "formats and leniency differ between engines; write p_parse_ymd, p_parse_dmy, p_parse_mdy or p_parse_timestamp";
constexpr std::string_view kDiff =
    "argument orders differ between engines; write p_days_between(start, end) or p_months_between(start, end)";
constexpr std::string_view kSketch = "sketches differ between engines; count exactly";
constexpr std::string_view kCoalesce = "write COALESCE(a, b)";
constexpr std::string_view kCase = "write CASE WHEN .. THEN .. ELSE .. END";
constexpr std::string_view kFiles = "a model reads tables as layer.name, not files";

constexpr std::array kRefused{
    Refused{"avg", kFloatOrder},
    Refused{"mean", kFloatOrder},
    Refused{"stddev*", kFloatOrder},
    Refused{"std", kFloatOrder},
    Refused{"var_*", kFloatOrder},
    Refused{"variance", kFloatOrder},
    Refused{"covar*", kFloatOrder},
    Refused{"corr", kFloatOrder},
    Refused{"regr_*", kFloatOrder},
    Refused{"skewness", kFloatOrder},
    Refused{"kurtosis*", kFloatOrder},
    Refused{"fsum", kFloatOrder},
    Refused{"upper", "engines differ outside ASCII; write p_upper_ascii(x)"},
    Refused{"ucase", "engines differ outside ASCII; write p_upper_ascii(x)"},
    Refused{"lower", "engines differ outside ASCII; write p_lower_ascii(x)"},
    Refused{"lcase", "engines differ outside ASCII; write p_lower_ascii(x)"},
    Refused{"initcap", "engines differ outside ASCII; write p_initcap_ascii(x)"},
    Refused{"reverse", kAscii},
    Refused{"trim", kTrim},
    Refused{"ltrim", kTrim},
    Refused{"rtrim", kTrim},
    Refused{"btrim", kTrim},
    Refused{"any_value", kAnyRow},
    Refused{"first", kAnyRow},
    Refused{"last", kAnyRow},
    Refused{"arbitrary", kAnyRow},
    Refused{"mode", "ties are broken by chance; count, then number the rows by (count, value)"},
    Refused{"arg_max", "write max_by(value, order)"},
    Refused{"arg_min", "write min_by(value, order)"},
    Refused{"string_agg", kRowOrder},
    Refused{"listagg", kRowOrder},
    Refused{"group_concat", kRowOrder},
    Refused{"hash", kRandom},
    Refused{"xxhash64", kRandom},
    Refused{"uuid", kRandom},
    Refused{"gen_random_uuid", kRandom},
    Refused{"rand", kRandom},
    Refused{"random", kRandom},
    Refused{"randn", kRandom},
    Refused{"monotonically_increasing_id", kRandom},
    Refused{"now", kClock},
    Refused{"today", kClock},
    Refused{"curdate", kClock},
    Refused{"get_current_*", kClock},
    Refused{"current_*", kClock},
    Refused{"unix_timestamp", kClock},
    Refused{"date_part", "parts differ between engines; write year(x), month(x), day(x) or p_dow_iso(x)"},
    Refused{"dayofweek", kDow},
    Refused{"weekday", kDow},
    Refused{"isodow", kDow},
    Refused{"dayname", "names differ between engines; write CASE p_dow_iso(x) WHEN 1 THEN 'Monday' .. END"},
    Refused{"monthname", "names differ between engines; write CASE month(x) WHEN 1 THEN 'January' .. END"},
    Refused{"strftime", kFormat},
    Refused{"date_format", kFormat},
    Refused{"to_char", kFormat},
    Refused{"format*", kFormat},
    Refused{"printf", kFormat},
    Refused{"strptime", kParse},
    Refused{"try_strptime", kParse},
    Refused{"to_date", kParse},
    Refused{"try_to_date", kParse},
    Refused{"to_timestamp*", kParse},
    Refused{"try_to_timestamp", kParse},
    Refused{"to_number", "write p_parse_decimal(text)"},
    Refused{"date_diff", kDiff},
    Refused{"datediff", kDiff},
    Refused{"date_sub", kDiff},
    Refused{"months_between", "one engine counts fractions; write p_months_between(start, end)"},
    Refused{"add_months", "write p_add_months(date, n)"},
    Refused{"dateadd", "write p_add_days(date, n)"},
    Refused{"regexp_replace",
            "one engine replaces the first match, the other all; write p_regex_replace_all(text, pattern, new)"},
    Refused{"regexp_extract*", "the default group differs; write p_regex_extract(text, pattern, group)"},
    Refused{"regexp*", kRegexAdvice},
    Refused{"rlike", kRegexAdvice},
    Refused{"concat", "engines treat null differently; write a || b, or concat_ws('', a, b) to skip nulls"},
    Refused{"split", "the separator is a pattern on one engine; write split_part(text, separator, n)"},
    Refused{"string_split*", "write split_part(text, separator, n)"},
    Refused{"strpos", "write instr(text, part)"},
    Refused{"locate", "write instr(text, part)"},
    Refused{"position", "write instr(text, part)"},
    Refused{"substr", "write substring(text, start, length) with start >= 1"},
    Refused{"len", "write length(x)"},
    Refused{"starts_with", "write x LIKE 'prefix%'"},
    Refused{"startswith", "write x LIKE 'prefix%'"},
    Refused{"ends_with", "write x LIKE '%suffix'"},
    Refused{"endswith", "write x LIKE '%suffix'"},
    Refused{"contains", "write instr(text, part) > 0"},
    Refused{"char", "write chr(n)"},
    Refused{"nvl", kCoalesce},
    Refused{"nvl2", kCase},
    Refused{"ifnull", kCoalesce},
    Refused{"isnull", "write x IS NULL"},
    Refused{"isnotnull", "write x IS NOT NULL"},
    Refused{"decode", kCase},
    Refused{"if", kCase},
    Refused{"iif", kCase},
    Refused{"zeroifnull", kCoalesce},
    Refused{"log", "it is base 10 on one engine, natural on the other; write ln(x)"},
    Refused{"trunc", "write p_int_trunc(x) for numbers, p_month_start(x) for dates"},
    Refused{"ceiling", "write ceil(x)"},
    Refused{"pow", "write power(x, n)"},
    Refused{"div", "write CAST(FLOOR(a / NULLIF(b, 0)) AS BIGINT)"},
    Refused{"try_divide", "write p_safe_div(a, b)"},
    Refused{"approx*", kSketch},
    Refused{"percentile_approx", kSketch},
    Refused{"percentile", "write percentile_cont(p) WITHIN GROUP (ORDER BY CAST(x AS DOUBLE) NULLS LAST)"},
    Refused{"quantile*", "write percentile_cont(p) WITHIN GROUP (ORDER BY CAST(x AS DOUBLE) NULLS LAST)"},
    Refused{"array*", kNestedAdvice},
    Refused{"list*", kNestedAdvice},
    Refused{"collect_*", kNestedAdvice},
    Refused{"struct*", kNestedAdvice},
    Refused{"named_struct", kNestedAdvice},
    Refused{"map*", kNestedAdvice},
    Refused{"row", kNestedAdvice},
    Refused{"transform", kNestedAdvice},
    Refused{"unnest", kNestedAdvice},
    Refused{"explode*", kNestedAdvice},
    Refused{"generate_series", "it exists on one engine only; join VALUES lists of digits"},
    Refused{"range", "it exists on one engine only; join VALUES lists of digits"},
    Refused{"sequence", "it exists on one engine only; join VALUES lists of digits"},
    Refused{"json*", kNestedAdvice},
    Refused{"get_json_object", kNestedAdvice},
    Refused{"read_*", kFiles},
    Refused{"parquet_scan", kFiles},
    Refused{"glob", kFiles},
    Refused{"columns", "list the columns"},
};

bool Fits(std::string_view upper, std::string_view pattern) {
  const bool open = pattern.ends_with('*');
  const std::string name = UpperAscii(open ? pattern.substr(0, pattern.size() - 1) : pattern);
  return open ? upper.starts_with(name) : upper == name;
}

/// Whether a parenthesis behind the word at `at` holds the columns of a table alias or of a named query: AS d(n), WITH
/// d(n) AS (.
bool NamesColumns(const LintText& text, std::size_t at) {
  if (at == 0) return false;
  if (text.Word(at - 1, "AS") || text.Word(at - 1, "WITH") || text.Mark(at - 1, ")")) return true;
  const std::size_t close = text.partner[at + 1];
  return text.Mark(at - 1, ",") && text.Word(close + 1, "AS") && text.Mark(close + 2, "(");
}

bool IsCall(const LintText& text, std::size_t at, std::string_view upper) {
  if (text.tokens[at].kind != TokenKind::kWord || !text.Mark(at + 1, "(") || text.IsQualified(at)) return false;
  return !std::ranges::count(kClauseWords, upper) && !NamesColumns(text, at);
}

std::string AdviceFor(std::string_view upper) {
  const auto refused = std::ranges::find_if(kRefused, [&](const Refused& entry) { return Fits(upper, entry.name); });
  if (refused != kRefused.end()) return std::string(refused->advice);
  return "it is not known to be equal on both engines; use a portable function or a product function p_..";
}

}  // namespace

void LintFunctions(const LintText& text, LintReport& report) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    const std::string upper = UpperAscii(text.tokens[at].text);
    if (!IsCall(text, at, upper) || upper.starts_with("P_") || std::ranges::count(kPortable, upper)) continue;
    report.Add(text.tokens[at], "function", fmt::format("Cannot use {}(): {}", text.tokens[at].text, AdviceFor(upper)));
  }
}

}  // namespace assay::engine
