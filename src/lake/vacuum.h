#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "lake/lake.h"

namespace assay::lake {

struct VacuumOptions {
  enum class Mode { kDelete, kDryRun };
  enum class ShortRetention { kRefuse, kAllow };

  Mode mode = Mode::kDelete;
  /// How long unnamed files stay; the table's `delta.deletedFileRetentionDuration` when not given.
  std::optional<std::int64_t> retention_ms = std::nullopt;
  /// Less than 7 days takes files from running writers, whose uncommitted files look like orphans: for tests.
  ShortRetention short_retention = ShortRetention::kRefuse;
  /// Versions that must stay readable whatever their age, such as those that releases name.
  std::set<std::int64_t> protected_versions = {};
};

struct VacuumReport {
  std::vector<std::string> files;  ///< deleted (or to be deleted), relative to the table, sorted
  std::int64_t size_bytes = 0;
};

/// Deletes the files below a table's folder that are not live, not live in a protected version, not removed within the
/// retention, and older than the retention by the store's time. Passes over names, and folders, that start with '_' or
/// '.'. For tables that this program made; leave others to the program that made them.
///
/// kNotFound when there is no table or a protected version is gone (nothing is deleted then); kUnsupported when the
/// table may not be written; kInvalidInput for a retention below 7 days unless allowed. Repeating it after a failure
/// finishes the work.
Result<VacuumReport> Vacuum(const Lake& lake, std::string_view table_path, const VacuumOptions& options);

}  // namespace assay::lake
