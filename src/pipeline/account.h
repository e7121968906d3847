#pragma once

#include "ledger/accounting.h"
#include "ledger/key_check.h"
#include "pipeline/mapped_views.h"

namespace assay::pipeline {

/// Counts where every bronze row of the transactions went, from the relations of the run. Fails as `CheckBalance` does.
Result<ledger::Accounting> Account(const Session& session, const BronzeSet& bronze, const MappedViews& views);

/// kGate when more lines, or money, than the gate allows are quarantined; the message lists the rules with counts and
/// places. kGate, too, when no valid line is left, and when lines in several currencies come without rates.
Status CheckQuarantine(const Session& session, const MappedViews& views);

/// Matched and unmatched keys of every relationship that has a table; in the order customers, products, stores.
Result<std::vector<ledger::KeyReport>> CheckAllKeys(const Session& session, const MappedViews& views);

/// kGate when a relationship is above the gate; the message describes each of those.
Status CheckKeyGates(const Session& session, const std::vector<ledger::KeyReport>& reports);

/// The SELECT and schema of ops.quarantine: every rejected line with rule, column, message, source and original row.
std::string QuarantineSelect(const BronzeSet& bronze, const MappedViews& views);
const table::Schema& QuarantineSchema();

}  // namespace assay::pipeline
