#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "lake/lake.h"
#include "lake/release.h"

namespace assay::pipeline {

/// How long releases can be read: 30 days.
inline constexpr std::int64_t kReleaseRetentionMs = 30LL * 24 * 60 * 60 * 1000;

/// Keeps a lake from growing for ever, after a publish: forgets releases older than the retention (never the newest),
/// then removes, from every table of the newest release, files and log entries that no remaining release names and that
/// are older than the table's own retention (37 days by default). Fails as the store does; what is not done now is done
/// after the next publish.
Status KeepHouse(const lake::Lake& lake, const lake::Release& newest);

}  // namespace assay::pipeline
