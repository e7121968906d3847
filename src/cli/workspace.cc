#include "cli/workspace.h"

#include <chrono>
#include <cstdlib>
#include <filesystem>

#include <unistd.h>

#include "base/uuid.h"
#include "config/environment.h"
#include "config/load_project.h"
#include "demo/demo_shop.h"
#include "ingest/files/files_connector.h"
#include "ingest/odbc/odbc_connector.h"
#include "ingest/rest/rest_connector.h"

namespace assay::cli {
namespace {

std::int64_t NowMicroseconds() {
  return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::system_clock::now().time_since_epoch())
      .count();
}

// The demo's API lives only as long as a command that reads it, so its address is known only now.
Result<std::unique_ptr<demo::CustomersApi>> StartDemoApi(const std::string& folder) {
  ASSIGN_OR_RETURN(const config::Environment environment, config::LoadEnvironment(folder));
  for (const std::string& name : environment.DotEnvNames()) {
    if (environment.Get(name) != std::string(demo::kCustomersUrl)) continue;
    ASSIGN_OR_RETURN(auto api,
                     demo::CustomersApi::Start(demo::GenerateShop().customers, std::string(demo::kCustomersToken)));
    ::setenv(name.c_str(), api->url().c_str(), 1);
    return api;
  }
  return std::unique_ptr<demo::CustomersApi>();
}

Result<std::string> MakeScratch(const std::string& lake) {
  const std::string scratch = fmt::format("{}/ops/.scratch/{}-{}", lake, ::getpid(), NewUuid());
  std::error_code error;
  std::filesystem::create_directories(scratch, error);
  if (error)
    return Io("Cannot make folder {}: {}; check that the lake is writable and the disk has room", scratch,
              error.message());
  return scratch;
}

}  // namespace

Result<std::unique_ptr<Workspace>> Workspace::Open(Invocation& invocation) {
  std::unique_ptr<Workspace> workspace(new Workspace(invocation.secrets));
  std::error_code error;
  const std::string folder = std::filesystem::absolute(invocation.folder, error).lexically_normal().string();
  ASSIGN_OR_RETURN(workspace->demo_api_, StartDemoApi(folder));
  ASSIGN_OR_RETURN(workspace->project_, config::LoadProject(folder, invocation.secrets));
  const config::Project& project = workspace->project_;
  ASSIGN_OR_RETURN(workspace->scratch_, MakeScratch(project.lake));
  workspace->store_ = std::make_unique<storage::LocalStore>(project.lake);
  ASSIGN_OR_RETURN(
      engine::duckdb::Database database,
      engine::duckdb::Database::Open(
          {.threads = project.threads, .memory_limit = project.memory_limit, .temp_directory = workspace->scratch_}));
  workspace->database_ = std::make_unique<engine::duckdb::Database>(std::move(database));
  ASSIGN_OR_RETURN(engine::duckdb::Connection connection,
                   engine::duckdb::Connection::Open(*workspace->database_, invocation.stop));
  workspace->connection_ = std::make_unique<engine::duckdb::Connection>(std::move(connection));
  workspace->parquet_json_ = std::make_unique<engine::duckdb::DuckdbParquetJson>(*workspace->connection_);
  workspace->lake_ = std::make_unique<lake::Lake>(lake::Lake{.store = *workspace->store_,
                                                             .parquet_json = *workspace->parquet_json_,
                                                             .now_ms = [] { return NowMicroseconds() / 1000; },
                                                             .scratch_folder = workspace->scratch_});
  workspace->connectors_[config::SourceKind::kFiles] = std::make_unique<ingest::FilesConnector>();
  workspace->connectors_[config::SourceKind::kOdbc] = std::make_unique<ingest::OdbcConnector>();
  workspace->connectors_[config::SourceKind::kRest] = std::make_unique<ingest::RestConnector>();
  return workspace;
}

Workspace::~Workspace() {
  std::error_code ignored;  // what stays is found and removed by `doctor`
  connection_.reset();
  database_.reset();
  std::filesystem::remove_all(scratch_, ignored);
}

pipeline::Session Workspace::MakeSession(pipeline::Progress& progress, std::stop_token stop) const {
  return {.project = project_,
          .lake = *lake_,
          .connection = *connection_,
          .connectors = connectors_,
          .progress = progress,
          .run_id = NewUuid(),
          .started_us = NowMicroseconds(),
          .stop = std::move(stop),
          .secrets = secrets_};
}

}  // namespace assay::cli
