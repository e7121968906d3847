#pragma once

#include <memory>
#include <string>

#include "cli/invocation.h"
#include "config/project.h"
#include "demo/customers_api.h"
#include "engine/duckdb/database.h"
#include "engine/duckdb/duckdb_parquet_json.h"
#include "lake/lake.h"
#include "pipeline/session.h"
#include "storage/local_store.h"

namespace assay::cli {

/// A project with everything that works on it, built in one place and handed down. Neither copied nor moved: its parts
/// refer to each other.
class Workspace {
 public:
  /// Reads the project in `invocation.folder` and opens its lake and engine. Starts the demo's own customers API when
  /// the project asks for it. Secrets go to `invocation.secrets`, which must outlive the workspace.
  static Result<std::unique_ptr<Workspace>> Open(Invocation& invocation);
  Workspace(const Workspace&) = delete;
  Workspace& operator=(const Workspace&) = delete;
  ~Workspace();

  const config::Project& project() const { return project_; }
  const lake::Lake& lake() const { return *lake_; }
  engine::duckdb::Connection& connection() { return *connection_; }
  const pipeline::Connectors& connectors() const { return connectors_; }

  /// A session for one run or check; `progress` must outlive it.
  pipeline::Session MakeSession(pipeline::Progress& progress, std::stop_token stop) const;

 private:
  explicit Workspace(const Secrets& secrets) : secrets_(secrets) {}

  const Secrets& secrets_;
  std::unique_ptr<demo::CustomersApi> demo_api_;
  config::Project project_;
  std::string scratch_;
  std::unique_ptr<storage::LocalStore> store_;
  std::unique_ptr<engine::duckdb::Database> database_;
  std::unique_ptr<engine::duckdb::Connection> connection_;
  std::unique_ptr<engine::duckdb::DuckdbParquetJson> parquet_json_;
  std::unique_ptr<lake::Lake> lake_;
  pipeline::Connectors connectors_;
};

}  // namespace assay::cli
