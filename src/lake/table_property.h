#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "base/result.h"

/// Delta's table properties that this program obeys, read from `Metadata::configuration`.
namespace assay::lake {

using Configuration = std::map<std::string, std::string>;

inline constexpr std::int64_t kDayMs = std::int64_t{24} * 60 * 60 * 1000;

/// Reads Spark's interval text: pairs of a whole number and week(s), day(s), hour(s), minute(s), second(s) or
/// millisecond(s), after an optional "interval", such as "interval 37 days". kInvalidInput names other text.
Result<std::int64_t> ParseIntervalMs(std::string_view text);

/// `delta.deletedFileRetentionDuration`: how long removed files are kept for readers of older versions; 7 days by
/// default.
Result<std::int64_t> DeletedFileRetentionMs(const Configuration& configuration);

/// `delta.logRetentionDuration`: how long old versions can be read; 30 days by default.
Result<std::int64_t> LogRetentionMs(const Configuration& configuration);

/// `delta.appendOnly`: no row may be removed or changed; false by default.
bool IsAppendOnly(const Configuration& configuration);

/// `delta.checkpointInterval`; `otherwise` when it is not a positive number.
std::int64_t CheckpointIntervalOf(const Configuration& configuration, std::int64_t otherwise);

}  // namespace assay::lake
