#pragma once

#include <map>
#include <string>

#include "base/result.h"
#include "config/project.h"
#include "retail/bronze_table.h"
#include "retail/key_types.h"

namespace assay::retail {

/// What the models need to know of the configuration, as SELECTs: name of the relation (without `mapped.`) -> SELECT.
///   settings   one row: price_list, keep_adjustments, has_line_key, currency, has_rates, as_of_date,
///   last_complete_day,
///              history_month_ends, window_months, tier_measure, week_starts, fiscal_year_starts,
///              derive_products/stores/customers
///   tiers      position (1 = top), name, top_permille, min_amount
///   rates      date, currency, rate (DECIMAL(18,8)); no rows without a rates table
///   non_goods  product_id as canonical text
/// kInvalidInput for a rates table without its columns.
Result<std::map<std::string, std::string>> SettingsSelects(const config::Project& project, const BronzeTables& tables,
                                                           bool has_line_key);

}  // namespace assay::retail
