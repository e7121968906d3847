#include <filesystem>

#include <CLI/CLI.hpp>

#include "cli/project_draft.h"
#include "cli/verbs.h"
#include "config/load_project.h"
#include "engine/duckdb/database.h"
#include "ingest/files/files_connector.h"
#include "ingest/odbc/odbc_connector.h"
#include "pipeline/profile_source.h"
#include "storage/local_store.h"

namespace assay::cli {
namespace {

namespace fs = std::filesystem;

struct InitOptions {
  std::string from;
  std::string odbc;
  std::string into = ".";
};

Status RefuseExisting(const fs::path& folder, bool with_env) {
  for (const char* name : {"assay.yaml", ".env"}) {
    if (std::string_view(name) == ".env" && !with_env) continue;
    std::error_code error;
    if (fs::exists(folder / name, error))
      return AlreadyExists(
          "Cannot make a project in {}: {} is there already and is never overwritten; choose another folder with "
          "--into",
          folder.string(), name);
  }
  return {};
}

Result<config::Source> SourceOf(const InitOptions& options) {
  config::Source source{.name = "shop"};
  if (!options.odbc.empty()) {
    source.kind = config::SourceKind::kOdbc;
    source.connection = options.odbc;
    return source;
  }
  std::error_code error;
  const fs::path path = fs::absolute(options.from, error).lexically_normal();
  if (!fs::is_directory(path, error))
    return InvalidInput(
        "Cannot make a project from {}: expected a folder of CSV, JSON or Parquet files, got {}; look at --from",
        options.from, fs::exists(path, error) ? "a file; name its folder" : "no such folder");
  source.path = path.string();
  return source;
}

std::string EnvText(const std::string& connection) {
  std::string value;
  for (const char c : connection)
    value += c == '"' || c == '\\' || c == '$' ? std::string("\\") + c : std::string(1, c);
  return fmt::format("# Secrets of assay.yaml; keep this file to yourself.\nSHOP_ODBC=\"{}\"\n", value);
}

Status WriteFiles(const fs::path& folder, const std::string& yaml, const InitOptions& options) {
  storage::LocalStore store(folder.string());
  if (!options.odbc.empty()) {
    RETURN_IF_ERROR(store.PutIfAbsent(".env", EnvText(options.odbc)));
    std::error_code error;
    fs::permissions(folder / ".env", fs::perms::owner_read | fs::perms::owner_write, error);
    if (error) return Io("Cannot hide {} from others: {}", (folder / ".env").string(), error.message());
  }
  return store.PutIfAbsent("assay.yaml", yaml);
}

Status Init(Invocation& invocation, const InitOptions& options) {
  invocation.secrets.Add(options.odbc);
  std::error_code error;
  const fs::path folder = fs::absolute(options.into, error).lexically_normal();
  RETURN_IF_ERROR(RefuseExisting(folder, !options.odbc.empty()));
  ASSIGN_OR_RETURN(ProjectDraft draft, [&]() -> Result<ProjectDraft> {
    ASSIGN_OR_RETURN(config::Source source, SourceOf(options));
    return ProjectDraft{.source = std::move(source)};
  }());
  ASSIGN_OR_RETURN(const engine::duckdb::Database database, engine::duckdb::Database::Open({}));
  ASSIGN_OR_RETURN(engine::duckdb::Connection connection, engine::duckdb::Connection::Open(database, invocation.stop));
  ingest::FilesConnector files;
  ingest::OdbcConnector odbc;
  ingest::Connector& connector = options.odbc.empty() ? static_cast<ingest::Connector&>(files) : odbc;
  ASSIGN_OR_RETURN(pipeline::SourceProfile profile,
                   pipeline::ProfileSource(draft.source, connector, connection, invocation.stop));
  draft.name = folder.has_filename() ? folder.filename().string() : folder.parent_path().filename().string();
  draft.source.tables = std::move(profile.tables);
  draft.facts = std::move(profile.facts);
  draft.roles = retail::ProposeRoles(draft.facts, [&](std::size_t table, const std::string& column, std::size_t other,
                                                      const std::string& other_column) {
    return pipeline::MatchPermille(connection, table, column, other, other_column);
  });
  if (draft.roles.empty()) {
    return InvalidInput(
        "Cannot propose roles: expected a table with a date and a quantity, price or amount, got none among {} tables; "
        "write assay.yaml by hand, docs/reference/assay-yaml.md explains it",
        draft.facts.size());
  }
  RETURN_IF_ERROR(WriteFiles(folder, DraftText(draft), options));
  ASSIGN_OR_RETURN(const config::Project project, config::LoadProject(folder.string(), invocation.secrets));
  fmt::print(
      "Wrote {}: {} tables, {} roles, {} guesses to confirm\nNext:\n  assay -C {} check\n  look at each CONFIRM in "
      "assay.yaml, and delete the mark\n  assay -C {} run\n",
      (folder / "assay.yaml").string(), draft.facts.size(), draft.roles.size(), project.to_confirm.size(), options.into,
      options.into);
  return {};
}

}  // namespace

void AddInit(CLI::App& app, Invocation& invocation) {
  CLI::App* verb = app.add_subcommand("init", "Look at a source and propose a project for it");
  auto options = std::make_shared<InitOptions>();
  auto* from = verb->add_option("--from", options->from, "A folder of CSV, JSON or Parquet files");
  auto* odbc = verb->add_option("--odbc", options->odbc, "An ODBC connection string; it is kept in .env");
  odbc->excludes(from);
  verb->add_option("--into", options->into, "Folder of the new project")->capture_default_str();
  verb->footer(
      "Example:\n  assay init --from exports --into myshop\n  assay init --odbc \"Driver=SQLite3;Database=till.db\" "
      "--into myshop");
  verb->callback([&invocation, options] {
    if (options->from.empty() && options->odbc.empty()) throw CLI::RequiredError("--from or --odbc");
    invocation.action = [&invocation, options] { return Init(invocation, *options); };
  });
}

}  // namespace assay::cli
