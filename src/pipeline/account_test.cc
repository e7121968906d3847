#include "pipeline/account.h"

#include <gtest/gtest.h>

#include "engine/duckdb/duckdb_parquet_json.h"
#include "storage/memory_store.h"

namespace assay::pipeline {
namespace {

using retail::Entity;

class Quiet : public Progress {
 public:
  void Step(std::string_view, std::string_view) override {}
};

// Two sales tables, the second without a key, and the relations that a run has made of them.
class AccountTest : public testing::Test {
 protected:
  AccountTest() {
    views_.bindings[Entity::kTransactions] = {
        {.table = &keyed_, .key = {{"id", table::DataType::Of(table::TypeKind::kInt64)}}}, {.table = &keyless_}};
    for (const Entity entity : {Entity::kCustomers, Entity::kProducts, Entity::kStores}) views_.bindings[entity] = {};
    Make(
        "CREATE SCHEMA work; CREATE SCHEMA silver;"
        "CREATE TABLE work.repeated_lines (line_id BIGINT, source VARCHAR);"
        "CREATE TABLE silver.transactions (source_amount DECIMAL(18,4));"
        "INSERT INTO silver.transactions SELECT 10 FROM range(99);"
        "CREATE TABLE work.rejected_lines (rule VARCHAR, rule_column VARCHAR, source VARCHAR, file VARCHAR, line "
        "BIGINT, "
        "source_amount DECIMAL(18,4))");
  }

  void Make(const std::string& sql) {
    const Status made = connection_.Execute(sql);
    ASSERT_TRUE(made) << made.error().message;
  }

  Status Check() {
    return CheckQuarantine({.project = project_,
                            .lake = lake_,
                            .connection = connection_,
                            .connectors = connectors_,
                            .progress = progress_,
                            .secrets = secrets_},
                           views_);
  }

  config::Project project_;
  engine::duckdb::Database database_ = engine::duckdb::Database::Open({}).value();
  engine::duckdb::Connection connection_ = engine::duckdb::Connection::Open(database_).value();
  storage::MemoryStore store_;
  engine::duckdb::DuckdbParquetJson json_{connection_};
  lake::Lake lake_{
      .store = store_, .parquet_json = json_, .now_ms = [] { return std::int64_t{0}; }, .scratch_folder = ""};
  Connectors connectors_;
  Quiet progress_;
  Secrets secrets_;
  retail::BronzeTable keyed_{.ref = {"shop", "sales"}};
  retail::BronzeTable keyless_{.ref = {"web", "orders"}};
  MappedViews views_;
};

TEST_F(AccountTest, LetsVersionsOfAKeyPass) {
  Make("INSERT INTO work.repeated_lines VALUES (7, 'shop.sales'), (7, 'shop.sales')");
  EXPECT_TRUE(Check());
}

TEST_F(AccountTest, StopsWhenLinesWithoutAKeyCollide) {
  Make("INSERT INTO work.repeated_lines VALUES (7, 'shop.sales'), (7, 'web.orders'), (8, 'web.orders')");
  const Status status = Check();
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().kind, ErrorKind::kGate);
  EXPECT_NE(status.error().message.find("2 lines without a key of their own"), std::string::npos);
  EXPECT_NE(status.error().message.find("web.orders"), std::string::npos);
}

TEST_F(AccountTest, LetsRejectedLinesPassUpToTheGate) {
  Make("INSERT INTO work.rejected_lines VALUES ('unpriced', 'price', 'shop.sales', 'a.csv', 3, NULL)");
  EXPECT_TRUE(Check());  // 1 of 100 lines, the gate allows 1 %
  Make("INSERT INTO work.rejected_lines VALUES ('unpriced', 'price', 'shop.sales', 'a.csv', 2, NULL)");
  const Status status = Check();
  ASSERT_FALSE(status);
  EXPECT_NE(status.error().message.find("2 of 101 transaction lines"), std::string::npos);
  EXPECT_NE(status.error().message.find("unpriced in column price: 2 lines, such as a.csv, line 2"), std::string::npos);
}

TEST_F(AccountTest, LooksAtTheMoneyOfRejectedLines) {
  Make("INSERT INTO work.rejected_lines VALUES ('future_date', 'date', 'shop.sales', 'a.csv', 3, 500)");
  EXPECT_FALSE(Check());
}

TEST_F(AccountTest, StopsWithoutRows) {
  Make("DELETE FROM silver.transactions");
  EXPECT_NE(Check().error().message.find("the transactions have no rows"), std::string::npos);
}

}  // namespace
}  // namespace assay::pipeline
