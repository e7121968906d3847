#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "config/project.h"
#include "table/schema.h"

namespace assay::pipeline {

/// Columns as assay.yaml names them, in the lake's spelling: people write what their source writes.
std::vector<std::string> LakeNames(const std::vector<std::string>& names);

/// Whether the columns that assay.yaml declares as `what` ("key", "pii", "cursor") of a table are there. kInvalidInput
/// with the table's line and the near names; a table without columns has nothing to be looked at.
Status CheckDeclared(const config::SourceTable& table, const config::TableRef& ref, const table::Schema& schema,
                     const char* what, const std::vector<std::string>& names);

}  // namespace assay::pipeline
