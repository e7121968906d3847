#include "pipeline/check_project.h"

#include <array>
#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/stop.h"
#include "ingest/file_select.h"
#include "ingest/stage_load.h"
#include "lake/table_log.h"
#include "pipeline/declared_columns.h"
#include "pipeline/load_sources.h"
#include "pipeline/mapped_views.h"
#include "pipeline/run_models.h"
#include "retail/binding.h"
#include "table/column_name.h"

namespace assay::pipeline {
namespace {

using retail::Entity;

// Columns of a table as the roles see them, from wherever they can be had without loading rows.
struct SeenTable {
  table::Schema schema;
  std::string note;
};

class ProjectCheck {
 public:
  explicit ProjectCheck(const Session& session) : session_(session) {}

  Result<std::vector<CheckItem>> Run() {
    Confirms();
    for (const config::Source& source : session_.project.sources) {
      RETURN_IF_ERROR(CheckStop(session_.stop));
      session_.progress.Step("check", source.name);
      const Status answer = session_.connectors.at(source.kind)->Ping(source);
      Add("source " + source.name, "answers", answer);
      for (const config::SourceTable& table : source.tables) {
        RETURN_IF_ERROR(CheckStop(session_.stop));
        if (answer) LookAtTable(source, table);
      }
    }
    for (const Entity entity : {Entity::kTransactions, Entity::kProducts, Entity::kStores, Entity::kCustomers})
      CheckRole(entity);
    if (all_loaded_ && problems_ == 0) CheckWhole();
    return items_;
  }

 private:
  void Add(std::string what, std::string note, const Status& status) {
    CheckItem item{.what = std::move(what)};
    if (status) {
      item.note = std::move(note);
    } else {
      item.problem = status.error();
      ++problems_;
    }
    items_.push_back(std::move(item));
  }

  void Confirms() {
    for (const auto& [line, text] : session_.project.to_confirm) {
      Add(fmt::format("assay.yaml:{}", line), "",
          InvalidInput(
              "Cannot run with a guess that nobody confirmed: {}; look at the line, then delete its `# CONFIRM`",
              text));
    }
  }

  void LookAtTable(const config::Source& source, const config::SourceTable& table) {
    const config::TableRef ref{source.name, table.name};
    const std::string what = "table " + retail::Print(ref);
    auto seen = See(source, table);
    if (!seen) {
      all_loaded_ = false;
      return Add(what, "", std::unexpected(seen.error()));
    }
    if (seen->schema.fields.empty()) return Add(what, seen->note, {});
    Add(what, seen->note, CheckNames(table, ref, seen->schema));
    tables_[ref] = {.ref = ref,
                    .relation = "unread",
                    .schema = std::move(seen->schema),
                    .key = LakeNames(table.key),
                    .cursor = table.cursor ? table::LakeColumnName(*table.cursor) : "",
                    .pii = LakeNames(table.pii)};
  }

  Result<SeenTable> See(const config::Source& source, const config::SourceTable& table) {
    const auto snapshot = lake::ReadSnapshot(session_.lake, BronzePath({source.name, table.name}));
    if (!snapshot && snapshot.error().kind != ErrorKind::kNotFound) return std::unexpected(snapshot.error());
    all_loaded_ = all_loaded_ && snapshot.has_value();
    if (!snapshot && source.kind == config::SourceKind::kRest)
      return SeenTable{.note = "not loaded yet; its columns are known after the first run"};
    if (!snapshot || source.kind == config::SourceKind::kFiles) {
      ASSIGN_OR_RETURN(SeenTable fresh, SeeSource(source, table));
      if (!snapshot) return fresh;
    }
    SeenTable held{.schema = snapshot->metadata.schema, .note = "loaded"};
    held.schema.fields.resize(held.schema.fields.size() - ingest::LineageSchema().fields.size());
    return held;
  }

  Result<SeenTable> SeeSource(const config::Source& source, const config::SourceTable& table) {
    const nlohmann::json nothing;
    ASSIGN_OR_RETURN(const ingest::Extract extract,
                     session_.connectors.at(source.kind)->Open({source, table, nothing, session_.stop}));
    const auto* scan = std::get_if<ingest::FileScan>(&extract.rows);
    if (scan == nullptr)
      return SeenTable{std::get<std::unique_ptr<table::BatchStream>>(extract.rows)->schema(), "not loaded yet"};
    SeenTable seen{.note = fmt::format("{} {}", scan->files.size(), scan->files.size() == 1 ? "file" : "files")};
    std::set<std::string> names;
    for (const ingest::SourceFile& file : scan->files) {
      ASSIGN_OR_RETURN(const ingest::FileSelect select, ingest::SelectFile(session_.connection, *scan, file));
      for (const auto& column : select.columns) {
        if (names.insert(column.field.name).second) seen.schema.fields.push_back(column.field);
      }
    }
    return seen;
  }

  static Status CheckNames(const config::SourceTable& table, const config::TableRef& ref, const table::Schema& schema) {
    RETURN_IF_ERROR(CheckDeclared(table, ref, schema, "key", table.key));
    RETURN_IF_ERROR(CheckDeclared(table, ref, schema, "pii", table.pii));
    return table.cursor ? CheckDeclared(table, ref, schema, "cursor", {*table.cursor}) : Status();
  }

  // Whether every table that a mapping of the entity names was seen; else the first that was not.
  std::string Unseen(Entity entity) const {
    for (const config::RoleMapping& mapping : retail::MappingsOf(session_.project, entity)) {
      std::vector<config::TableRef> refs = mapping.from;
      for (const config::Join& join : mapping.join) refs.push_back(join.table);
      if (mapping.returns && mapping.returns->from) refs.push_back(*mapping.returns->from);
      for (const config::TableRef& ref : refs) {
        if (!tables_.contains(ref)) return retail::Print(ref);
      }
    }
    return "";
  }

  void CheckRole(Entity entity) {
    if (retail::MappingsOf(session_.project, entity).empty()) return;
    const std::string what = fmt::format("roles.{}", retail::Name(entity));
    if (const std::string unseen = Unseen(entity); !unseen.empty())
      return Add(what, fmt::format("not looked at, because {} could not be", unseen), {});
    const auto bindings = retail::BindEntity(session_.project, entity, tables_);
    if (!bindings) return Add(what, "", std::unexpected(bindings.error()));
    std::string note;
    for (const retail::Binding& binding : *bindings) {
      for (const auto& [canonical, column] : binding.source_columns) {
        note += fmt::format("{}{}", note.empty() ? "" : ", ",
                            canonical == column ? canonical : fmt::format("{} = {}", canonical, column));
      }
      break;
    }
    Add(what, note, {});
  }

  // With all rows held, the mapping is made as a run makes it.
  void CheckWhole() {
    const auto made = [&]() -> Status {
      RETURN_IF_ERROR(DefineFunctions(session_.connection));
      ASSIGN_OR_RETURN(const BronzeSet bronze, BindBronze(session_));
      const retail::BronzeTables tables = TablesOf(bronze);
      RETURN_IF_ERROR(MakeMappedViews(session_, tables));
      return {};
    }();
    Add("mapping", "fits the rows held", made);
  }

  const Session& session_;
  std::vector<CheckItem> items_;
  retail::BronzeTables tables_;
  bool all_loaded_ = true;
  int problems_ = 0;
};

}  // namespace

Result<std::vector<CheckItem>> CheckProject(const Session& session) { return ProjectCheck(session).Run(); }

}  // namespace assay::pipeline
