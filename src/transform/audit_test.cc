#include "transform/audit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/duckdb/database.h"
#include "engine/sql_lint.h"

namespace assay::transform {
namespace {

using engine::duckdb::Connection;
using engine::duckdb::Database;

struct Case {
  Audit audit;
  const char* good;  ///< rows (a bigint, b string, m decimal) that satisfy the audit
  const char* bad;   ///< rows that do not
  const char* offender;
  const char* offences;
};

class AuditTest : public testing::TestWithParam<Case> {
 protected:
  engine::Rows Offences(const char* rows) {
    EXPECT_TRUE(
        connection_.Execute(fmt::format("CREATE OR REPLACE TABLE t AS SELECT * FROM (VALUES {}) AS v(a, b, m)", rows)));
    EXPECT_TRUE(connection_.Execute(
        "CREATE OR REPLACE TABLE other AS SELECT * FROM (VALUES (1, 10.00), (2, 5.50)) AS v(k, money)"));
    const AuditQuery query =
        QueryOf(GetParam().audit, std::vector<std::string>{"a"}, "t", [](auto) { return "other"; });
    EXPECT_EQ(engine::LintSql(query.sql), std::vector<engine::LintFinding>()) << query.sql;
    auto result = connection_.Query(query.sql);
    EXPECT_TRUE(result) << result.error().message << "\n" << query.sql;
    return result ? *result : engine::Rows{};
  }

  Database database_ = Database::Open({.threads = 1}).value();
  Connection connection_ = Connection::Open(database_).value();
};

TEST_P(AuditTest, ReturnsNoRowsWhenItHolds) { EXPECT_EQ(Offences(GetParam().good).size(), 0); }

TEST_P(AuditTest, ReturnsTheOffenderAndACount) {
  const engine::Rows rows = Offences(GetParam().bad);
  ASSERT_EQ(rows.size(), 1);
  EXPECT_EQ(rows.columns[0].name, "offender");
  EXPECT_EQ(rows.columns[1].name, "offences");
  EXPECT_EQ(rows.Text(0, 0), GetParam().offender);
  EXPECT_EQ(rows.Text(0, 1), GetParam().offences);
}

INSTANTIATE_TEST_SUITE_P(
    Kinds, AuditTest,
    testing::Values(
        Case{UniqueAudit{{"a", "b"}}, "(1, 'x', 0.5), (1, 'y', 0.5)",
             "(1, 'x', 0.5), (1, 'x', 0.5), (2, NULL, 0), (2, NULL, 0)", "1, x", "2"},
        Case{NotNullAudit{{"b", "m"}}, "(1, 'x', 0.5)", "(1, 'x', 0.5), (3, NULL, 0.5), (2, NULL, 0.5)", "b of 2", "2"},
        Case{AcceptedValuesAudit{"b", {"x", "it's"}}, "(1, 'x', 0), (1, 'it''s', 0), (1, NULL, 0)",
             "(1, 'x', 0), (2, 'y', 0)", "y", "1"},
        Case{ReconcilesAudit{"gold.other", "a", {{"m", "money"}}}, "(1, 'x', 15.5), (2, 'x', 0)",
             "(1, 'x', 15.5), (2, 'x', 0), (3, 'x', 1)", "rows 3 against 2, sum of m 16.5000 against 15.5000", "1"},
        Case{ReconcilesAudit{"gold.other", "", {{"m", "money"}}}, "(1, 'x', 15.5)", "(1, 'x', 15.4)",
             "sum of m 15.4000 against 15.5000", "1"},
        Case{ExpressionAudit{"m >= 0 OR b = 'return'"}, "(1, 'x', 0), (2, 'return', -1)",
             "(4, 'x', -1), (5, NULL, NULL)", "4", "2"},
        Case{RelationshipAudit{"a", "gold.other", "k", {"-1"}}, "(1, 'x', 0), (-1, 'x', 0), (NULL, 'x', 0)",
             "(1, 'x', 0), (7, 'x', 0), (7, 'x', 0)", "7", "2"}));

TEST(AuditQuery, SaysWhatIsWrong) {
  const AuditQuery query = QueryOf(UniqueAudit{{"a"}}, {}, "t", {});
  EXPECT_EQ(query.name, "unique [a]");
  EXPECT_EQ(query.failure, "values of [a] stand in more than one row");
}

}  // namespace
}  // namespace assay::transform
