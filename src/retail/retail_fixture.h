#pragma once

#include <algorithm>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "config/config_fixture.h"
#include "engine/duckdb/database.h"
#include "engine/duckdb/lake_type.h"
#include "engine/product_functions.h"
#include "retail/binding.h"
#include "retail/mapped_select.h"

namespace assay::retail {

/// A shop whose bronze tables are written in the test, for the SELECTs that the retail folder makes.
class RetailTest : public testing::Test {
 protected:
  RetailTest() {
    Execute("SET TimeZone = 'UTC'");
    const std::string path = std::string(ASSAY_SOURCE_DIR) + "/models/functions.yaml";
    std::stringstream text;
    text << std::ifstream(path).rdbuf();
    const auto functions = engine::ParseProductFunctions(path, text.str()).value();
    for (const auto& function : functions) Execute(engine::DuckDbDefinition(function));
  }

  /// A bronze table shop.<name>: `columns` as "a, b", `rows` as SQL values "(1, 'x'), (2, 'y')", loaded 2025-04-10
  /// 12:00 UTC. Every further call for the same name adds a load, with the next file.
  BronzeTable& Table(const std::string& name, const std::string& columns, const std::string& rows) {
    const config::TableRef ref{"shop", name};
    const bool is_new = !tables_.contains(ref);
    BronzeTable& table = tables_[ref];
    const int load = ++loads_[name];
    const std::string select = fmt::format(
        "SELECT *, 'load' AS _load_id, CAST({0} AS BIGINT) AS _load_seq, TIMESTAMPTZ '2025-04-10 12:00:00+00' AS "
        "_loaded_at, '{0}.csv' AS _file, "
        "row_number() OVER () AS _line FROM (VALUES {1}) AS given({2})",
        load, rows, columns);
    Execute(is_new ? fmt::format("CREATE TABLE {} AS {}", name, select)
                   : fmt::format("INSERT INTO {} {}", name, select));
    if (!is_new) return table;
    table.ref = ref;
    table.relation = name;
    table.loads = fmt::format("(SELECT DISTINCT _load_seq, _loaded_at FROM {})", name);
    const auto described =
        connection_.Describe("SELECT * EXCLUDE (_load_id, _load_seq, _loaded_at, _file, _line) FROM " + name).value();
    for (const auto& column : described)
      table.schema.fields.push_back(engine::duckdb::ToLake(column.name, column.name, column.duckdb_type).field);
    return table;
  }

  /// The rest of assay.yaml, from line 3 on.
  void Configure(std::string_view roles) {
    auto project = config::Parse(
        "project: test\n"
        "sources: {shop: {type: files, tables: {sales: a.csv, more: b.csv, headers: c.csv, back: d.csv, customers: "
        "e.csv}}}\n" +
        std::string(roles));
    if (!project) ADD_FAILURE() << project.error().message;
    if (project) project_ = *std::move(project);
  }

  /// `columns` of the mapped relation, a row as "a|b|-" with - for null, sorted.
  std::vector<std::string> Mapped(Entity entity, const std::string& columns) {
    std::map<Entity, std::vector<Binding>> bindings;
    for (const Entity each : {Entity::kTransactions, Entity::kProducts, Entity::kStores, Entity::kCustomers}) {
      auto bound = BindEntity(project_, each, tables_);
      if (!bound) ADD_FAILURE() << bound.error().message;
      if (bound) bindings[each] = *std::move(bound);
    }
    types_.clear();
    for (const auto& [key, selects] : UnsettledKeys(project_, bindings)) {
      types_[key] = KeyType::kInteger;
      for (const std::string& select : selects) {
        const auto others = Query(fmt::format("SELECT k FROM ({}) WHERE NOT p_is_integer_key(k)", select));
        if (!others.empty()) types_[key] = KeyType::kText;
      }
    }
    return Query(fmt::format("SELECT {} FROM ({})", columns, MappedSelect(project_, entity, bindings[entity], types_)));
  }
  std::vector<std::string> Lines(const std::string& columns) { return Mapped(Entity::kTransactions, columns); }

  std::string BindingError(Entity entity = Entity::kTransactions) {
    const auto bound = BindEntity(project_, entity, tables_);
    return bound ? "" : bound.error().message;
  }

  std::vector<std::string> Query(const std::string& sql) {
    const auto rows = connection_.Query(sql);
    if (!rows) ADD_FAILURE() << rows.error().message << "\n" << sql;
    std::vector<std::string> texts;
    for (std::size_t row = 0; rows && row < rows->size(); ++row) {
      std::vector<std::string> cells;
      for (const auto& cell : rows->cells[row]) cells.push_back(cell.value_or("-"));
      texts.push_back(fmt::format("{}", fmt::join(cells, "|")));
    }
    std::ranges::sort(texts);
    return texts;
  }

  void Execute(const std::string& sql) {
    const Status status = connection_.Execute(sql);
    if (!status) ADD_FAILURE() << status.error().message << "\n" << sql;
  }

  config::Project project_;
  BronzeTables tables_;
  KeyTypes types_;  ///< of the last Mapped

 private:
  std::map<std::string, int> loads_;
  engine::duckdb::Database database_ = engine::duckdb::Database::Open({.threads = 1}).value();
  engine::duckdb::Connection connection_ = engine::duckdb::Connection::Open(database_).value();
};

}  // namespace assay::retail
