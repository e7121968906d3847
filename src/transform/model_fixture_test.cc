#include "transform/model_fixture.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/duckdb/database.h"

namespace assay::transform {
namespace {

using engine::duckdb::Connection;
using engine::duckdb::Database;
using testing::HasSubstr;

TEST(ParsePipeTable, ReadsTypesNullsAndQuotes) {
  const auto table = ParsePipeTable("\n  a | b:string | c\n  1 | null | \"a | b\"\n  \n  2 | \"null\" | \n");
  ASSERT_TRUE(table) << table.error().message;
  EXPECT_EQ(table->columns[1].type, "string");
  ASSERT_EQ(table->rows.size(), 2);
  EXPECT_EQ(table->rows[0][1], std::nullopt);
  EXPECT_EQ(table->rows[0][2], "a | b");
  EXPECT_EQ(table->rows[1][1], "null");
  EXPECT_EQ(table->rows[1][2], "");
}

TEST(ParsePipeTable, CountsCells) {
  EXPECT_THAT(ParsePipeTable("a | b\n1\n").error().message,
              HasSubstr("expected 2 cells as in the header, got 1 in line 2: 1"));
  EXPECT_FALSE(ParsePipeTable("\n"));
}

TEST(InferType, TakesTheNarrowest) {
  const auto infer = [](std::vector<std::optional<std::string>> values) { return InferType(values); };
  EXPECT_EQ(infer({"1", std::nullopt, "-2"}), "bigint");
  EXPECT_EQ(infer({"1", "-2.50"}), "decimal(18,2)");
  EXPECT_EQ(infer({"2024-01-01"}), "date");
  EXPECT_EQ(infer({"2024-01-01 08:00"}), "timestamp");
  EXPECT_EQ(infer({"true", "false"}), "boolean");
  EXPECT_EQ(infer({"true", "1"}), "string");
  EXPECT_EQ(infer({std::nullopt}), "string");
}

class RunModelCaseTest : public testing::Test {
 protected:
  Result<std::string> Run(std::string_view yaml) {
    const auto cases = ParseModelCases("a_test.yaml", yaml);
    if (!cases) return std::unexpected(cases.error());
    std::string differences;
    for (const ModelCase& model_case : *cases) {
      ASSIGN_OR_RETURN(const std::string difference, RunModelCase(model_case, models_, engine_));
      differences += difference;
    }
    return differences;
  }

  const std::vector<Model> models_{
      ParseModel("gold/fact.sql",
                 "/* model\nkind: full\ngrain: [id]\ncolumns:\n  id: key(customers)\n  day: date\n  amount: "
                 "decimal(18,4)\n*/\n"
                 "SELECT t.id, t.day, t.amount * 2 AS amount FROM silver.t AS t LEFT JOIN silver.u AS u ON u.id = t.id")
          .value(),
      ParseModel("silver/u.sql",
                 "/* model\nkind: full\ngrain: [id]\ncolumns: {id: key(customers), name: string}\n*/\nSELECT 1")
          .value()};
  Database database_ = Database::Open({.threads = 1}).value();
  Connection connection_ = Connection::Open(database_).value();
  FixtureEngine engine_{.execute = [this](const std::string& sql) { return connection_.Execute(sql); },
                        .query = [this](const std::string& sql) { return connection_.Query(sql); },
                        .type_name = engine::duckdb::DuckdbType};
};

constexpr const char* kGiven = R"(
model: gold.fact
case: doubles
given:
  silver.t: |
    id | day        | amount
    1  | 2024-02-29 | 1.5
    2  | null       | 0.1
  silver.u: |
    id
)";

TEST_F(RunModelCaseTest, PassesEqualRowsInAnyOrderAndForm) {
  const auto difference =
      Run(std::string(kGiven) + "expect: |\n  amount | id | day\n  0.2 | 2 | null\n  3 | 1 | 2024-02-29\n");
  ASSERT_TRUE(difference) << difference.error().message;
  EXPECT_EQ(*difference, "");
}

TEST_F(RunModelCaseTest, ShowsWhatDiffers) {
  const auto difference = Run(std::string(kGiven) + "expect: |\n  id | amount\n  2 | 0.2\n  1 | 3.1\n");
  ASSERT_TRUE(difference) << difference.error().message;
  EXPECT_EQ(*difference,
            "a_test.yaml:2: gold.fact doubles: expected 2 rows, got 2; - is missing, + is not expected\n"
            "  id | amount\n- 1 | 3.1000\n+ 1 | 3.0000\n");
}

TEST_F(RunModelCaseTest, CountsEqualRows) {
  const auto difference = Run(std::string(kGiven) + "expect: |\n  id\n  1\n  2\n  2\n");
  ASSERT_TRUE(difference) << difference.error().message;
  EXPECT_THAT(*difference, HasSubstr("expected 3 rows, got 2"));
}

TEST_F(RunModelCaseTest, TakesTextKeysAndSeveralCases) {
  const auto difference =
      Run("- {model: gold.fact, keys: {customers: string}, given: {silver.t: \"id:string | day | amount\\n007 | null | "
          "1\", silver.u: \"id\\n007\"}, expect: "
          "\"id | amount\\n007 | 2\"}\n"
          "- {model: gold.fact, given: {silver.t: \"id:bigint | day:date | amount:decimal(18,4)\", silver.u: id}, "
          "expect: id}\n");
  ASSERT_TRUE(difference) << difference.error().message;
  EXPECT_EQ(*difference, "");
}

TEST_F(RunModelCaseTest, FillsColumnsAndTablesFromDefaults) {
  const auto difference =
      Run("model: gold.fact\n"
          "defaults: {silver.t: \"id:string | day:date | amount\\n9 | 2024-02-29 | 4\", silver.u: \"id\\n7\"}\n"
          "keys: {customers: string}\ngiven: {silver.t: \"amount | id\\n1 | 07\\n2 | 7\"}\n"
          "expect: \"id | day | amount\\n07 | 2024-02-29 | 2\\n7 | 2024-02-29 | 4\"\n");
  ASSERT_TRUE(difference) << difference.error().message;
  EXPECT_EQ(*difference, "");
  EXPECT_THAT(Run("model: gold.fact\ndefaults: {silver.u: id}\ngiven: {silver.t: id}\nexpect: id").error().message,
              HasSubstr("expected one row of defaults for silver.u, got 0"));
}

TEST_F(RunModelCaseTest, NamesWhatIsWrongWithTheCase) {
  EXPECT_THAT(Run("model: gold.fact\ngiven: {silver.t: id}\nexpect: id").error().message,
              HasSubstr("it reads silver.u; add this table to 'given'"));
  EXPECT_THAT(Run("model: gold.facts\ngiven: {}\nexpect: id").error().message,
              HasSubstr("a_test.yaml:1: Cannot find model gold.facts"));
  EXPECT_THAT(Run(std::string(kGiven) + "expect: idd").error().message, HasSubstr("did you mean 'id'?"));
  EXPECT_THAT(Run("modell: gold.fact").error().message,
              HasSubstr("a_test.yaml:1: Cannot read model test: unknown key 'modell'; did you mean 'model'?"));
  EXPECT_THAT(Run("model: gold.fact\ngiven: {silver.t: id, silver.u: \"id | nam\"}\nexpect: id").error().message,
              HasSubstr("Cannot give column nam of silver.u"));
}

}  // namespace
}  // namespace assay::transform
