#pragma once

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "lake/release.h"
#include "pipeline/mapped_views.h"

namespace assay::pipeline {

/// Everything a release's numbers depend on, in parts that people can be told about; stored with the release.
nlohmann::json FingerprintOf(const BronzeSet& bronze, const MappedViews& views, const config::Project& project);

/// The parts in which `fingerprint` differs from that of an earlier release, as people call them: "the mapping of
/// transactions", "the tiers", "the model gold.fact_sales" ("5 models" when more than three differ), "the tax", the
/// paths of bronze tables. Empty when the release still stands.
std::vector<std::string> RebuildReasons(const lake::Release& before, const nlohmann::json& fingerprint);

}  // namespace assay::pipeline
