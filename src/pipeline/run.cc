#include "pipeline/run.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/stop.h"
#include "lake/publish.h"
#include "lake/table_log.h"
#include "pipeline/account.h"
#include "pipeline/base_release.h"
#include "pipeline/check_keys.h"
#include "pipeline/delta_files.h"
#include "pipeline/facts.h"
#include "pipeline/housekeeping.h"
#include "pipeline/month_builder.h"
#include "pipeline/rebuild_reasons.h"
#include "pipeline/run_lock.h"
#include "pipeline/run_models.h"
#include "pipeline/run_recorder.h"

namespace assay::pipeline {
namespace {

using nlohmann::json;

Status RequireConfirmed(const config::Project& project) {
  if (project.to_confirm.empty()) return {};
  std::string lines;
  for (const auto& [line, text] : project.to_confirm) lines += fmt::format("\n  assay.yaml:{}: {}", line, text);
  return InvalidInput(
      "Cannot run: {} guesses of assay.yaml wait to be confirmed; check each line and delete its `# CONFIRM`:{}",
      project.to_confirm.size(), lines);
}

Result<lake::PublishTable> PlanTable(const Session& session, const StagedTable& staged) {
  lake::PublishTable table{.path = staged.path};
  lake::TableChange& change = table.change;
  lake::Metadata metadata{
      .id = "", .name = staged.name, .schema = staged.schema, .partition_columns = staged.partition_columns};
  const auto snapshot = lake::ReadSnapshot(session.lake, staged.path);
  if (!snapshot && snapshot.error().kind != ErrorKind::kNotFound) return std::unexpected(snapshot.error());
  if (snapshot) {
    change.read_version = snapshot->version;
    change.read_partitions = {lake::PartitionValues{}};
    if (staged.removes) change.removes = *staged.removes;
    for (const auto& [path, file] : snapshot->files) {
      if (!staged.removes) change.removes.push_back(path);
    }
    metadata.configuration = snapshot->metadata.configuration;
    metadata.id = snapshot->metadata.id;
    metadata.created_ms = snapshot->metadata.created_ms;
  } else {
    // Seven days longer than releases are kept, so that a VACUUM of another engine spares what a release names.
    metadata.configuration["delta.deletedFileRetentionDuration"] = "interval 37 days";
    metadata.configuration["delta.logRetentionDuration"] = "interval 37 days";
  }
  if (!snapshot || metadata.schema != snapshot->metadata.schema) change.metadata = metadata;
  change.operation = "WRITE";
  change.parameters = {{"mode", "Overwrite"}};
  ASSIGN_OR_RETURN(change.adds,
                   AddFilesOf(session.lake, staged.path, staged.schema, staged.partition_columns, staged.files));
  return table;
}

std::set<std::string> SilverAndUpstream(const transform::ModelGraph& graph) {
  std::set<std::string> names;
  for (const transform::Model& model : graph.models()) {
    if (model.layer != "silver") continue;
    names.insert(model.FullName());
    for (const std::string& upstream : graph.Upstream(model.FullName())) names.insert(upstream);
  }
  return names;
}

class OneRun {
 public:
  OneRun(const Session& session, bool full_refresh) : session_(session), full_refresh_(full_refresh) {}

  Result<RunResult> Run() {
    RETURN_IF_ERROR(RequireConfirmed(session_.project));
    RETURN_IF_ERROR(RollForward());
    ASSIGN_OR_RETURN(result_.loads, LoadSources(session_));
    has_loaded_ = true;
    session_.progress.Step("map", "");
    RETURN_IF_ERROR(DefineFunctions(session_.connection));
    ASSIGN_OR_RETURN(bronze_, BindBronze(session_));
    const retail::BronzeTables tables = TablesOf(bronze_);
    ASSIGN_OR_RETURN(views_, MakeMappedViews(session_, tables));
    const json fingerprint = FingerprintOf(bronze_, views_, session_.project);
    ASSIGN_OR_RETURN(const bool unchanged, FindUnchanged(fingerprint));
    if (unchanged) return result_;
    RETURN_IF_ERROR(ChooseBase(fingerprint));
    RETURN_IF_ERROR(Transform());
    ASSIGN_OR_RETURN(const ledger::Accounting accounting,
                     builder_ ? builder_->Account() : Account(session_, bronze_, views_));
    RETURN_IF_ERROR(StageQuarantine(accounting));
    ASSIGN_OR_RETURN(result_.facts, GatherFacts(session_, views_, accounting, keys_));
    result_.facts["fingerprint"] = fingerprint;
    RETURN_IF_ERROR(PublishAll());
    return result_;
  }

  // Nothing before every source was loaded.
  std::optional<std::int64_t> AddedRows() const {
    if (!has_loaded_) return std::nullopt;
    std::int64_t rows = 0;
    for (const LoadReport& load : result_.loads) rows += load.added;
    return rows;
  }

 private:
  Status RollForward() {
    ASSIGN_OR_RETURN(const lake::RollForwardOutcome outcome, lake::RollForward(session_.lake));
    using Kind = lake::RollForwardOutcome::Kind;
    if (outcome.kind == Kind::kReleased)
      result_.rolled = fmt::format("release {} was unfinished and has been published", outcome.release->number);
    if (outcome.kind == Kind::kAborted)
      result_.rolled = fmt::format("an unfinished publish was taken back: {}", outcome.reason);
    return {};
  }

  Result<bool> FindUnchanged(const json& fingerprint) {
    auto newest = lake::NewestRelease(session_.lake);
    if (!newest) {
      if (newest.error().kind == ErrorKind::kNotFound) return false;
      return std::unexpected(newest.error());
    }
    result_.release = *std::move(newest);
    result_.facts = json::parse(result_.release.facts, nullptr, false);
    result_.rebuilt_because = RebuildReasons(result_.release, fingerprint);
    has_release_ = true;
    if (full_refresh_) result_.rebuilt_because.push_back("--full");
    return result_.rebuilt_because.empty();
  }

  // The newest release when its months can be built upon.
  Status ChooseBase(const json& fingerprint) {
    if (!has_release_) return {};
    if (full_refresh_) {
      result_.full_because = "--full was given";
      return {};
    }
    ASSIGN_OR_RETURN(BaseOrReason found, FindBase(session_, result_.release, fingerprint, bronze_, views_));
    base_ = std::move(found.base);
    result_.full_because = std::move(found.full_because);
    return {};
  }

  // Silver first and whole: gates and keys are checked before gold is built on it.
  Status Transform() {
    ASSIGN_OR_RETURN(graph_, ShippedModels());
    const transform::ModelGraph& graph = *graph_;
    std::set<std::string> early = SilverAndUpstream(graph);
    early.insert("work.rejected_lines");
    if (base_) {
      builder_.emplace(session_, graph, bronze_, *base_, views_);
      RETURN_IF_ERROR(builder_->Prepare());
    }
    RETURN_IF_ERROR(RunModels(graph, [&](const transform::Model& model) { return early.contains(model.FullName()); }));
    RETURN_IF_ERROR(CheckQuarantine(session_, views_));
    session_.progress.Step("keys", "");
    ASSIGN_OR_RETURN(keys_, CheckAllKeys(session_, views_));
    RETURN_IF_ERROR(CheckKeyGates(session_, keys_));
    RETURN_IF_ERROR(RunModels(graph, [&](const transform::Model& model) { return !early.contains(model.FullName()); }));
    if (builder_) result_.rebuilt_months.assign(builder_->months().begin(), builder_->months().end());
    return {};
  }

  template <typename Wanted>
  Status RunModels(const transform::ModelGraph& graph, Wanted wanted) {
    for (const transform::Model& model : graph.models()) {
      if (!wanted(model)) continue;
      RETURN_IF_ERROR(CheckStop(session_.stop));
      ASSIGN_OR_RETURN(StagedTable staged, builder_ ? builder_->Run(model) : RunModel(session_, model, views_));
      if (!staged.path.empty()) staged_.push_back(std::move(staged));
    }
    return {};
  }

  Status StageQuarantine(const ledger::Accounting& accounting) {
    session_.progress.Step("model", "ops.quarantine");
    ASSIGN_OR_RETURN(StagedTable staged, StageTable(session_, "ops.quarantine",
                                                    builder_ ? builder_->Quarantine()
                                                             : QuarantineSelect(bronze_, views_, "work.rejected_lines"),
                                                    QuarantineSchema(), ""));
    ASSIGN_OR_RETURN(const std::string rejected,
                     session_.connection.Scalar("SELECT count(*) FROM work.rejected_lines"));
    std::int64_t expected = std::stoll(rejected);
    for (const ledger::EntityAccount& account : accounting.entities) expected += account.quarantined;
    if (staged.rows != expected)
      return Internal("Cannot publish: {} rows are rejected, but {} stand in the quarantine", expected, staged.rows);
    staged_.push_back(std::move(staged));
    return {};
  }

  Status PublishAll() {
    RETURN_IF_ERROR(CheckStop(session_.stop));
    session_.progress.Step("publish", "");
    lake::PublishPlan plan;
    ASSIGN_OR_RETURN(plan.release_number, lake::NextReleaseNumber(session_.lake));
    plan.release.as_of = result_.facts["as_of"].is_string() ? result_.facts["as_of"].get<std::string>() : "";
    plan.release.run_id = session_.run_id;
    plan.release.facts = result_.facts.dump();
    for (const StagedTable& staged : staged_) {
      if (staged.carried_version) {
        plan.release.tables.push_back({.name = staged.name, .path = staged.path, .version = *staged.carried_version});
        continue;
      }
      ASSIGN_OR_RETURN(lake::PublishTable table, PlanTable(session_, staged));
      plan.release.tables.push_back({.name = staged.name, .path = staged.path, .version = -1});
      plan.tables.push_back(std::move(table));
    }
    ASSIGN_OR_RETURN(result_.release, lake::Publish(session_.lake, plan));
    result_.published = true;
    // The release stands whatever happens here; the next run cleans up what this one could not.
    if (const Status kept = KeepHouse(session_.lake, result_.release); !kept)
      result_.housekeeping = kept.error().message;
    return {};
  }

  const Session& session_;
  const bool full_refresh_;
  RunResult result_;
  bool has_loaded_ = false;
  bool has_release_ = false;
  BronzeSet bronze_;
  MappedViews views_;
  std::optional<transform::ModelGraph> graph_;
  std::optional<BaseRelease> base_;
  std::optional<MonthBuilder> builder_;  ///< set when the months of `base_` are built upon
  std::vector<StagedTable> staged_;
  std::vector<ledger::KeyReport> keys_;
};

}  // namespace

Result<std::vector<ledger::KeyReport>> CheckKeysNow(const Session& session) {
  RETURN_IF_ERROR(DefineFunctions(session.connection));
  ASSIGN_OR_RETURN(const BronzeSet bronze, BindBronze(session));
  if (bronze.empty()) return NotFound("Cannot check keys: nothing was loaded yet; run `assay run` first");
  const retail::BronzeTables tables = TablesOf(bronze);
  ASSIGN_OR_RETURN(const MappedViews views, MakeMappedViews(session, tables));
  ASSIGN_OR_RETURN(const transform::ModelGraph graph, ShippedModels());
  const std::set<std::string> early = SilverAndUpstream(graph);
  for (const transform::Model& model : graph.models()) {
    if (early.contains(model.FullName())) RETURN_IF_ERROR(ComputeModel(session, model, views));
  }
  return CheckAllKeys(session, views);
}

Result<RunResult> Run(const Session& session, bool full_refresh) {
  ASSIGN_OR_RETURN(const RunLock lock, RunLock::Take(session.lake));
  RunRecorder recorder(session);
  OneRun run(session, full_refresh);
  Result<RunResult> result = run.Run();
  const Status noted = recorder.End(result, run.AddedRows());
  if (!noted && result && result->housekeeping.empty()) result->housekeeping = noted.error().message;
  return result;
}

}  // namespace assay::pipeline
