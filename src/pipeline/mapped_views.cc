#include "pipeline/mapped_views.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "engine/sql_text.h"
#include "retail/mapped_select.h"
#include "retail/settings.h"
#include "table/column_name.h"

namespace assay::pipeline {
namespace {

using retail::Binding;
using retail::Entity;

constexpr std::array kEntities{Entity::kTransactions, Entity::kProducts, Entity::kStores, Entity::kCustomers};

Status RequirePrice(const config::Project& project, const std::vector<Binding>& transactions,
                    const std::vector<Binding>& products) {
  if (project.price == config::PriceRule::kList) {
    const bool listed = std::ranges::any_of(products, [](const Binding& b) { return b.values.contains("list_price"); });
    if (listed) return {};
    return InvalidInput(
        "assay.yaml: Cannot price sales by the list (price: list): no products table has a list_price; map it under "
        "roles.products.columns");
  }
  for (const Binding& binding : transactions) {
    if (binding.values.contains("price") || binding.values.contains("amount")) continue;
    return InvalidInput(
        "assay.yaml:{}: Cannot price the lines of {}: it has neither a price nor an amount column; map one under "
        "roles.transactions.columns, or set "
        "`price: list` to use the products' list price",
        binding.mapping->line, retail::Print(binding.table->ref));
  }
  return {};
}

Result<retail::KeyTypes> FindKeyTypes(const Session& session, const MappedViews& views) {
  retail::KeyTypes types;
  for (const auto& [key, selects] : retail::UnsettledKeys(session.project, views.bindings)) {
    types[key] = retail::KeyType::kInteger;
    if (selects.empty()) continue;
    ASSIGN_OR_RETURN(const std::string others,
                     session.connection.Scalar(fmt::format(
                         "SELECT count(*) FROM (SELECT k FROM ({}) AS keys WHERE NOT p_is_integer_key(k) LIMIT 1)",
                         fmt::join(selects, " UNION ALL "))));
    if (others != "0") types[key] = retail::KeyType::kText;
  }
  return types;
}

// Only columns that the models hand on as they are or multiply: what is missing here is null everywhere below.
std::set<std::string> AbsentColumns(const std::vector<Binding>& transactions) {
  std::set<std::string> absent;
  for (const char* column : {"order_id", "discount", "tax", "cost", "currency", "customer_name", "country",
                             "product_name", "category", "store_name", "location"}) {
    if (std::ranges::none_of(transactions, [&](const Binding& b) { return b.values.contains(column); }))
      absent.insert(column);
  }
  return absent;
}

std::string KeyColumnOf(const retail::BronzeTable& table, const std::string& column) {
  const auto position = table.schema.Find(table::LakeColumnName(column));
  if (!position) return "";
  return retail::KeyText({engine::SqlName(table.schema.fields[*position].name), table.schema.fields[*position].type},
                         {}, "");
}

// mapped.customer_merge: every old id with the id it finally stands for, chains followed.
Status MakeCustomerMerge(const Session& session, const retail::BronzeTables& tables, const retail::KeyTypes& types) {
  constexpr int kLongestChain = 100;
  const config::CustomerMerge& merge = *session.project.roles.merge;
  const auto table = tables.find(merge.from);
  if (table == tables.end())
    return InvalidInput("assay.yaml:{}: Cannot merge customers by {}: it has no loaded rows", merge.line,
                        retail::Print(merge.from));
  const std::string old_id = KeyColumnOf(table->second, merge.old_id);
  const std::string new_id = KeyColumnOf(table->second, merge.new_id);
  if (old_id.empty() || new_id.empty()) {
    return InvalidInput("assay.yaml:{}: Cannot merge customers by {}: no column '{}'; it has: {}", merge.line,
                        retail::Print(merge.from), old_id.empty() ? merge.old_id : merge.new_id,
                        fmt::join(table->second.schema.Names(), ", "));
  }
  const auto type = types.find("customer_id");
  const bool integer = type == types.end() || type->second == retail::KeyType::kInteger;
  RETURN_IF_ERROR(session.connection.Execute(
      fmt::format("CREATE OR REPLACE TABLE mapped.customer_merge AS WITH RECURSIVE pairs AS (SELECT DISTINCT {0} AS o, "
                  "{1} AS n FROM {2} WHERE {0} IS NOT NULL AND {1} IS NOT NULL), "
                  "chain AS (SELECT o, n, 1 AS depth FROM pairs UNION ALL SELECT c.o, p.n, c.depth + 1 FROM chain AS c "
                  "JOIN pairs AS p ON p.o = c.n WHERE c.depth < {3}) "
                  "SELECT {4} AS old_id, {5} AS new_id, depth, o AS old_text FROM chain QUALIFY depth = max(depth) "
                  "OVER (PARTITION BY o)",
                  old_id, new_id, table->second.relation, kLongestChain, integer ? "p_parse_integer(o)" : "o",
                  integer ? "p_parse_integer(n)" : "n")));
  ASSIGN_OR_RETURN(const engine::Rows wrong,
                   session.connection.Query(fmt::format(
                       "SELECT old_text, max(depth), count(*), count(old_id) - count(new_id) FROM "
                       "mapped.customer_merge GROUP BY old_text "
                       "HAVING max(depth) >= {} OR count(*) > 1 OR count(new_id) < count(*) ORDER BY old_text LIMIT 1",
                       kLongestChain)));
  if (wrong.size() == 0) return {};
  const bool cycle = wrong.Text(0, 1) == std::to_string(kLongestChain);
  return InvalidInput("Cannot merge customers by {}: id {} {}; mend the table and run again", retail::Print(merge.from),
                      wrong.Text(0, 0), cycle ? "is part of a cycle" : "does not lead to exactly one known form of id");
}

std::string WithMergedCustomers(const std::string& transactions) {
  return fmt::format(
      "SELECT t.* REPLACE (COALESCE(m.new_id, t.customer_id) AS customer_id) FROM ({}) AS t LEFT JOIN "
      "mapped.customer_merge AS m ON m.old_id = t.customer_id",
      transactions);
}

void ApplyMerge(MappedViews& views) {
  std::string& transactions = views.selects["transactions"];
  transactions = WithMergedCustomers(transactions);
  std::string& customers = views.selects["customers"];
  customers = fmt::format("SELECT c.* FROM ({}) AS c ANTI JOIN mapped.customer_merge AS m ON m.old_id = c.customer_id",
                          customers);
}

}  // namespace

Result<MappedViews> MakeMappedViews(const Session& session, const retail::BronzeTables& tables) {
  MappedViews views;
  for (const Entity entity : kEntities) {
    ASSIGN_OR_RETURN(views.bindings[entity], retail::BindEntity(session.project, entity, tables));
  }
  for (const auto& [entity, bindings] : views.bindings) {
    for (const Binding& binding : bindings) views.personal.insert(binding.personal.begin(), binding.personal.end());
  }
  const auto& transactions = views.bindings[Entity::kTransactions];
  RETURN_IF_ERROR(RequirePrice(session.project, transactions, views.bindings[Entity::kProducts]));
  views.absent = AbsentColumns(transactions);
  views.has_orders = std::ranges::any_of(transactions, [](const Binding& b) { return b.values.contains("order_id"); });
  views.has_line_key = std::ranges::all_of(transactions, [](const Binding& b) { return !b.key.empty(); });
  ASSIGN_OR_RETURN(views.key_types, FindKeyTypes(session, views));
  ASSIGN_OR_RETURN(views.selects, retail::SettingsSelects(session.project, tables, views.has_line_key));
  for (const auto& [entity, bindings] : views.bindings) {
    views.selects[std::string(Name(entity))] =
        bindings.empty() ? retail::EmptyMappedSelect(entity, views.key_types)
                         : retail::MappedSelect(session.project, entity, bindings, views.key_types);
  }
  RETURN_IF_ERROR(session.connection.Execute("CREATE SCHEMA IF NOT EXISTS mapped"));
  if (session.project.roles.merge) {
    RETURN_IF_ERROR(MakeCustomerMerge(session, tables, views.key_types));
    views.unmerged_customers = views.selects["customers"];
    ApplyMerge(views);
  }
  for (const auto& [name, select] : views.selects) {
    const Status made = session.connection.Execute(
        fmt::format("CREATE OR REPLACE VIEW mapped.{} AS {}", engine::SqlName(name), select));
    if (!made) return std::unexpected(Error(made.error()).WithContext(fmt::format("roles of assay.yaml, {}", name)));
  }
  return views;
}

Result<MappedLines> MapLines(const Session& session, const MappedViews& views, const retail::BronzeTables& tables) {
  MappedLines lines;
  ASSIGN_OR_RETURN(lines.bindings, retail::BindEntity(session.project, Entity::kTransactions, tables));
  lines.select = retail::MappedSelect(session.project, Entity::kTransactions, lines.bindings, views.key_types);
  if (session.project.roles.merge) lines.select = WithMergedCustomers(lines.select);
  return lines;
}

}  // namespace assay::pipeline
