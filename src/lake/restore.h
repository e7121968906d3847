#pragma once

#include <cstdint>
#include <string_view>

#include "base/result.h"
#include "lake/lake.h"
#include "lake/table_change.h"

namespace assay::lake {

/// The change that makes the files and the metadata of `current` those of `wanted`, an older snapshot of the same
/// table. It relies on everything in `current`: any other writer in between is a conflict. Txns are not turned back.
/// Pure.
TableChange RestoreChange(const Snapshot& current, const Snapshot& wanted);

/// `RestoreChange` from the newest version of a table to `version`. kNotFound when there is no such version any more,
/// or when a file it needs was vacuumed (the message names it).
Result<TableChange> PlanRestore(const Lake& lake, std::string_view table_path, std::int64_t version);

}  // namespace assay::lake
