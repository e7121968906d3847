#pragma once

#include <vector>

#include "ledger/key_check.h"

namespace assay::ledger {

/// Mappings of the sales' ids that would match more of them than `matched_ids`, best first. See CheckKeys.
Result<std::vector<KeyProposal>> ProposeMappings(engine::duckdb::Connection& connection,
                                                 const Relationship& relationship, std::int64_t matched_ids);

}  // namespace assay::ledger
