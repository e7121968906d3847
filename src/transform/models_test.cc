#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/duckdb/database.h"
#include "engine/product_functions.h"
#include "engine/sql_lint.h"
#include "engine/sql_text.h"
#include "transform/embedded_models.h"
#include "transform/model_fixture.h"
#include "transform/model_graph.h"
#include "transform/model_references.h"

namespace assay::transform {
namespace {

namespace fs = std::filesystem;
using engine::duckdb::Connection;
using engine::duckdb::Database;

const fs::path kModels = fs::path(ASSAY_SOURCE_DIR) / "models";

std::string TextOf(const fs::path& path) {
  std::stringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

std::vector<fs::path> FilesEndingWith(std::string_view ending) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(kModels)) {
    if (entry.path().string().ends_with(ending)) files.push_back(entry.path());
  }
  std::ranges::sort(files);
  return files;
}

std::vector<engine::ProductFunction> Functions() {
  const fs::path path = kModels / "functions.yaml";
  return engine::ParseProductFunctions(path.string(), TextOf(path)).value();
}

std::vector<Model> Models() {
  std::vector<Model> models;
  for (const fs::path& path : FilesEndingWith(".sql")) {
    auto model = ParseModel(path.string(), TextOf(path));
    if (!model) ADD_FAILURE() << model.error().message;
    if (model) models.push_back(*std::move(model));
  }
  return models;
}

/// A database as the engine opens it, with the product functions.
class DuckDb {
 public:
  DuckDb() : database_(Database::Open({.threads = 1}).value()), connection_(Connection::Open(database_).value()) {
    Execute("SET TimeZone = 'UTC'");
    for (const engine::ProductFunction& function : Functions()) Execute(engine::DuckDbDefinition(function));
  }

  Connection& connection() { return connection_; }
  FixtureEngine AsFixtureEngine() {
    return {.execute = [this](const std::string& sql) { return connection_.Execute(sql); },
            .query = [this](const std::string& sql) { return connection_.Query(sql); },
            .type_name = engine::duckdb::DuckdbType};
  }

 private:
  void Execute(const std::string& sql) {
    const Status status = connection_.Execute(sql);
    if (!status) ADD_FAILURE() << status.error().message << "\n" << sql;
  }

  Database database_;
  Connection connection_;
};

std::string Literal(const std::optional<std::string>& value, const std::string& type) {
  return fmt::format("CAST({} AS {})", value ? engine::SqlString(*value) : "NULL", type);
}

TEST(ProductFunctions, GiveTheirGoldenVectorsOnDuckDb) {
  DuckDb duckdb;
  for (const engine::ProductFunction& function : Functions()) {
    const std::string type = engine::duckdb::DuckdbType(function.returns);
    for (const engine::FunctionVector& vector : function.vectors) {
      std::string arguments;
      for (std::size_t i = 0; i < vector.given.size(); ++i) {
        arguments +=
            (i == 0 ? "" : ", ") + Literal(vector.given[i], engine::duckdb::DuckdbType(function.arguments[i].type));
      }
      const auto rows = duckdb.connection().Query(
          fmt::format("SELECT {}({}), {}", function.name, arguments, Literal(vector.expect, type)));
      ASSERT_TRUE(rows) << vector.place << ": " << rows.error().message;
      EXPECT_EQ(rows->cells[0][0], rows->cells[0][1])
          << vector.place << ": " << function.name << "(" << arguments << ")";
    }
  }
}

TEST(Models, ArePortable) {
  if (FilesEndingWith(".sql").empty()) GTEST_SKIP() << "skipped, because models/ holds no .sql file";
  const std::vector<engine::ProductFunction> functions = Functions();
  for (const fs::path& path : FilesEndingWith(".sql")) {
    for (const engine::LintFinding& finding : engine::LintSql(TextOf(path)))
      ADD_FAILURE() << engine::Describe(path.string(), finding);
    const Status status = engine::RequireKnownFunctions(TextOf(path), functions);
    EXPECT_TRUE(status) << path << ": " << status.error().message;
  }
}

TEST(Models, HaveAnOrder) {
  std::vector<Model> models = Models();
  if (models.empty()) GTEST_SKIP() << "skipped, because models/ holds no .sql file";
  std::vector<std::string> inputs;
  for (const Model& model : models) {
    for (const std::string& table : ReferencedTables(model.sql)) {
      if (table.starts_with("mapped.") || table.starts_with("bronze.") || table.starts_with("ops."))
        inputs.push_back(table);
    }
  }
  const std::size_t count = models.size();
  const auto graph = ModelGraph::Make(std::move(models), inputs);
  ASSERT_TRUE(graph) << graph.error().message;
  EXPECT_EQ(graph->models().size(), count);
}

TEST(Models, AreSelectsForTheParser) {
  DuckDb duckdb;
  for (const Model& model : Models()) {
    const auto tree =
        duckdb.connection().Scalar(fmt::format("SELECT json_serialize_sql({})", engine::SqlString(model.sql)));
    ASSERT_TRUE(tree) << model.path << ": " << tree.error().message;
    EXPECT_THAT(*tree, testing::HasSubstr("\"error\":false")) << model.path;
  }
}

TEST(Models, AreEmbedded) {
  const std::span<const EmbeddedFile> embedded = EmbeddedModels();
  for (const fs::path& path : FilesEndingWith(".sql")) {
    const std::string relative = fs::relative(path, ASSAY_SOURCE_DIR).string();
    const auto found = std::ranges::find(embedded, relative, &EmbeddedFile::path);
    ASSERT_NE(found, embedded.end()) << relative;
    EXPECT_TRUE(found->text == TextOf(path))
        << relative << " is embedded as it was before its last change; build again";
  }
  EXPECT_EQ(std::ranges::count(embedded, "models/functions.yaml", &EmbeddedFile::path), 1);
}

class ModelFileTest : public testing::TestWithParam<fs::path> {};

TEST_P(ModelFileTest, GivesTheExpectedRows) {
  const auto cases = ParseModelCases(GetParam().string(), TextOf(GetParam()));
  ASSERT_TRUE(cases) << cases.error().message;
  const std::vector<Model> models = Models();
  DuckDb duckdb;
  for (const ModelCase& model_case : *cases) {
    const auto difference = RunModelCase(model_case, models, duckdb.AsFixtureEngine());
    ASSERT_TRUE(difference) << difference.error().message;
    EXPECT_EQ(*difference, "");
  }
}

std::string TestName(const testing::TestParamInfo<fs::path>& info) {
  std::string name = info.param.parent_path().filename().string() + "_" + info.param.stem().string();
  std::ranges::replace_if(name, [](char c) { return !std::isalnum(static_cast<unsigned char>(c)); }, '_');
  return name;
}

GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(ModelFileTest);
INSTANTIATE_TEST_SUITE_P(Files, ModelFileTest, testing::ValuesIn(FilesEndingWith("_test.yaml")), TestName);

}  // namespace
}  // namespace assay::transform
