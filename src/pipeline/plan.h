#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "pipeline/session.h"

namespace assay::pipeline {

/// What a run would read from one table.
struct TablePlan {
  config::TableRef ref;
  bool is_loaded = false;              ///< bronze has it already
  std::string method;                  ///< "reads 2 new files", "reads all rows", "reads rows from updated_at on"
  std::vector<std::string> new_files;  ///< files only: new and changed ones
};

/// What a run would do.
struct Plan {
  std::vector<TablePlan> tables;
  std::vector<std::pair<int, std::string>> to_confirm;  ///< lines of assay.yaml that stop the run
  std::optional<std::int64_t> unfinished;               ///< a publish that the run would finish first
  std::optional<std::int64_t> release;                  ///< the newest one
  /// Why tables are rebuilt; empty = they are not, unless a source turns out to have something new.
  std::vector<std::string> reasons;
};

/// Plans a run. Changes nothing; looks at the files of file sources (names and contents), but reads no database and no
/// API.
Result<Plan> MakePlan(const Session& session);

}  // namespace assay::pipeline
