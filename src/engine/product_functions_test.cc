#include "engine/product_functions.h"

#include <fstream>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace assay::engine {
namespace {

constexpr const char* kTwo = R"(
- name: p_twice
  arguments: {number: bigint, note: string}
  returns: bigint
  description: Twice the number.
  duckdb: number * 2
  spark: number + number
  vectors:
    - {given: [2, "null"], expect: 4}
    - {given: [null, ""], expect: null}
- name: p_date
  arguments: {t: timestamp}
  returns: timestamp
  description: Itself.
  duckdb: t
  spark: t
  vectors: [{given: [null], expect: null}]
)";

TEST(ParseProductFunctions, ReadsNullApartFromText) {
  const auto functions = ParseProductFunctions("f.yaml", kTwo);
  ASSERT_TRUE(functions) << functions.error().message;
  ASSERT_EQ(functions->size(), 2);
  const ProductFunction& twice = functions->front();
  EXPECT_EQ(twice.arguments[1].name, "note");
  EXPECT_EQ(twice.vectors[0].given[1], "null");
  EXPECT_EQ(twice.vectors[1].given[0], std::nullopt);
  EXPECT_EQ(twice.vectors[1].expect, std::nullopt);
  EXPECT_EQ(twice.vectors[0].place, "f.yaml:9");
}

TEST(ProductFunctions, DefineThemselvesOnBothEngines) {
  const auto functions = ParseProductFunctions("f.yaml", kTwo);
  ASSERT_TRUE(functions);
  EXPECT_EQ(DuckDbDefinition((*functions)[0]),
            "CREATE OR REPLACE MACRO p_twice(number, note) AS CAST((number * 2) AS bigint)");
  EXPECT_EQ(DuckDbDefinition((*functions)[1]), "CREATE OR REPLACE MACRO p_date(t) AS CAST((t) AS TIMESTAMPTZ)");
  EXPECT_EQ(
      SparkDefinition((*functions)[0]),
      "CREATE OR REPLACE TEMPORARY FUNCTION p_twice(number bigint, note string) RETURNS bigint RETURN number + number");
}

TEST(ProductFunctions, AreFoundInCallsOnly) {
  const auto functions = ParseProductFunctions("f.yaml", kTwo);
  ASSERT_TRUE(functions);
  EXPECT_THAT(FunctionsUsed("SELECT P_Date(x), 'p_twice(1)' -- p_twice(1)", *functions),
              testing::ElementsAre(&(*functions)[1]));
  EXPECT_TRUE(RequireKnownFunctions("SELECT p_twice(1, 'a'), p_other FROM t", *functions));
  const Status status = RequireKnownFunctions("SELECT p_twise(1, 'a')", *functions);
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().message,
            "Cannot call p_twise: models/functions.yaml does not define it; did you mean 'p_twice'?");
}

struct Bad {
  const char* text;
  const char* message;
};

class BadFunctionsTest : public testing::TestWithParam<Bad> {};

TEST_P(BadFunctionsTest, AreRefusedWithTheirPlace) {
  const auto functions = ParseProductFunctions("f.yaml", GetParam().text);
  ASSERT_FALSE(functions);
  EXPECT_THAT(functions.error().message, testing::HasSubstr(GetParam().message));
}

INSTANTIATE_TEST_SUITE_P(
    Texts, BadFunctionsTest,
    testing::Values(Bad{"a: [", "f.yaml:1: Cannot read YAML"},
                    Bad{"a: 1", "f.yaml:1: Cannot read product functions: expected a list"},
                    Bad{"- {name: p_a, body: 1}", "unknown key 'body'"},
                    Bad{"- name: a", "expected a name that begins with p_"},
                    Bad{"\n- {name: p_a, description: d, duckdb: x, spark: x, returns: text}",
                        "f.yaml:2: Cannot read type 'text'"},
                    Bad{"- {name: p_a, description: d, duckdb: x, spark: x, returns: int, arguments: {x: int}}",
                        "without golden vectors"},
                    Bad{"- {name: p_a, description: d, duckdb: x, spark: x, returns: int, arguments: {x: int}, "
                        "vectors: [{given: [], expect: 1}]}",
                        "expected 'given' with 1 values"}));

TEST(ProductFunctions, OfTheProjectAreReadable) {
  const std::string path = ASSAY_SOURCE_DIR "/models/functions.yaml";
  std::stringstream text;
  text << std::ifstream(path).rdbuf();
  const auto functions = ParseProductFunctions(path, text.str());
  ASSERT_TRUE(functions) << functions.error().message;
  for (const ProductFunction& function : *functions) {
    EXPECT_EQ(function.spark.find('\\'), std::string::npos)
        << function.name << ": Spark reads a backslash by its configuration";
    EXPECT_GE(function.vectors.size(), 3U) << function.name;
  }
}

}  // namespace
}  // namespace assay::engine
