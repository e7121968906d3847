#include "cli/release_views.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/near_name.h"
#include "cli/progress.h"
#include "engine/sql_text.h"
#include "lake/table_log.h"
#include "pipeline/bronze_views.h"
#include "pipeline/delta_files.h"
#include "pipeline/load_sources.h"

namespace assay::cli {
namespace {

Status Bind(Workspace& workspace, const std::string& name, const std::string& path,
            std::optional<std::int64_t> version) {
  ASSIGN_OR_RETURN(const lake::Snapshot snapshot, lake::ReadSnapshot(workspace.lake(), path, version));
  ASSIGN_OR_RETURN(const std::string relation, pipeline::RelationOf(workspace.lake(), path, snapshot));
  const std::size_t dot = name.find('.');
  const Status bound = workspace.connection().Execute(
      fmt::format("CREATE SCHEMA IF NOT EXISTS {0}; CREATE OR REPLACE VIEW {0}.{1} AS SELECT * FROM {2}",
                  engine::SqlName(name.substr(0, dot)), engine::SqlName(name.substr(dot + 1)), relation));
  if (bound || bound.error().kind == ErrorKind::kCancelled) return bound;
  const std::string& why = bound.error().message;
  if (bound.error().kind == ErrorKind::kCorrupt)
    return std::unexpected(
        Error(bound.error()).WithContext(fmt::format("table {}, version {}", name, snapshot.version)));
  const bool is_gone = why.contains("No files found");
  return Fail(
      is_gone ? ErrorKind::kCorrupt : bound.error().kind,
      "Cannot read table {}, version {}: {}; put the file back from a copy of the lake, or look with `assay doctor`",
      name, snapshot.version, is_gone ? "one of its data files is gone" : why.substr(0, why.find('\n')));
}

}  // namespace

Result<lake::Release> BindRelease(Workspace& workspace, std::optional<std::int64_t> number) {
  auto release = number ? lake::ReadRelease(workspace.lake(), *number) : lake::NewestRelease(workspace.lake());
  if (!release && release.error().kind == ErrorKind::kNotFound) {
    if (number)
      return NotFound("Cannot read release {}: there is no such release; `assay history` lists those that are there",
                      *number);
    return NotFound("Cannot read the lake: nothing was published yet; run `assay run` first");
  }
  RETURN_IF_ERROR(release);
  for (const lake::ReleaseTable& table : release->tables)
    RETURN_IF_ERROR(Bind(workspace, table.name, table.path, table.version));
  for (const config::Source& source : workspace.project().sources) {
    for (const config::SourceTable& table : source.tables) {
      const config::TableRef ref{source.name, table.name};
      const Status bound =
          Bind(workspace, "bronze." + pipeline::BronzeName(ref), pipeline::BronzePath(ref), std::nullopt);
      if (!bound && bound.error().kind != ErrorKind::kNotFound) return std::unexpected(bound.error());
    }
  }
  return release;
}

Status BindVersion(Workspace& workspace, const lake::Release& release, const std::string& table, std::int64_t version) {
  const auto found = std::ranges::find(release.tables, table, &lake::ReleaseTable::name);
  if (found != release.tables.end()) return Bind(workspace, table, found->path, version);
  std::vector<std::string> names;
  for (const lake::ReleaseTable& known : release.tables) names.push_back(known.name);
  return NotFound("Cannot read table {}: the release does not have it{}", table, DidYouMean(table, names));
}

}  // namespace assay::cli
