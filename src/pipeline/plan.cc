#include "pipeline/plan.h"

#include <fmt/format.h>

#include "base/stop.h"
#include "lake/publish.h"
#include "lake/table_log.h"
#include "pipeline/load_sources.h"
#include "pipeline/rebuild_reasons.h"
#include "pipeline/run_models.h"

namespace assay::pipeline {
namespace {

Status PlanFiles(const Session& session, const config::Source& source, const config::SourceTable& table,
                 const nlohmann::json& resume, TablePlan& plan) {
  ASSIGN_OR_RETURN(const ingest::Extract extract,
                   session.connectors.at(source.kind)->Open({source, table, resume, session.stop}));
  for (const ingest::SourceFile& file : std::get<ingest::FileScan>(extract.rows).files)
    plan.new_files.push_back(file.name);
  plan.method = plan.new_files.empty() ? "no new file"
                                       : fmt::format("reads {} new or changed {}", plan.new_files.size(),
                                                     plan.new_files.size() == 1 ? "file" : "files");
  return {};
}

Result<TablePlan> PlanTable(const Session& session, const config::Source& source, const config::SourceTable& table) {
  TablePlan plan{.ref = {source.name, table.name}};
  const auto snapshot = lake::ReadSnapshot(session.lake, BronzePath(plan.ref));
  if (!snapshot && snapshot.error().kind != ErrorKind::kNotFound) return std::unexpected(snapshot.error());
  plan.is_loaded = snapshot.has_value();
  if (source.kind == config::SourceKind::kFiles) {
    RETURN_IF_ERROR(PlanFiles(session, source, table, snapshot ? ResumePointOf(*snapshot) : nlohmann::json(), plan));
  } else if (source.kind == config::SourceKind::kOdbc && table.cursor && plan.is_loaded) {
    plan.method = fmt::format("reads rows from the newest {} on", *table.cursor);
  } else {
    plan.method = "reads all rows and keeps those that are new";
  }
  return plan;
}

// The configuration against the rows held now; what the sources have besides is known only by reading them.
Result<std::vector<std::string>> ReasonsNow(const Session& session, const lake::Release& release) {
  RETURN_IF_ERROR(DefineFunctions(session.connection));
  ASSIGN_OR_RETURN(const BronzeSet bronze, BindBronze(session));
  const retail::BronzeTables tables = TablesOf(bronze);
  ASSIGN_OR_RETURN(const MappedViews views, MakeMappedViews(session, tables));
  return RebuildReasons(release, FingerprintOf(bronze, views, session.project));
}

}  // namespace

Result<Plan> MakePlan(const Session& session) {
  Plan plan{.to_confirm = session.project.to_confirm};
  ASSIGN_OR_RETURN(plan.unfinished, lake::UnfinishedPublish(session.lake));
  bool all_loaded = true;
  for (const config::Source& source : session.project.sources) {
    for (const config::SourceTable& table : source.tables) {
      RETURN_IF_ERROR(CheckStop(session.stop));
      ASSIGN_OR_RETURN(TablePlan planned, PlanTable(session, source, table));
      all_loaded = all_loaded && planned.is_loaded;
      if (!planned.is_loaded) plan.reasons.push_back(fmt::format("{}.{} was never loaded", source.name, table.name));
      if (planned.is_loaded && !planned.new_files.empty())
        plan.reasons.push_back(fmt::format("{}.{} has new files", source.name, table.name));
      plan.tables.push_back(std::move(planned));
    }
  }
  const auto release = lake::NewestRelease(session.lake);
  if (!release && release.error().kind != ErrorKind::kNotFound) return std::unexpected(release.error());
  if (!release) {
    plan.reasons.insert(plan.reasons.begin(), "nothing was published yet");
    return plan;
  }
  plan.release = release->number;
  if (!all_loaded) return plan;
  ASSIGN_OR_RETURN(const std::vector<std::string> reasons, ReasonsNow(session, *release));
  for (const std::string& reason : reasons) plan.reasons.push_back(reason + " changed");
  return plan;
}

}  // namespace assay::pipeline
