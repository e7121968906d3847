#pragma once

#include <map>
#include <string>

#include "ledger/accounting.h"
#include "ledger/key_check.h"
#include "pipeline/mapped_views.h"

namespace assay::pipeline {

/// The classes of some rows of the sales tables: of those that mapped.transactions and the work relations hold.
/// `out_of_force` and `bronze_rows` are about the same rows. Silver and fact are left out.
Result<ledger::Accounting> AccountLines(const Session& session, std::int64_t bronze_rows,
                                        const OutOfForce& out_of_force);

/// Adds silver and the fact table as they stand, and the accounts of the other entities; those in `unchanged` are taken
/// over from there. Fails as `CheckBalance` does.
Status CompleteAccounting(const Session& session, const BronzeSet& bronze, const MappedViews& views,
                          const std::map<std::string, ledger::EntityAccount>& unchanged,
                          ledger::Accounting& accounting);

/// Counts where every bronze row of the transactions went, from the relations of the run. Fails as `CheckBalance` does.
Result<ledger::Accounting> Account(const Session& session, const BronzeSet& bronze, const MappedViews& views);

/// kGate when more lines, or money, than the gate allows are quarantined; the message lists the rules with counts and
/// places. kGate, too, when no valid line is left, and when lines in several currencies come without rates.
Status CheckQuarantine(const Session& session, const MappedViews& views);

/// Matched and unmatched keys of every relationship that has a table; in the order customers, products, stores.
Result<std::vector<ledger::KeyReport>> CheckAllKeys(const Session& session, const MappedViews& views);

/// kGate when a relationship is above the gate; the message describes each of those.
Status CheckKeyGates(const Session& session, const std::vector<ledger::KeyReport>& reports);

/// The SELECT and schema of ops.quarantine: every line of `rejected`, a relation like work.rejected_lines, and every
/// other row without a key, with rule, column, message, source and original row. `views` says where the rows stand.
std::string QuarantineSelect(const BronzeSet& bronze, const MappedViews& views, const std::string& rejected);
const table::Schema& QuarantineSchema();

}  // namespace assay::pipeline
