#pragma once

#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "lake/release.h"
#include "pipeline/load_sources.h"

namespace assay::pipeline {

/// How a run ended well.
struct RunResult {
  std::vector<LoadReport> loads;
  lake::Release release;                     ///< the newest release afterwards
  bool published = false;                    ///< false: nothing was new, `release` is an earlier one
  std::string rolled;                        ///< what was done about an unfinished publish; empty = there was none
  std::vector<std::string> rebuilt_because;  ///< which inputs changed since the release before
  std::string full_because;  ///< why all months were rebuilt although there was a release; empty = only some were
  std::vector<std::string> rebuilt_months;  ///< the months of gold.fact_sales that were, such as 2025-03
  std::string housekeeping;                 ///< why old releases and files could not be cleaned up; empty = they were
  nlohmann::json facts;                     ///< the release's facts, see facts.h
};

/// Runs the whole chain once: finish an unfinished publish, load, transform, check, publish. Whatever fails, the
/// release before stays; rows that were loaded stay loaded; running again goes on. Errors as the steps say; see
/// docs/reference/exit-codes.md. Only the months that changed are rebuilt where that is certain (base_release.h), all
/// with `full_refresh`.
Result<RunResult> Run(const Session& session, bool full_refresh = false);

}  // namespace assay::pipeline
