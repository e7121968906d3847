#include "pipeline/mapped_views.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "engine/sql_text.h"
#include "retail/mapped_select.h"
#include "retail/settings.h"

namespace assay::pipeline {
namespace {

using retail::Binding;
using retail::Entity;

constexpr std::array kEntities{Entity::kTransactions, Entity::kProducts, Entity::kStores, Entity::kCustomers};

Status RequirePrice(const config::Project& project, const std::vector<Binding>& transactions, const std::vector<Binding>& products) {
  if (project.price == config::PriceRule::kList) {
    const bool listed = std::ranges::any_of(products, [](const Binding& b) { return b.values.contains("list_price"); });
    if (listed) return {};
    return InvalidInput("assay.yaml: Cannot price sales by the list (price: list): no products table has a list_price; map it under roles.products.columns");
  }
  for (const Binding& binding : transactions) {
    if (binding.values.contains("price") || binding.values.contains("amount")) continue;
    return InvalidInput(
        "assay.yaml:{}: Cannot price the lines of {}: it has neither a price nor an amount column; map one under roles.transactions.columns, or set "
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
    ASSIGN_OR_RETURN(const std::string others, session.connection.Scalar(fmt::format("SELECT count(*) FROM (SELECT k FROM ({}) AS keys WHERE NOT p_is_integer_key(k) LIMIT 1)",
                                                                                      fmt::join(selects, " UNION ALL "))));
    if (others != "0") types[key] = retail::KeyType::kText;
  }
  return types;
}

// An entity without a table still has a relation, so that the models need not ask.
std::string EmptySelect(Entity entity, const retail::KeyTypes& types) {
  std::vector<std::string> columns;
  for (const retail::CanonicalColumn& column : retail::ColumnsOf(entity)) {
    std::string type = "VARCHAR";
    if (column.kind == retail::ColumnKind::kMoney) type = "DECIMAL(18,4)";
    if (column.kind == retail::ColumnKind::kDate) type = "DATE";
    const auto key = types.find(column.name);
    if (column.kind == retail::ColumnKind::kKey && (key == types.end() || key->second == retail::KeyType::kInteger)) type = "BIGINT";
    columns.push_back(fmt::format("CAST(NULL AS {}) AS {}", type, engine::SqlName(column.name)));
  }
  return fmt::format("SELECT {}, CAST(NULL AS BIGINT) AS cursor_number, CAST(NULL AS VARCHAR) AS cursor_text, CAST(NULL AS BIGINT) AS _load_seq, "
                     "CAST(NULL AS VARCHAR) AS _source, CAST(NULL AS VARCHAR) AS _file, CAST(NULL AS BIGINT) AS _line WHERE false",
                     fmt::join(columns, ", "));
}

}  // namespace

Result<MappedViews> MakeMappedViews(const Session& session, const retail::BronzeTables& tables) {
  MappedViews views;
  for (const Entity entity : kEntities) {
    ASSIGN_OR_RETURN(views.bindings[entity], retail::BindEntity(session.project, entity, tables));
  }
  const auto& transactions = views.bindings[Entity::kTransactions];
  RETURN_IF_ERROR(RequirePrice(session.project, transactions, views.bindings[Entity::kProducts]));
  views.has_orders = std::ranges::any_of(transactions, [](const Binding& b) { return b.values.contains("order_id"); });
  views.has_line_key = std::ranges::all_of(transactions, [](const Binding& b) { return !b.key.empty(); });
  ASSIGN_OR_RETURN(views.key_types, FindKeyTypes(session, views));
  ASSIGN_OR_RETURN(views.selects, retail::SettingsSelects(session.project, tables, views.has_line_key));
  for (const auto& [entity, bindings] : views.bindings) {
    views.selects[std::string(Name(entity))] =
        bindings.empty() ? EmptySelect(entity, views.key_types) : retail::MappedSelect(session.project, entity, bindings, views.key_types);
  }
  RETURN_IF_ERROR(session.connection.Execute("CREATE SCHEMA IF NOT EXISTS mapped"));
  for (const auto& [name, select] : views.selects) {
    const Status made = session.connection.Execute(fmt::format("CREATE OR REPLACE VIEW mapped.{} AS {}", engine::SqlName(name), select));
    if (!made) return std::unexpected(Error(made.error()).WithContext(fmt::format("roles of assay.yaml, {}", name)));
  }
  return views;
}

}  // namespace assay::pipeline
