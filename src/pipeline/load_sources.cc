#include "pipeline/load_sources.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/stop.h"
#include "base/uuid.h"
#include "ingest/stage_load.h"
#include "lake/commit.h"
#include "lake/table_log.h"
#include "pipeline/delta_files.h"
#include "table/column_name.h"

namespace assay::pipeline {
namespace {

constexpr const char* kResume = "assay.resume";
constexpr const char* kRowsInForce = "assay.rows_in_force";
constexpr const char* kReplacedFiles = "assay.replaced_files";
constexpr const char* kDeletedRows = "assay.deleted_rows";
constexpr const char* kApplication = "assay";

std::int64_t NumberIn(const std::map<std::string, std::string>& configuration, const char* key) {
  const auto found = configuration.find(key);
  return found == configuration.end() ? 0 : std::stoll(found->second);
}

table::Schema WithoutLineage(table::Schema schema) {
  schema.fields.resize(schema.fields.size() - ingest::LineageSchema().fields.size());
  return schema;
}

bool ReplacesAFile(const ingest::Extract& extract, const nlohmann::json& resume) {
  const auto* scan = std::get_if<ingest::FileScan>(&extract.rows);
  if (scan == nullptr || !resume.is_object() || !resume.contains("files")) return false;
  return std::ranges::any_of(scan->files,
                             [&](const ingest::SourceFile& file) { return resume["files"].contains(file.name); });
}

bool HasNoNewFile(const ingest::Extract& extract) {
  const auto* scan = std::get_if<ingest::FileScan>(&extract.rows);
  return scan != nullptr && scan->files.empty();
}

class TableLoad {
 public:
  TableLoad(const Session& session, const config::Source& source, const config::SourceTable& table)
      : session_(session), source_(source), table_(table), ref_{source.name, table.name}, path_(BronzePath(ref_)) {}

  Result<LoadReport> Run() {
    RETURN_IF_ERROR(ReadHeld());
    const nlohmann::json resume = ResumePointOf(snapshot_);
    ingest::Connector& connector = *session_.connectors.at(source_.kind);
    ASSIGN_OR_RETURN(ingest::Extract extract, connector.Open({source_, table_, resume, session_.stop}));
    if (HasNoNewFile(extract) && exists_) {
      return LoadReport{.ref = ref_, .version = snapshot_.version, .method = extract.method};
    }
    const bool replaces = ReplacesAFile(extract, resume);
    ASSIGN_OR_RETURN(const ingest::LoadContext context, MakeContext());
    ASSIGN_OR_RETURN(ingest::StagedLoad load, ingest::StageLoad(std::move(extract), context));
    LoadReport report{.ref = ref_,
                      .read = load.read,
                      .added = load.added,
                      .held = load.held,
                      .gone = load.markers - load.changed,
                      .changed = load.changed,
                      .version = snapshot_.version,
                      .method = load.method,
                      .new_columns = load.new_columns};
    const bool nothing_new = exists_ && load.files.empty() && load.resume == resume && load.new_columns.empty();
    if (!nothing_new) {
      ASSIGN_OR_RETURN(report.version, CommitLoad(load, replaces));
    }
    return report;
  }

 private:
  Status ReadHeld() {
    auto snapshot = lake::ReadSnapshot(session_.lake, path_);
    exists_ = snapshot.has_value();
    if (exists_) {
      snapshot_ = *std::move(snapshot);
      return {};
    }
    if (snapshot.error().kind == ErrorKind::kNotFound) return {};
    return std::unexpected(snapshot.error());
  }

  Result<ingest::LoadContext> MakeContext() {
    ingest::LoadContext context{.connection = session_.connection,
                                .ref = ref_,
                                .load_id = NewUuid(),
                                .loaded_at_us = session_.started_us,
                                .contract = table_.contract};
    for (const std::string& column : table_.key) context.key.push_back(table::LakeColumnName(column));
    context.load_seq = snapshot_.TxnVersion(kApplication) + 1;
    if (context.load_seq < 1) context.load_seq = 1;
    ASSIGN_OR_RETURN(context.folder, MakeLocalFolder(session_.lake, path_));
    if (exists_) {
      context.held.schema = WithoutLineage(snapshot_.metadata.schema);
      context.held.rows = NumberIn(snapshot_.metadata.configuration, kRowsInForce);
      ASSIGN_OR_RETURN(context.held.relation, RelationOf(session_.lake, path_, snapshot_));
    }
    load_seq_ = context.load_seq;
    return context;
  }

  Result<std::int64_t> CommitLoad(const ingest::StagedLoad& load, bool replaces_files) {
    lake::Metadata metadata = snapshot_.metadata;
    metadata.schema = load.schema;
    table::MarkPersonal(metadata.schema, PersonalColumns(table_));
    auto& configuration = metadata.configuration;
    configuration[kResume] = load.resume.dump();
    configuration[kRowsInForce] = std::to_string(NumberIn(configuration, kRowsInForce) + load.added - load.markers);
    if (replaces_files) configuration[kReplacedFiles] = "true";
    if (load.markers > 0)
      configuration[kDeletedRows] = std::to_string(NumberIn(configuration, kDeletedRows) + load.markers);
    lake::TableChange change{.read_version = snapshot_.version,
                             .metadata = metadata,
                             .txns = {{.app_id = kApplication, .version = load_seq_}},
                             .operation = "WRITE",
                             .parameters = {{"mode", "Append"}}};
    ASSIGN_OR_RETURN(change.adds, AddFilesOf(session_.lake, path_, metadata.schema, {}, load.files));
    ASSIGN_OR_RETURN(const lake::CommitOutcome outcome, lake::Commit(session_.lake, path_, change));
    return outcome.version;
  }

  const Session& session_;
  const config::Source& source_;
  const config::SourceTable& table_;
  config::TableRef ref_;
  std::string path_;
  bool exists_ = false;
  lake::Snapshot snapshot_;
  std::int64_t load_seq_ = 1;
};

}  // namespace

std::string BronzePath(const config::TableRef& ref) { return fmt::format("bronze/{}/{}", ref.source, ref.table); }

std::set<std::string, std::less<>> PersonalColumns(const config::SourceTable& table) {
  std::set<std::string, std::less<>> names;
  for (const std::string& name : table.pii) names.insert(table::LakeColumnName(name));
  return names;
}

nlohmann::json ResumePointOf(const lake::Snapshot& snapshot) {
  const auto found = snapshot.metadata.configuration.find(kResume);
  return found == snapshot.metadata.configuration.end() ? nlohmann::json()
                                                        : nlohmann::json::parse(found->second, nullptr, false);
}

Result<std::vector<LoadReport>> LoadSources(const Session& session) {
  std::vector<LoadReport> reports;
  for (const config::Source& source : session.project.sources) {
    for (const config::SourceTable& table : source.tables) {
      RETURN_IF_ERROR(CheckStop(session.stop));
      session.progress.Step("load", fmt::format("{}.{}", source.name, table.name));
      ASSIGN_OR_RETURN(LoadReport report, TableLoad(session, source, table).Run());
      reports.push_back(std::move(report));
    }
  }
  return reports;
}

}  // namespace assay::pipeline
