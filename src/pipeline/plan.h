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
  bool may_have_rows = false;          ///< only reading it tells whether there is something new
  std::string method;                  ///< "reads 2 new files", "reads all rows", "reads rows from updated_at on"
  std::vector<std::string> new_files;  ///< files only: new and changed ones
};

/// How much of silver and gold a run would build.
enum class PlanScope {
  kNothing,  ///< the release stands, unless a source turns out to have something new
  kMonths,   ///< the months that changed
  kAll,
  kUnknown,  ///< an unfinished publish decides first
};

/// What a run would do.
struct Plan {
  std::vector<TablePlan> tables;
  std::vector<std::pair<int, std::string>> to_confirm;  ///< lines of assay.yaml that stop the run
  std::optional<std::int64_t> unfinished;               ///< a publish that the run would finish first
  std::optional<std::int64_t> release;                  ///< the newest one
  PlanScope scope = PlanScope::kUnknown;
  std::vector<std::string> reasons;  ///< what changed; empty = nothing is rebuilt
  std::string full_because;          ///< with a release and kAll: why not months alone
  /// Tables whose news only reading them tells, and why any would make the run build every month. Empty with kAll.
  std::vector<std::pair<config::TableRef, std::string>> full_if_new;
};

/// Plans a run. Changes nothing; looks at the files of file sources (names and contents), but reads no database and no
/// API. What only the new rows tell is not foreseen: a column that comes with them, a key that is no number any more.
Result<Plan> MakePlan(const Session& session);

}  // namespace assay::pipeline
