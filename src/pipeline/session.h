#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <stop_token>
#include <string>

#include "base/secrets.h"
#include "config/project.h"
#include "engine/duckdb/database.h"
#include "ingest/connector.h"
#include "lake/lake.h"

namespace assay::pipeline {

/// Told what a run is doing, while it does it. Called from the run's thread; must be quick.
class Progress {
 public:
  virtual ~Progress() = default;
  /// A step begins; `detail` says on what ("load", "shop.transactions"). The one before is over.
  virtual void Step(std::string_view step, std::string_view detail) = 0;
};

using Connectors = std::map<config::SourceKind, std::unique_ptr<ingest::Connector>>;

/// What the steps of one run share. Borrows everything; whoever makes it keeps the parts alive.
struct Session {
  const config::Project& project;
  const lake::Lake& lake;
  engine::duckdb::Connection& connection;
  const Connectors& connectors;
  Progress& progress;
  std::string run_id;           ///< a UUID
  std::int64_t started_us = 0;  ///< microseconds since 1970 UTC: the only clock value of the run
  std::stop_token stop;
  const Secrets& secrets;  ///< for what a run writes into the lake about itself
};

}  // namespace assay::pipeline
