#pragma once

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "cli/progress.h"
#include "pipeline/run.h"

namespace assay::cli {

/// The end of a run as a page of text for people.
std::string RunReportText(const pipeline::RunResult& result);

/// The same for scripts: {sources: [{source, read, added, held, gone, method}], release: {number, as_of, published},
/// steps: [{step, seconds}], facts...}.
nlohmann::json RunReportJson(const pipeline::RunResult& result, const std::vector<TimedStep>& steps);

}  // namespace assay::cli
