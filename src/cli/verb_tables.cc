#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "cli/money_text.h"
#include "cli/release_views.h"
#include "cli/verbs.h"
#include "cli/workspace.h"
#include "lake/table_log.h"
#include "pipeline/delta_files.h"
#include "pipeline/load_sources.h"

namespace assay::cli {
namespace {

struct Entry {
  std::string name;
  std::string path;
  std::int64_t version = -1;
  std::int64_t rows = 0;
  std::size_t files = 0;
};

Result<Entry> Describe(const Workspace& workspace, std::string name, std::string path,
                       std::optional<std::int64_t> version) {
  ASSIGN_OR_RETURN(const lake::Snapshot snapshot, lake::ReadSnapshot(workspace.lake(), path, version));
  Entry entry{
      .name = std::move(name), .path = std::move(path), .version = snapshot.version, .files = snapshot.files.size()};
  ASSIGN_OR_RETURN(entry.rows, pipeline::RowsOf(snapshot));
  return entry;
}

Result<std::vector<Entry>> BronzeEntries(const Workspace& workspace) {
  std::vector<Entry> entries;
  for (const config::Source& source : workspace.project().sources) {
    for (const config::SourceTable& table : source.tables) {
      auto entry = Describe(workspace, fmt::format("bronze.{}.{}", source.name, table.name),
                            pipeline::BronzePath({source.name, table.name}), std::nullopt);
      if (!entry && entry.error().kind == ErrorKind::kNotFound) continue;
      RETURN_IF_ERROR(entry);
      entries.push_back(*std::move(entry));
    }
  }
  return entries;
}

Status ListTables(Invocation& invocation, bool release_only) {
  ASSIGN_OR_RETURN(const auto workspace, Workspace::Open(invocation));
  std::vector<Entry> entries;
  if (!release_only) {
    ASSIGN_OR_RETURN(entries, BronzeEntries(*workspace));
  }
  auto release = lake::NewestRelease(workspace->lake());
  if (!release && release.error().kind != ErrorKind::kNotFound) return std::unexpected(release.error());
  if (!release && release_only)
    return NotFound("Cannot list the release: nothing was published yet; run `assay run` first");
  if (release) {
    for (const lake::ReleaseTable& table : release->tables) {
      ASSIGN_OR_RETURN(Entry entry, Describe(*workspace, table.name, table.path, table.version));
      entries.push_back(std::move(entry));
    }
  }
  if (invocation.json) {
    nlohmann::json list = nlohmann::json::array();
    for (const Entry& e : entries)
      list.push_back(
          {{"name", e.name}, {"path", e.path}, {"version", e.version}, {"rows", e.rows}, {"files", e.files}});
    fmt::print("{}\n", nlohmann::json{{"release", release ? nlohmann::json(release->number) : nlohmann::json()},
                                      {"tables", list}}
                           .dump(2));
    return {};
  }
  if (release) fmt::print("Release {}, data to {}\n", release->number, release->as_of);
  fmt::print("{:<36} {:>8} {:>14} {:>6}\n", "table", "version", "rows", "files");
  for (const Entry& e : entries)
    fmt::print("{:<36} {:>8} {:>14} {:>6}\n", e.name, e.version, ShowCount(e.rows), e.files);
  return {};
}

}  // namespace

void AddTables(CLI::App& app, Invocation& invocation) {
  CLI::App* verb = app.add_subcommand("tables", "List the lake's tables with versions and rows");
  auto release_only = std::make_shared<bool>(false);
  verb->add_flag("--release", *release_only,
                 "Only the tables and versions of the newest release: what readers outside should use");
  verb->footer("Example:\n  assay -C myshop tables --release --json");
  verb->callback([&invocation, release_only] {
    invocation.action = [&invocation, release_only] { return ListTables(invocation, *release_only); };
  });
}

}  // namespace assay::cli
