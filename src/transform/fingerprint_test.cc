#include "transform/fingerprint.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace assay::transform {
namespace {

using testing::ElementsAre;

class FingerprintTest : public testing::Test {
 protected:
  static engine::ProductFunction Function(const std::string& name, const std::string& body) {
    return {.name = name,
            .arguments = {{"x", table::DataType::Of(table::TypeKind::kInt64)}},
            .returns = table::DataType::Of(table::TypeKind::kInt64),
            .description = "",
            .duckdb = body,
            .spark = body,
            .vectors = {}};
  }

  Fingerprint Of(const std::string& sql, const std::string& type = "key(customers)") const {
    const std::string text =
        "/* model\nkind: full\ngrain: [a]\ndescription: Any\ncolumns: {a: {type: " + type + "}}\n*/\n" + sql;
    return ModelFingerprint(ParseModel("gold/a.sql", text).value(), keys_, functions_, inputs_).value();
  }

  std::vector<std::string> ChangesFrom(const Fingerprint& before, const Fingerprint& after) const {
    EXPECT_EQ(before.digest == after.digest, before.parts == after.parts);
    return ChangedParts(before.parts, after.parts);
  }

  KeyTypes keys_{{"customers", "bigint"}};
  std::vector<engine::ProductFunction> functions_{Function("p_outer", "p_inner(x)"), Function("p_inner", "x + 1"),
                                                  Function("p_idle", "x")};
  std::map<std::string, std::string> inputs_{{"silver.t", "v3"}};
  const std::string sql_ = "SELECT p_outer(a) AS a FROM silver.t";
};

TEST_F(FingerprintTest, StaysWhileOnlyLayoutChanges) {
  EXPECT_THAT(ChangesFrom(Of(sql_), Of("SELECT p_outer(a) AS a -- why\n  FROM silver.t")), ElementsAre());
  EXPECT_EQ(Of(sql_).digest.size(), 64);
}

TEST_F(FingerprintTest, NamesEachPartThatChanged) {
  const Fingerprint before = Of(sql_);
  EXPECT_THAT(ChangesFrom(before, Of("SELECT p_outer(a) + 1 AS a FROM silver.t")), ElementsAre("SQL changed"));
  EXPECT_THAT(ChangesFrom(before, Of(sql_, "bigint")), ElementsAre("columns changed", "key type of customers removed"));
  keys_["customers"] = "string";
  inputs_["silver.t"] = "v4";
  EXPECT_THAT(ChangesFrom(before, Of(sql_)), ElementsAre("key type of customers changed", "silver.t changed"));
}

TEST_F(FingerprintTest, FollowsFunctionsThatFunctionsCall) {
  const Fingerprint before = Of(sql_);
  functions_[2].duckdb = "x + 5";
  EXPECT_THAT(ChangesFrom(before, Of(sql_)), ElementsAre());
  functions_[1].duckdb = "x + 2";
  EXPECT_THAT(ChangesFrom(before, Of(sql_)), ElementsAre("function p_inner changed"));
}

}  // namespace
}  // namespace assay::transform
