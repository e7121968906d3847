#pragma once

#include <nlohmann/json.hpp>

#include "ledger/accounting.h"
#include "ledger/key_check.h"
#include "pipeline/mapped_views.h"

namespace assay::pipeline {

/// What a release says about itself, as JSON that is stored with it: as_of, currency, definitions, totals, tiers,
/// segments, top stores, products and categories, movement since the month end before, quarantine by rule, keys,
/// accounting, remarks. Amounts are decimal texts. The same input gives the same text.
Result<nlohmann::json> GatherFacts(const Session& session, const MappedViews& views,
                                   const ledger::Accounting& accounting, const std::vector<ledger::KeyReport>& keys);

}  // namespace assay::pipeline
