#include "transform/model_graph.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "transform/model_references.h"
#include "transform/typed_select.h"

namespace assay::transform {
namespace {

using testing::ElementsAre;

Model Reading(const std::string& full_name, const std::string& sql) {
  const std::size_t dot = full_name.find('.');
  Model model;
  model.layer = full_name.substr(0, dot);
  model.name = full_name.substr(dot + 1);
  model.path = full_name + ".sql";
  model.sql = sql;
  return model;
}

std::vector<std::string> Order(const ModelGraph& graph) {
  std::vector<std::string> names;
  for (const Model& model : graph.models()) names.push_back(model.FullName());
  return names;
}

TEST(ReferencedTables, AreTablesOfLayersOnly) {
  EXPECT_THAT(ReferencedTables("SELECT t.a, 'gold.x' FROM Silver.Sales AS t JOIN gold.b ON t.gold = b.c -- gold.y"),
              ElementsAre("gold.b", "silver.sales"));
  EXPECT_THAT(ReferencedTables("WITH work AS (SELECT 1 AS a) SELECT work.a FROM work, bronze.shop_lines"),
              ElementsAre("bronze.shop_lines"));
  EXPECT_THAT(ReferencedTables("SELECT gold.a FROM silver.x AS gold JOIN gold.y ON gold.a = y.a"),
              ElementsAre("gold.y", "silver.x"));
  EXPECT_THAT(ReferencedTables("SELECT a.gold.x FROM t"), ElementsAre());
}

TEST(ReplaceReferences, KeepsEverythingElse) {
  EXPECT_EQ(ReplaceReferences("SELECT 'gold.a' FROM gold.a AS a /* gold.a */ JOIN Gold.B USING (x)",
                              [](auto table) { return "<" + std::string(table) + ">"; }),
            "SELECT 'gold.a' FROM <gold.a> AS a /* gold.a */ JOIN <gold.b> USING (x)");
}

TEST(ModelGraph, OrdersByNeedThenName) {
  const std::vector<Model> models{Reading("gold.z", "SELECT * FROM silver.b JOIN work.m ON true"),
                                  Reading("silver.b", "SELECT * FROM mapped.t"),
                                  Reading("silver.a", "SELECT * FROM mapped.t"),
                                  Reading("work.m", "SELECT * FROM silver.a"), Reading("gold.c", "SELECT 1")};
  const auto graph = ModelGraph::Make(models, std::vector<std::string>{"mapped.t"});
  ASSERT_TRUE(graph) << graph.error().message;
  EXPECT_THAT(Order(*graph), ElementsAre("gold.c", "silver.a", "silver.b", "work.m", "gold.z"));
  EXPECT_THAT(graph->Upstream("gold.z"), ElementsAre("silver.a", "silver.b", "work.m"));
  EXPECT_THAT(graph->Upstream("silver.a"), ElementsAre());
  EXPECT_THAT(graph->Downstream("silver.a"), ElementsAre("work.m", "gold.z"));
  EXPECT_THAT(graph->Downstream("mapped.t"), ElementsAre("silver.a", "silver.b", "work.m", "gold.z"));
  EXPECT_THAT(graph->Reads("silver.b"), ElementsAre("mapped.t"));
  EXPECT_EQ(graph->Find("gold.nothing"), nullptr);
}

TEST(ModelGraph, NamesUnknownTablesWithTheirPlace) {
  Model model = Reading("gold.a", "SELECT *\nFROM silver.sale");
  model.sql_line = 5;
  const auto graph = ModelGraph::Make({model, Reading("silver.sales", "SELECT 1")}, {});
  ASSERT_FALSE(graph);
  EXPECT_EQ(
      graph.error().message,
      "gold.a.sql:6:6: Cannot find table silver.sale: no model or input has this name; did you mean 'silver.sales'?");
}

TEST(ModelGraph, RefusesCyclesAndDoubles) {
  const auto cycle =
      ModelGraph::Make({Reading("gold.a", "SELECT * FROM gold.b"), Reading("gold.b", "SELECT * FROM gold.c"),
                        Reading("gold.c", "SELECT * FROM gold.b")},
                       {});
  ASSERT_FALSE(cycle);
  EXPECT_EQ(cycle.error().message,
            "Cannot order the models: gold.b -> gold.c -> gold.b read each other; break the cycle");
  EXPECT_FALSE(ModelGraph::Make({Reading("gold.a", "SELECT * FROM gold.a")}, {}));
  EXPECT_FALSE(ModelGraph::Make({Reading("gold.a", "SELECT 1"), Reading("gold.a", "SELECT 2")}, {}));
}

TEST(ModelGraph, ChecksTablesOfAudits) {
  Model model = Reading("gold.a", "SELECT 1");
  model.audits = {RelationshipAudit{"x", "gold.dim", "k", {}}};
  EXPECT_FALSE(ModelGraph::Make({model}, {}));
  EXPECT_TRUE(ModelGraph::Make({model}, std::vector<std::string>{"gold.dim"}));
}

TEST(TypedSelect, CastsToTheEnginesTypes) {
  Model model = Reading("gold.a", "");
  model.columns = {{"id", "key(customers)", "", ""}, {"at", "timestamp", "", ""}};
  const auto name = [](const table::DataType& type) {
    return type.kind == table::TypeKind::kTimestamp ? "TIMESTAMPTZ" : table::SqlName(type);
  };
  EXPECT_EQ(TypedSelect(model, "SELECT 1", {{"customers", "bigint"}}, name).value(),
            "SELECT CAST(id AS bigint) AS id, CAST(at AS TIMESTAMPTZ) AS at\nFROM (\nSELECT 1\n) AS model");
  model.columns.clear();
  EXPECT_EQ(TypedSelect(model, "SELECT 1", {}, name).error().kind, ErrorKind::kInvalidInput);
}

}  // namespace
}  // namespace assay::transform
