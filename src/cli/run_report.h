#pragma once

#include <string>

#include <nlohmann/json.hpp>

#include "pipeline/run.h"

namespace assay::cli {

/// The end of a run as a page of text for people.
std::string RunReportText(const pipeline::RunResult& result);

/// The same for scripts: {sources: [{source, read, added, held, gone, method}], release: {number, as_of, published}, facts...}.
nlohmann::json RunReportJson(const pipeline::RunResult& result);

}  // namespace assay::cli
