#include "pipeline/housekeeping.h"

#include "lake/log_cleanup.h"
#include "lake/vacuum.h"

namespace assay::pipeline {

Status KeepHouse(const lake::Lake& lake, const lake::Release& newest) {
  RETURN_IF_ERROR(lake::ExpireReleases(lake, lake.now_ms() - kReleaseRetentionMs));
  ASSIGN_OR_RETURN(const std::vector<lake::Release> releases, lake::ListReleases(lake));
  for (const lake::ReleaseTable& table : newest.tables) {
    const std::set<std::int64_t> named = lake::VersionsNamed(releases, table.path);
    RETURN_IF_ERROR(lake::Vacuum(lake, table.path, {.protected_versions = named}));
    RETURN_IF_ERROR(lake::CleanLog(lake, table.path, named));
  }
  return {};
}

}  // namespace assay::pipeline
