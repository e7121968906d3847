#include "retail/settings.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/near_name.h"
#include "engine/sql_text.h"
#include "retail/binding.h"
#include "retail/conversion.h"

namespace assay::retail {
namespace {

using engine::SqlName;
using engine::SqlString;

std::string DateOrNull(const std::string& as_of) {
  const bool is_date = as_of != "latest" && as_of != "last_complete_day";
  return is_date ? fmt::format("DATE {}", SqlString(as_of)) : "CAST(NULL AS DATE)";
}

// The day before the newest load's day in the shop's calendar: the last one that was over when its rows were read.
std::string LastCompleteDay(const config::Project& project, const BronzeTables& tables) {
  if (project.as_of != "last_complete_day") return "CAST(NULL AS DATE)";
  std::vector<std::string> loads;
  for (const config::RoleMapping& mapping : project.roles.transactions) {
    for (const config::TableRef& ref : mapping.from) {
      if (const auto table = tables.find(ref); table != tables.end())
        loads.push_back(fmt::format("SELECT max(_loaded_at) AS loaded_at FROM {}", table->second.relation));
    }
  }
  return fmt::format("(SELECT CAST(timezone({}, max(loaded_at)) - INTERVAL {} MINUTE AS DATE) - 1 FROM ({}))",
                     SqlString(project.timezone), project.day_starts_minutes, fmt::join(loads, " UNION ALL "));
}

std::string SettingsSelect(const config::Project& project, const BronzeTables& tables, bool has_line_key) {
  const auto& months = project.segmentation.window_months;
  return fmt::format(
      "SELECT {} AS price_list, {} AS keep_adjustments, {} AS has_line_key, CAST({} AS VARCHAR) AS currency, {} AS "
      "has_rates, {} AS as_of_date, "
      "{} AS last_complete_day, CAST({} AS INTEGER) AS history_month_ends, CAST({} AS INTEGER) AS window_months, {} AS "
      "tier_measure, "
      "CAST({} AS INTEGER) AS week_starts, CAST({} AS INTEGER) AS fiscal_year_starts, {} AS derive_products, {} AS "
      "derive_stores, {} AS derive_customers",
      project.price == config::PriceRule::kList, project.adjustments == config::AdjustmentRule::kKeep, has_line_key,
      project.currency.empty() ? "NULL" : SqlString(project.currency), project.rates.has_value(),
      DateOrNull(project.as_of), LastCompleteDay(project, tables), project.history_month_ends,
      months ? std::to_string(*months) : "NULL", SqlString(project.segmentation.measure), project.week_starts_iso,
      project.fiscal_year_starts, project.roles.products.empty(), project.roles.stores.empty(),
      project.roles.customers.empty());
}

std::string TiersSelect(const config::Segmentation& segmentation) {
  std::vector<std::string> rows;
  for (std::size_t i = 0; i < segmentation.tiers.size(); ++i) {
    const config::Tier& tier = segmentation.tiers[i];
    rows.push_back(
        fmt::format("SELECT CAST({} AS INTEGER) AS position, {} AS name, CAST({} AS INTEGER) AS top_permille, CAST({} "
                    "AS DECIMAL(18,4)) AS min_amount",
                    i + 1, SqlString(tier.name), tier.top_permille ? std::to_string(*tier.top_permille) : "NULL",
                    tier.min_amount ? SqlString(*tier.min_amount) : "NULL"));
  }
  return fmt::format("{}", fmt::join(rows, " UNION ALL "));
}

Result<SourceValue> ColumnOf(const BronzeTable& table, const config::Rates& rates, const std::string& name) {
  if (const auto position = table.schema.Find(name))
    return SourceValue{SqlName(name), table.schema.fields[*position].type};
  return InvalidInput("assay.yaml:{}: Cannot read rates from {}: no column '{}'{}", rates.line, Print(table.ref), name,
                      DidYouMean(name, table.schema.Names()));
}

Result<std::string> RatesSelect(const config::Project& project, const BronzeTables& tables) {
  if (!project.rates)
    return "SELECT CAST(NULL AS DATE) AS date, CAST(NULL AS VARCHAR) AS currency, CAST(NULL AS DECIMAL(18,8)) AS rate "
           "WHERE false";
  const auto table = tables.find(project.rates->from);
  if (table == tables.end())
    return InvalidInput("assay.yaml:{}: Cannot read rates from {}: it has no loaded rows", project.rates->line,
                        Print(project.rates->from));
  ASSIGN_OR_RETURN(const SourceValue date, ColumnOf(table->second, *project.rates, project.rates->date));
  ASSIGN_OR_RETURN(const SourceValue currency, ColumnOf(table->second, *project.rates, project.rates->currency));
  ASSIGN_OR_RETURN(const SourceValue rate, ColumnOf(table->second, *project.rates, project.rates->rate));
  return fmt::format(
      "SELECT date, currency, rate FROM (SELECT {0} AS date, {1} AS currency, TRY_CAST({2} AS DECIMAL(18,8)) AS rate, "
      "row_number() OVER (PARTITION BY {0}, {1} ORDER BY _load_seq DESC, _line DESC) AS n FROM {3}) WHERE n = 1 AND "
      "rate IS NOT NULL",
      DateValue(date, {}), TextValue(currency), rate.sql, table->second.relation);
}

std::string NonGoodsSelect(const config::Project& project) {
  return fmt::format("SELECT DISTINCT p_canonical_key(unnest(CAST({} AS VARCHAR[]))) AS product_id",
                     engine::SqlStringList(project.non_goods));
}

}  // namespace

Result<std::map<std::string, std::string>> SettingsSelects(const config::Project& project, const BronzeTables& tables,
                                                           bool has_line_key) {
  ASSIGN_OR_RETURN(const std::string rates, RatesSelect(project, tables));
  return std::map<std::string, std::string>{{"settings", SettingsSelect(project, tables, has_line_key)},
                                            {"tiers", TiersSelect(project.segmentation)},
                                            {"rates", rates},
                                            {"non_goods", NonGoodsSelect(project)}};
}

}  // namespace assay::retail
