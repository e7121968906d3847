#include "engine/sql_lint.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace assay::engine {
namespace {

std::vector<std::string> RulesOf(std::string_view sql) {
  std::vector<std::string> rules;
  for (const LintFinding& finding : LintSql(sql)) rules.push_back(finding.rule);
  return rules;
}

std::string Text(std::string_view sql) {
  std::string text;
  for (const LintFinding& finding : LintSql(sql)) text += Describe("m.sql", finding) + "\n";
  return text;
}

/// `refused` breaks exactly `rule`, with `advice` in the message; `accepted` is the portable spelling.
struct Case {
  const char* rule;
  const char* refused;
  const char* advice;
  const char* accepted;
};

class LintSqlTest : public testing::TestWithParam<Case> {};

TEST_P(LintSqlTest, NamesThePortableSpelling) {
  EXPECT_THAT(RulesOf(GetParam().refused), testing::Contains(GetParam().rule)) << GetParam().refused;
  EXPECT_THAT(Text(GetParam().refused), testing::HasSubstr(GetParam().advice));
}

TEST_P(LintSqlTest, AcceptsThePortableSpelling) { EXPECT_EQ(Text(GetParam().accepted), ""); }

INSTANTIATE_TEST_SUITE_P(
    Rules, LintSqlTest,
    testing::Values(
        Case{"statement", "SELECT 1; SELECT 2", "one SELECT", "SELECT 1 UNION ALL SELECT 2"},
        Case{"statement", "CREATE TABLE a AS SELECT 1", "one SELECT", "WITH a AS (SELECT 1 AS x) SELECT x FROM a"},
        Case{"statement", "WITH a AS (SELECT 1) INSERT INTO b SELECT * FROM a", "one SELECT",
             "(SELECT 1) UNION ALL (SELECT 2)"},
        Case{"statement", "/* nothing */", "empty model", "/* model */ SELECT 1"},
        Case{"broken", "SELECT 'a", "closing quote", "SELECT 'a'"},
        Case{"broken", "SELECT (1", "parenthesis", "SELECT (1)"},
        Case{"identifier", "SELECT \"a\" FROM t", "snake_case", "SELECT a FROM t"},
        Case{"identifier", "SELECT `a` FROM t", "snake_case", "SELECT a AS a_b FROM t"},
        Case{"identifier", "SELECT größe FROM t", "ASCII", "SELECT groesse FROM t"},
        Case{"string", "SELECT 'a\\n'", "chr(n)", "SELECT 'it''s ü'"},
        Case{"string", "SELECT x'CAFE'", "CAST", "SELECT DATE '2024-01-01', DATE'2024-01-01'"},
        Case{"number", "SELECT 100L", "plain digits", "SELECT 100, 1.5, .5, 1e3, 1.5e-3"},
        Case{"number", "SELECT 1_000", "plain digits", "SELECT 1000"},
        Case{"operator", "SELECT a::INT FROM t", "CAST(x AS type)", "SELECT CAST(a AS INT) FROM t"},
        Case{"operator", "SELECT a <=> b FROM t", "IS NOT DISTINCT FROM", "SELECT a IS NOT DISTINCT FROM b FROM t"},
        Case{"operator", "SELECT a ^ 2 FROM t", "multiply", "SELECT a * a FROM t"},
        Case{"operator", "SELECT a ~ 'x' FROM t", "p_matches", "SELECT p_matches(a, 'x') FROM t"},
        Case{"operator", "SELECT a // 2 FROM t", "FLOOR", "SELECT CAST(FLOOR(a / 2) AS BIGINT) FROM t"},
        Case{"operator", "SELECT a[1] FROM t", "nested", "SELECT split_part(a, ',', 1) FROM t"},
        Case{"operator", "SELECT * FROM t WHERE a = $as_of", "parameters",
             "SELECT t.a FROM t CROSS JOIN work.run AS r WHERE t.a = r.as_of"},
        Case{"operator", "SELECT DATE '2024-01-02' - a FROM t", "p_days_between",
             "SELECT p_days_between(a, DATE '2024-01-02') FROM t"},
        Case{"operator", "SELECT a - DATE '2024-01-02' FROM t", "p_days_between", "SELECT a - 1 FROM t"},
        Case{"word", "SELECT a FROM t QUALIFY b = 1", "subquery",
             "SELECT a FROM (SELECT a, b FROM t) AS n WHERE b = 1"},
        Case{"word", "SELECT * FROM t PIVOT (sum(a) FOR b IN (1))", "CASE WHEN",
             "SELECT sum(CASE WHEN b = 1 THEN a END) AS b1 FROM t"},
        Case{"word", "WITH RECURSIVE a AS (SELECT 1) SELECT * FROM a", "numbers",
             "WITH a AS (SELECT 1) SELECT * FROM a"},
        Case{"word", "SELECT * EXCLUDE (a) FROM t", "list the columns", "SELECT * FROM t EXCEPT SELECT * FROM u"},
        Case{"word", "SELECT * EXCEPT (a) FROM t", "list the columns", "SELECT count(*) AS n FROM t"},
        Case{"word", "SELECT lag(a) IGNORE NULLS OVER (ORDER BY b NULLS LAST) FROM t", "FILTER",
             "SELECT max_by(a, b) FILTER (WHERE a IS NOT NULL) AS x FROM t"},
        Case{"word", "SELECT d + INTERVAL 1 DAY FROM t", "p_add_days",
             "SELECT p_add_days(d, 1), p_add_months(d, 1) FROM t"},
        Case{"word", "SELECT CAST(a AS VARCHAR) FROM t", "write STRING", "SELECT CAST(a AS STRING) FROM t"},
        Case{"word", "SELECT CAST(a AS HUGEINT) FROM t", "BIGINT", "SELECT CAST(a AS BIGINT) FROM t"},
        Case{"word", "SELECT current_date", "as-of", "SELECT t.current_date, current_stock FROM t"},
        Case{"word", "SELECT a FROM 'x.parquet'", "layer.name", "SELECT a FROM silver.x"},
        Case{"word", "SELECT a ILIKE 'x' FROM t", "p_lower_ascii",
             "SELECT p_lower_ascii(a) LIKE 'x!%' ESCAPE '!' FROM t"},
        Case{"function", "SELECT avg(a) FROM t", "sums and counts",
             "SELECT sum(a) / NULLIF(count(*), 0) AS mean FROM t"},
        Case{"function", "SELECT stddev_samp(a) FROM t", "sums and counts", "SELECT sum(a * a) AS squares FROM t"},
        Case{"function", "SELECT UPPER(a) FROM t", "p_upper_ascii", "SELECT p_upper_ascii(a) FROM t"},
        Case{"function", "SELECT trim(a) FROM t", "p_trim", "SELECT p_trim(a) FROM t"},
        Case{"function", "SELECT any_value(a) FROM t", "max_by", "SELECT max_by(a, b), t.first FROM t"},
        Case{"function", "SELECT string_agg(a, ',') FROM t", "keep rows", "SELECT concat_ws(',', a, b) FROM t"},
        Case{"function", "SELECT hash(a) FROM t", "p_sk", "SELECT p_sk('shop', a) FROM t"},
        Case{"function", "SELECT now()", "as-of", "SELECT max(d) FROM t"},
        Case{"function", "SELECT dayofweek(d) FROM t", "p_dow_iso", "SELECT p_dow_iso(d) FROM t"},
        Case{"function", "SELECT strftime(d, '%Y') FROM t", "p_yyyymm", "SELECT p_yyyymm(d), year(d) FROM t"},
        Case{"function", "SELECT to_date(a, 'x') FROM t", "p_parse_ymd", "SELECT p_parse_ymd(a) FROM t"},
        Case{"function", "SELECT regexp_replace(a, 'x', 'y') FROM t", "p_regex_replace_all",
             "SELECT p_regex_replace_all(a, 'x', 'y') FROM t"},
        Case{"function", "SELECT concat(a, b) FROM t", "a || b", "SELECT a || b FROM t"},
        Case{"function", "SELECT approx_count_distinct(a) FROM t", "exactly", "SELECT count(DISTINCT a) FROM t"},
        Case{"function", "SELECT median_absolute(a) FROM t", "not known", "SELECT median(CAST(a AS DOUBLE)) FROM t"},
        Case{"function", "SELECT x FROM generate_series(1, 2) AS s(x)", "digits",
             "SELECT d.x FROM (VALUES (1), (2)) AS d(x)"},
        Case{"argument", "SELECT count(DISTINCT a, b) FROM t", "SELECT DISTINCT", "SELECT count(DISTINCT a) FROM t"},
        Case{"argument", "SELECT lpad(a, 3) FROM t", "three", "SELECT lpad(a, 3, '0') FROM t"},
        Case{"argument", "SELECT substring(a, 0, 3) FROM t", "start at 1",
             "SELECT substring(a, 1, 3), substring(a, 10) FROM t"},
        Case{"argument", "SELECT left(a, -1) FROM t", "0 or more", "SELECT left(a, 1) FROM t LEFT JOIN u ON t.a = u.a"},
        Case{"argument", "SELECT extract(dow FROM d) FROM t", "p_dow_iso", "SELECT extract(YEAR FROM d) FROM t"},
        Case{"cast", "SELECT date_trunc('MONTH', d) FROM t", "AS DATE",
             "SELECT CAST(date_trunc('MONTH', d) AS DATE) FROM t"},
        Case{"cast", "SELECT CAST(a AS DECIMAL) FROM t", "DECIMAL(p,s)", "SELECT CAST(a AS DECIMAL(18, 4)) FROM t"},
        Case{"cast", "SELECT CAST(a AS TEXT) FROM t", "STRING",
             "SELECT CAST((SELECT max(b) AS text FROM u) AS STRING) FROM t"},
        Case{"cast", "SELECT TRY_CAST(a AS DATE) FROM t", "p_parse_dmy", "SELECT CAST(a AS DATE) FROM t"},
        Case{"order_nulls", "SELECT a FROM t ORDER BY a, b DESC", "NULLS FIRST",
             "SELECT a FROM t ORDER BY a NULLS FIRST, b DESC NULLS LAST"},
        Case{"order_nulls", "SELECT row_number() OVER (PARTITION BY a ORDER BY b) FROM t", "NULLS FIRST",
             "SELECT row_number() OVER (PARTITION BY a ORDER BY coalesce(b, c) NULLS LAST) FROM t"},
        Case{"order_nulls", "SELECT sum(a) OVER (ORDER BY b ROWS UNBOUNDED PRECEDING) FROM t", "NULLS FIRST",
             "SELECT sum(a) OVER (ORDER BY b NULLS LAST ROWS UNBOUNDED PRECEDING) FROM t"},
        Case{"window_order", "SELECT row_number() OVER (PARTITION BY a) FROM t", "ORDER BY",
             "SELECT count(*) OVER (PARTITION BY a) FROM t"},
        Case{"window_order", "SELECT lag(a) OVER () FROM t", "ORDER BY",
             "SELECT lag(a) OVER w FROM t WINDOW w AS (ORDER BY a NULLS LAST)"},
        Case{"limit_order", "SELECT a FROM t LIMIT 1", "ORDER BY", "SELECT a FROM t ORDER BY a NULLS LAST LIMIT 1"},
        Case{"limit_order", "SELECT a FROM (SELECT a FROM t ORDER BY a NULLS LAST) AS x LIMIT 1", "ORDER BY",
             "SELECT a FROM (SELECT a FROM t ORDER BY a NULLS LAST LIMIT 1) AS x"},
        Case{"divide", "SELECT a / b FROM t", "NULLIF",
             "SELECT a / NULLIF(b, 0), a % 2, a / CAST(NULLIF(b, 0) AS DOUBLE) FROM t"},
        Case{"divide", "SELECT a / 0 FROM t", "NULLIF", "SELECT a / 0.5 FROM t"}));

TEST(LintSql, GivesThePlaceInTheFile) {
  const auto findings = LintSql("/* model\nkind: full\n*/\nSELECT\n  'é' || upper(a)\nFROM t LIMIT 1");
  ASSERT_EQ(findings.size(), 2);
  EXPECT_EQ(findings[0].line, 5);
  EXPECT_EQ(findings[0].column, 10);
  EXPECT_EQ(Describe("a.sql", findings[1]),
            "a.sql:6:8: Cannot limit rows in no order: which rows remain changes from run to run; add ORDER BY "
            "[limit_order]");
}

TEST(LintSql, AcceptsNamedQueriesWithColumnLists) {
  EXPECT_EQ(Text("WITH a(x) AS (SELECT 1), b(y) AS (SELECT 2) SELECT x, y FROM a CROSS JOIN b WHERE x IN (1, 2) AND "
                 "NOT (y = 3)"),
            "");
  EXPECT_EQ(Text("SELECT a, grouping(a) AS g FROM t GROUP BY GROUPING SETS ((a), ()), ROLLUP (b)"), "");
}

TEST(LintSql, SurvivesTornText) {
  for (const char* sql : {"(", ")", "CAST(", "ORDER BY", "a(((", "lag(", "lag(a) OVER (", "SELECT '", "LIMIT", "- DATE",
                          "count(DISTINCT"}) {
    EXPECT_NE(Text(sql), "") << sql;
  }
}

}  // namespace
}  // namespace assay::engine
