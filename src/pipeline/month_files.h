#pragma once

#include <set>
#include <string>
#include <vector>

#include "pipeline/base_release.h"

namespace assay::pipeline {

/// Files of a table, by their position: as its log names them, and as local paths.
struct TableFiles {
  std::vector<std::string> names;
  std::vector<std::string> paths;
};

/// The files of a table partitioned by month.
struct SplitFiles {
  TableFiles inside;   ///< of the months asked for
  TableFiles outside;  ///< of others, and of none
};

/// The files of `table` (layer.name) in the base release; `months` such as 2025-03. kInternal when the lake is no local
/// folder.
Result<SplitFiles> SplitByMonth(const Session& session, const BaseRelease& base, const std::string& table,
                                const std::set<std::string>& months);

}  // namespace assay::pipeline
