#include "transform/model.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace assay::transform {
namespace {

constexpr const char* kSales = R"sql(/* model
kind: incremental_by_month
grain: [line_id]
partition: month of date
description: Lines
columns:
  line_id: {type: key(transactions), description: Line key}
  date: date
  amount: {type: "decimal(18,4)", unit: currency}
audits:
  - not_null: [date]
  - reconciles: {with: silver.transactions, count: line_id, sum: {amount: charged}}
*/

SELECT line_id, date, amount
FROM silver.transactions
)sql";

TEST(ParseModel, ReadsTheFrontMatter) {
  const auto model = ParseModel("models/gold/fact_sales.sql", kSales);
  ASSERT_TRUE(model) << model.error().message;
  EXPECT_EQ(model->FullName(), "gold.fact_sales");
  EXPECT_EQ(model->kind, ModelKind::kIncrementalByMonth);
  EXPECT_EQ(model->keep, Keep::kTable);
  EXPECT_EQ(model->partition, (Partition{PartitionBy::kMonth, "date"}));
  EXPECT_EQ(model->columns[1], (ModelColumn{"date", "date", "", ""}));
  EXPECT_EQ(model->sql, "SELECT line_id, date, amount\nFROM silver.transactions");
  EXPECT_EQ(model->sql_line, 15);
  EXPECT_THAT(model->audits,
              testing::ElementsAre(Audit(UniqueAudit{{"line_id"}}), Audit(NotNullAudit{{"date"}}),
                                   Audit(ReconcilesAudit{"silver.transactions", "line_id", {{"amount", "charged"}}})));
}

TEST(ParseModel, GroupsNoRowsWhereSomethingElseProvesTheGrain) {
  const auto model = ParseModel("models/gold/a.sql",
                                "/* model\nkind: full\ngrain: [a]\nunique_by: the accounting\ncolumns: "
                                "{a: int}\n*/\nSELECT 1 AS a");
  ASSERT_TRUE(model) << model.error().message;
  EXPECT_EQ(model->unique_by, "the accounting");
  EXPECT_TRUE(model->audits.empty());
}

TEST(SchemaOf, ResolvesKeysAndKeepsDescriptions) {
  const Model model = ParseModel("gold/fact_sales.sql", kSales).value();
  const auto schema = SchemaOf(model, {{"transactions", "string"}});
  ASSERT_TRUE(schema) << schema.error().message;
  EXPECT_EQ(schema->fields[0],
            (table::Field{"line_id", table::DataType::Of(table::TypeKind::kString), {{"comment", "Line key"}}}));
  EXPECT_EQ(schema->fields[2], (table::Field{"amount", table::DataType::Decimal(18, 4), {{"assay.unit", "currency"}}}));
  EXPECT_EQ(SchemaOf(model, {}).error().kind, ErrorKind::kInternal);
}

std::string Head(const std::string& yaml) { return "/* model\n" + yaml + "\n*/\nSELECT 1 AS a"; }

struct Bad {
  std::string path;
  std::string text;
  const char* message;
};

class BadModelTest : public testing::TestWithParam<Bad> {};

TEST_P(BadModelTest, IsRefusedWithItsPlace) {
  const auto model = ParseModel(GetParam().path, GetParam().text);
  ASSERT_FALSE(model);
  EXPECT_EQ(model.error().kind, ErrorKind::kInvalidInput);
  EXPECT_THAT(model.error().message, testing::HasSubstr(GetParam().message));
}

constexpr const char* kPath = "models/gold/a.sql";
INSTANTIATE_TEST_SUITE_P(
    Texts, BadModelTest,
    testing::Values(
        Bad{"models/platinum/a.sql", Head("kind: full"), "expected a path <layer>/<name>.sql"},
        Bad{"a.sql", Head("kind: full"), "expected a path <layer>/<name>.sql"},
        Bad{kPath, "SELECT 1", "models/gold/a.sql:1: Cannot read model: expected the file to begin with '/* model'"},
        Bad{kPath, Head("kind: [full"), "models/gold/a.sql:"},
        Bad{kPath, Head("kind: full\ngrian: [a]"),
            "models/gold/a.sql:3: Cannot read model: unknown key 'grian'; did you mean 'grain'?"},
        Bad{kPath, Head("kind: ful\ngrain: [a]\ncolumns: {a: int}"), "models/gold/a.sql:2: Cannot read kind 'ful'"},
        Bad{kPath, Head("kind: full\ngrain: [a]"), "expected 'columns'"},
        Bad{kPath, Head("kind: full\ngrain: [a]\ncolumns: {a: text}"),
            "models/gold/a.sql:4: column a: Cannot read type 'text'"},
        Bad{kPath, Head("kind: full\ngrain: [a]\ncolumns: {a: key(customer)}"), "did you mean 'customers'?"},
        Bad{kPath, Head("kind: full\ncolumns: {a: int}"), "expected a key 'grain'"},
        Bad{kPath, Head("kind: full\ngrain: [b]\ncolumns: {a: int}"), "Cannot find column b"},
        Bad{kPath, Head("kind: full\ngrain: [a]\ncolumns: {a: int}\nkind: full"), "stands there twice"},
        Bad{kPath, Head("kind: incremental_by_month\ngrain: [a]\ncolumns: {a: int}\npartition: a"),
            "expected 'partition: month of <column>'"},
        Bad{kPath, Head("kind: full\ngrain: [a]\ncolumns: {a: int}\naudits: [{unique: [c]}]"),
            "models/gold/a.sql:5: Cannot find column c"},
        Bad{kPath, Head("kind: full\ngrain: [a]\ncolumns: {a: int}\naudits: [{uniqe: [a]}]"), "did you mean 'unique'?"},
        Bad{kPath, Head("kind: full\ngrain: [a]\ncolumns: {a: int}\naudits: [{reconciles: {with: silver.t}}]"),
            "expected 'count', 'sum' or both"},
        Bad{kPath, Head("kind: full\ngrain: [a]\ncolumns: {a: int}\naudits: [{relationship: {column: a, to: gold.b}}]"),
            "expected to: layer.table.column"},
        Bad{kPath, "/* model\nkind: full\ngrain: [a]\ncolumns: {a: int}\n*/\n",
            "expected a SELECT after the front matter"}));

TEST(ParseModel, LeavesWorkModelsWithoutTheGrainAudit) {
  const auto model = ParseModel("work/a.sql", Head("kind: work\ngrain: [a]\nkeep: view\ncolumns: {a: int}"));
  ASSERT_TRUE(model) << model.error().message;
  EXPECT_EQ(model->keep, Keep::kView);
  EXPECT_TRUE(model->audits.empty());
}

}  // namespace
}  // namespace assay::transform
