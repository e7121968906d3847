#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "lake/snapshot.h"
#include "pipeline/session.h"

namespace assay::pipeline {

/// What one load of one table did. read = added + held.
struct LoadReport {
  config::TableRef ref;
  std::int64_t read = 0;
  std::int64_t added = 0;
  std::int64_t held = 0;
  std::int64_t gone = 0;      ///< rows the source no longer has
  std::int64_t changed = 0;   ///< rows whose key the source has with other content
  std::int64_t version = -1;  ///< of the bronze table afterwards
  std::string method;
  std::vector<std::string> new_columns;
};

/// The key of a bronze table in the lake: bronze/<source>/<table>.
std::string BronzePath(const config::TableRef& ref);

/// The columns of a table that are marked `pii`, as bronze spells them.
std::set<std::string, std::less<>> PersonalColumns(const config::SourceTable& table);

/// Where the next load of a bronze table goes on, as the last one stored it; null when there was none.
nlohmann::json ResumePointOf(const lake::Snapshot& snapshot);

/// Loads every table of every source, one after the other: rows and resume point in one commit each.
/// What was committed before an error stays; the next run goes on behind it. Errors name source and table.
Result<std::vector<LoadReport>> LoadSources(const Session& session);

}  // namespace assay::pipeline
