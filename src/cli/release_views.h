#pragma once

#include <optional>
#include <string>

#include "cli/workspace.h"
#include "lake/release.h"

namespace assay::cli {

/// Makes a view for every table of a release (silver.*, gold.*, ops.*), at the versions it names, and for the newest
/// bronze tables as bronze.<source>_<table>. kNotFound, with the next command, when there is no release (of that
/// number) yet.
Result<lake::Release> BindRelease(Workspace& workspace, std::optional<std::int64_t> number);

/// Makes a view of one table, "gold.fact_sales", at a Delta version of its own.
Status BindVersion(Workspace& workspace, const lake::Release& release, const std::string& table, std::int64_t version);

}  // namespace assay::cli
