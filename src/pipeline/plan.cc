#include "pipeline/plan.h"

#include <fmt/format.h>

#include "base/stop.h"
#include "lake/publish.h"
#include "lake/table_log.h"
#include "pipeline/base_release.h"
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
  TablePlan plan{.ref = {source.name, table.name}, .may_have_rows = source.kind != config::SourceKind::kFiles};
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

// What a run would find changed, and whether it could follow that month by month: the configuration against the rows
// held now; then each table that may have others.
Status PlanRebuild(const Session& session, const lake::Release& release, Plan& plan) {
  RETURN_IF_ERROR(DefineFunctions(session.connection));
  ASSIGN_OR_RETURN(const BronzeSet bronze, BindBronze(session));
  const retail::BronzeTables tables = TablesOf(bronze);
  ASSIGN_OR_RETURN(const MappedViews views, MakeMappedViews(session, tables));
  const nlohmann::json fingerprint = FingerprintOf(bronze, views, session.project);
  for (const std::string& reason : RebuildReasons(release, fingerprint)) plan.reasons.push_back(reason + " changed");
  ASSIGN_OR_RETURN(const BaseOrReason base, FindBase(session, release, fingerprint, bronze, views));
  if (!plan.reasons.empty()) plan.full_because = base.full_because;
  for (const TablePlan& table : plan.tables) {
    const std::string why =
        base.full_because.empty() ? WhyFullWhenMoved(session, views, bronze.at(table.ref)) : base.full_because;
    if (why.empty() || !plan.full_because.empty()) continue;
    if (!table.new_files.empty()) plan.full_because = why;
    if (table.may_have_rows) plan.full_if_new.emplace_back(table.ref, why);
  }
  if (!plan.full_because.empty()) plan.full_if_new.clear();
  plan.scope = plan.reasons.empty()        ? PlanScope::kNothing
               : plan.full_because.empty() ? PlanScope::kMonths
                                           : PlanScope::kAll;
  return {};
}

}  // namespace

Result<Plan> MakePlan(const Session& session) {
  Plan plan{.to_confirm = session.project.to_confirm};
  ASSIGN_OR_RETURN(plan.unfinished, lake::UnfinishedPublish(session.lake));
  std::string never_loaded;
  for (const config::Source& source : session.project.sources) {
    for (const config::SourceTable& table : source.tables) {
      RETURN_IF_ERROR(CheckStop(session.stop));
      ASSIGN_OR_RETURN(TablePlan planned, PlanTable(session, source, table));
      const std::string name = fmt::format("{}.{}", source.name, table.name);
      if (!planned.is_loaded && never_loaded.empty()) never_loaded = name;
      if (!planned.is_loaded) plan.reasons.push_back(name + " was never loaded");
      if (planned.is_loaded && !planned.new_files.empty()) plan.reasons.push_back(name + " has new files");
      plan.tables.push_back(std::move(planned));
    }
  }
  const auto release = lake::NewestRelease(session.lake);
  if (!release && release.error().kind != ErrorKind::kNotFound) return std::unexpected(release.error());
  if (release) plan.release = release->number;
  if (plan.unfinished) return plan;
  plan.scope = PlanScope::kAll;
  if (!release) {
    plan.reasons.insert(plan.reasons.begin(), "nothing was published yet");
  } else if (!never_loaded.empty()) {
    plan.full_because = never_loaded + " is new";
  } else {
    RETURN_IF_ERROR(PlanRebuild(session, *release, plan));
  }
  return plan;
}

}  // namespace assay::pipeline
