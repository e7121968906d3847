#include "semantic/sql.h"

#include <algorithm>

#include <fmt/ranges.h>

#include "base/near_name.h"
#include "semantic/customers_sql.h"
#include "semantic/lines_sql.h"
#include "semantic/plan.h"
#include "semantic/state_fields.h"

namespace assay::semantic {
namespace {

bool NeedsTotal(const std::vector<const Measure*>& measures) {
  return std::ranges::any_of(measures, [](const Measure* measure) { return measure->is_share; });
}

// The measures of a query over its cells; `extra` are columns before them.
std::string MeasuresSelect(const Shop& shop, const CellsQuery& query, const std::vector<const Measure*>& measures,
                           const std::string& extra, const std::string& joins, const std::string& order) {
  const std::size_t keys = query.groups.size();
  const bool needs_total = keys > 0 && NeedsTotal(measures);
  std::string sql = fmt::format("WITH {},\n{}", LinesCte(shop, query), AtomsCte("cells", keys, query.atoms));
  if (needs_total) sql += ",\n" + AtomsCte("total", 0, query.atoms);
  std::vector<std::string> columns;
  for (std::size_t i = 1; i <= keys; ++i) columns.push_back(fmt::format("cells.key{}", i));
  if (!extra.empty()) columns.push_back(extra);
  for (const Measure* measure : measures) {
    columns.push_back(
        fmt::format("{} AS {}", MeasureSql(*measure, "cells", needs_total ? "total" : "cells"), measure->id));
  }
  sql += fmt::format("\nSELECT {}\nFROM cells", fmt::join(columns, ",\n  "));
  if (needs_total) sql += " CROSS JOIN total";
  return sql + joins + order;
}

std::string OrderByKeys(std::size_t keys) {
  if (keys == 0) return "";
  return keys == 1 ? "\nORDER BY cells.key1" : "\nORDER BY cells.key1, cells.key2";
}

Result<VisualPlan> PlanNamed(const Shop& shop, const PageRequest& request, const std::string& id) {
  ASSIGN_OR_RETURN(const Visual* visual, FindVisual(shop, request.page, id));
  if (visual->type == VisualType::kStatements) {
    return Unsupported("Cannot write SQL for {}: its sentences come from resampled customers", id);
  }
  return PlanVisual(shop, request, *visual);
}

bool IsOfCustomers(const VisualPlan& plan) { return !plan.group_ids.empty() && plan.group_ids[0] == "customer"; }

// Names beside the keys of axes, whose keys are numbers.
std::pair<std::string, std::string> NamesBeside(const CellsQuery& query) {
  std::vector<std::string> columns;
  std::string joins;
  for (std::size_t i = 0; i < query.groups.size(); ++i) {
    const ShopDimension* dimension = query.groups[i].dimension;
    if (dimension == nullptr || dimension->attribute) continue;
    columns.push_back(fmt::format("n{}.{} AS name{}", i + 1, dimension->source.column, i + 1));
    joins += fmt::format("\nJOIN gold.dim_{0} AS n{1} ON n{1}.{0}_key = CAST(cells.key{1} AS BIGINT)",
                         dimension->source.axis, i + 1);
  }
  return {fmt::format("{}", fmt::join(columns, ", ")), joins};
}

// The one measure over the atoms it needs.
CellsQuery OnlyFor(const Measure& measure, CellsQuery query) {
  query.atoms = measure.Atoms();
  return query;
}

}  // namespace

Result<std::string> VisualSql(const Shop& shop, const PageRequest& request, const std::string& visual, bool total,
                              const std::string& only) {
  ASSIGN_OR_RETURN(VisualPlan plan, PlanNamed(shop, request, visual));
  if (!total && IsOfCustomers(plan)) return CustomersSql(shop, plan, {"total_sales", true});
  CellsQuery query = total ? TotalOf(plan.cells) : plan.cells;
  if (!only.empty()) {
    const auto asked = std::ranges::find(plan.measures, only, &Measure::id);
    if (asked == plan.measures.end()) return NotFound("Cannot find measure '{}' in {}", only.substr(0, 100), visual);
    plan.measures = {*asked};
    query = OnlyFor(*plan.measures[0], std::move(query));
  }
  return MeasuresSelect(shop, query, plan.measures, "", "", OrderByKeys(query.groups.size()));
}

Result<std::string> VisualCsvSql(const Shop& shop, const PageRequest& request, const std::string& visual) {
  ASSIGN_OR_RETURN(VisualPlan plan, PlanNamed(shop, request, visual));
  if (IsOfCustomers(plan)) return CustomersCsvSql(shop, plan);
  const auto [names, joins] = NamesBeside(plan.cells);
  return MeasuresSelect(shop, plan.cells, plan.measures, names, joins, OrderByKeys(plan.cells.groups.size()));
}

namespace {

// A mark's own dimension holds, even if the visual passes over the selection of it.
CellsQuery OfMark(const Shop& shop, const VisualPlan& plan, const State& where) {
  CellsQuery query = TotalOf(plan.cells);
  for (const auto& [dimension, keys] : where.filters) query.filters[dimension] = keys;
  if (!where.date.empty()) query.days = ResolveDays(where.date, shop);
  return query;
}

// A share needs the whole, which the mark is no part of.
std::string ShareOfMark(const Shop& shop, const Measure& measure, const CellsQuery& mark, const CellsQuery& whole) {
  Measure value = measure;
  value.is_share = false;
  const int scale = value.Scale();
  const auto select = [&](const CellsQuery& query) { return MeasuresSelect(shop, query, {&value}, "", "", ""); };
  return fmt::format("SELECT {} AS {}\nFROM (\n{}\n) AS part(value),\n(\n{}\n) AS whole(value)",
                     RatioSql("part.value", scale, "whole.value", scale, measure.Scale()), measure.id, select(mark),
                     select(whole));
}

Result<const Measure*> FindMeasure(const Shop& shop, const std::string& id) {
  const Measure* measure = shop.description->FindMeasure(id);
  if (measure != nullptr && shop.HasMeasure(*measure)) return measure;
  std::vector<std::string> known;
  for (const Measure& one : shop.description->measures) {
    if (shop.HasMeasure(one)) known.push_back(one.id);
  }
  return NotFound("Cannot find measure '{}'{}", id.substr(0, 100), DidYouMean(id, known));
}

}  // namespace

Result<Explanation> ExplainMeasure(const Shop& shop, const std::string& page, const std::string& visual_id,
                                   const std::string& measure_id, const State& state, const State& where) {
  ASSIGN_OR_RETURN(const Visual* visual, FindVisual(shop, page, visual_id));
  ASSIGN_OR_RETURN(const Measure* measure, FindMeasure(shop, measure_id));
  PageRequest request;
  request.page = page;
  request.state = state;
  ASSIGN_OR_RETURN(VisualPlan plan, PlanVisual(shop, request, *visual));
  const CellsQuery mark = OnlyFor(*measure, OfMark(shop, plan, where));
  std::string sql = measure->is_share ? ShareOfMark(shop, *measure, mark, OnlyFor(*measure, TotalOf(plan.cells)))
                                      : MeasuresSelect(shop, mark, {measure}, "", "", "");
  return Explanation{measure->sentence, measure->definition, std::move(sql)};
}

}  // namespace assay::semantic
