#include "pipeline/month_builder.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "engine/sql_text.h"
#include "lake/release.h"
#include "pipeline/account.h"
#include "pipeline/delta_files.h"
#include "pipeline/month_files.h"
#include "retail/mapped_select.h"
#include "transform/model_references.h"

namespace assay::pipeline {
namespace {

using engine::SqlName;
using retail::Binding;

constexpr const char* kChangedLines = "SELECT line_id FROM work.changed_lines";
constexpr std::array kWithKeys{retail::Entity::kCustomers, retail::Entity::kProducts, retail::Entity::kStores};
constexpr std::array kLineModels{"work.list_prices", "work.repeated_lines", "work.transactions", "work.rejected_lines"};

std::string ScopeName(const BoundBronze& bound) { return "scope." + SqlName(BronzeName(bound.table.ref)); }

std::string NewestName(const BoundBronze& bound, bool before) {
  return "scope." + SqlName(BronzeName(bound.table.ref) + (before ? "_newest_before" : "_newest"));
}

std::string MonthIs(const std::string& column, const std::set<std::string>& months) {
  const std::vector<std::string> list(months.begin(), months.end());
  return fmt::format("list_contains({}, strftime({}, '%Y-%m'))", engine::SqlStringList(list), column);
}

Result<std::set<std::string>> Months(const Session& session, const std::string& dates) {
  ASSIGN_OR_RETURN(const engine::Rows rows,
                   session.connection.Query(fmt::format("SELECT DISTINCT strftime(d, '%Y-%m') FROM ({})", dates)));
  std::set<std::string> months;
  for (std::size_t i = 0; i < rows.size(); ++i) months.insert(rows.Text(i, 0));
  return months;
}

}  // namespace

MonthBuilder::MonthBuilder(const Session& session, const transform::ModelGraph& graph, const BronzeSet& bronze,
                           const BaseRelease& base, MappedViews& views)
    : session_(session), graph_(graph), bronze_(bronze), base_(base), views_(views), dates_(session, base, views) {}

Status MonthBuilder::Prepare() {
  session_.progress.Step("changed lines", "");
  RETURN_IF_ERROR(session_.connection.Execute(
      "CREATE SCHEMA IF NOT EXISTS scope; CREATE SCHEMA IF NOT EXISTS scope_now; CREATE SCHEMA IF NOT EXISTS "
      "scope_before; CREATE SCHEMA IF NOT EXISTS base; CREATE SCHEMA IF NOT EXISTS work"));
  RETURN_IF_ERROR(FindChangedLines());
  now_ = before_ = TablesOf(bronze_);
  std::set<config::TableRef> done;
  for (const Binding& binding : views_.bindings.at(retail::Entity::kTransactions)) {
    if (done.insert(binding.table->ref).second) RETURN_IF_ERROR(ScopeTable(bronze_.at(binding.table->ref)));
  }
  RETURN_IF_ERROR(MapScope("scope_before"));
  for (const char* name : kLineModels) RETURN_IF_ERROR(ComputeModel(session_, *graph_.Find(name), views_));
  ASSIGN_OR_RETURN(lines_before_, AccountScope(true));
  return MapScope("scope_now");
}

// Rows loaded since the base, markers among them, and the earlier loads of their files.
Status MonthBuilder::FindChangedLines() {
  std::vector<std::string> ids;
  for (const Binding& binding : views_.bindings.at(retail::Entity::kTransactions)) {
    const BoundBronze& bound = bronze_.at(binding.table->ref);
    if (!base_.moved.contains(bound.table.ref)) continue;
    const std::string rows = AllRows(bound).relation;
    const std::string is_new = fmt::format("_load_seq > {}", base_.load_seqs.at(bound.table.ref));
    const std::string id = retail::LineIdSql(session_.project, binding, views_.key_types);
    ids.push_back(fmt::format("SELECT {} AS line_id FROM {} WHERE {}", id, rows, is_new));
    if (bound.has_replaced_files)
      ids.push_back(
          fmt::format("SELECT {} FROM {} WHERE _file IN (SELECT _file FROM {} WHERE {})", id, rows, rows, is_new));
  }
  const auto type = views_.key_types.find("line_id");
  const bool integer = type == views_.key_types.end() || type->second == retail::KeyType::kInteger;
  if (ids.empty()) ids.push_back("SELECT NULL AS line_id");
  return session_.connection.Execute(fmt::format(
      "CREATE OR REPLACE TABLE work.changed_lines AS SELECT DISTINCT CAST(line_id AS {}) AS line_id FROM ({}) "
      "WHERE line_id IS NOT NULL",
      integer ? "BIGINT" : "VARCHAR", fmt::join(ids, " UNION ALL ")));
}

// All rows of the changed ids, in force or not. Rows without an id are judged anew, each for itself.
Status MonthBuilder::ScopeTable(const BoundBronze& bound) {
  const BronzeRows all = AllRows(bound);
  std::vector<std::string> conditions;
  for (const Binding& binding : views_.bindings.at(retail::Entity::kTransactions)) {
    if (binding.table->ref != bound.table.ref || !base_.lines_moved) continue;
    const std::string id = retail::LineIdSql(session_.project, binding, views_.key_types);
    conditions.push_back(fmt::format("{} IN ({})", id, kChangedLines));
    conditions.push_back(fmt::format("{} IS NULL", id));
  }
  std::string select = fmt::format("SELECT * FROM {} WHERE false", all.relation);
  std::string taken = "false";
  for (const std::string& condition : conditions) {
    select +=
        fmt::format(" UNION ALL SELECT * FROM {} WHERE {} AND NOT COALESCE({}, false)", all.relation, condition, taken);
    taken += " OR " + condition;
  }
  const std::int64_t held = base_.load_seqs.at(bound.table.ref);
  std::string sql = fmt::format("CREATE OR REPLACE TABLE {} AS {};", ScopeName(bound), select);
  if (bound.has_replaced_files) {
    sql += fmt::format(
        "CREATE OR REPLACE TABLE {0} AS SELECT _file, max(_load_seq) AS newest FROM {2} GROUP BY _file;"
        "CREATE OR REPLACE TABLE {1} AS SELECT _file, max(_load_seq) AS newest FROM {2} WHERE _load_seq <= {3} GROUP "
        "BY "
        "_file;",
        NewestName(bound, false), NewestName(bound, true), all.relation, held);
  }
  const std::string name = SqlName(BronzeName(bound.table.ref));
  const BronzeRows rows{ScopeName(bound), NewestName(bound, false)};
  const BronzeRows rows_before{fmt::format("(SELECT * FROM {} WHERE _load_seq <= {})", ScopeName(bound), held),
                               NewestName(bound, true)};
  sql += fmt::format("CREATE OR REPLACE VIEW scope_now.{0} AS {1}; CREATE OR REPLACE VIEW scope_before.{0} AS {2}",
                     name, RowsInForce(bound, rows), RowsInForce(bound, rows_before));
  now_.at(bound.table.ref).relation = "scope_now." + name;
  before_.at(bound.table.ref).relation = "scope_before." + name;
  return session_.connection.Execute(sql);
}

Status MonthBuilder::MapScope(const char* schema) {
  const bool before = schema == std::string_view("scope_before");
  ASSIGN_OR_RETURN(MappedLines lines, MapLines(session_, views_, before ? before_ : now_));
  views_.bindings[retail::Entity::kTransactions] = std::move(lines.bindings);
  return session_.connection.Execute("CREATE OR REPLACE VIEW mapped.transactions AS " + lines.select);
}

Result<ledger::Accounting> MonthBuilder::AccountScope(bool before) {
  std::int64_t count = 0;
  OutOfForce out_of_force;
  for (const Binding& binding : views_.bindings.at(retail::Entity::kTransactions)) {
    const BoundBronze& bound = bronze_.at(binding.table->ref);
    BronzeRows rows{ScopeName(bound), NewestName(bound, before)};
    if (before)
      rows.relation =
          fmt::format("(SELECT * FROM {} WHERE _load_seq <= {})", rows.relation, base_.load_seqs.at(bound.table.ref));
    ASSIGN_OR_RETURN(const std::string all, session_.connection.Scalar("SELECT count(*) FROM " + rows.relation));
    ASSIGN_OR_RETURN(const OutOfForce out, CountOutOfForce(session_, bound, rows));
    count += std::stoll(all);
    out_of_force.superseded += out.superseded;
    out_of_force.deleted += out.deleted;
    out_of_force.markers += out.markers;
  }
  return AccountLines(session_, count, out_of_force);
}

Result<StagedTable> MonthBuilder::Run(const transform::Model& model) {
  const std::string name = model.FullName();
  if (name == "silver.transactions") return Silver(model);
  if (name == "gold.fact_sales") return Facts(model);
  if (name == "work.rejected_lines") {
    RETURN_IF_ERROR(Rejected(model));
    return StagedTable{.name = name};
  }
  for (const retail::Entity entity : kWithKeys) {
    if (name == fmt::format("silver.{}", retail::Name(entity))) return Entity(model, entity);
  }
  if (SegmentDates::Runs(name)) return dates_.Run(model, fact_months_);
  return RunModel(session_, model, views_);
}

Result<table::Schema> MonthBuilder::SchemaOf(const transform::Model& model) const {
  return transform::SchemaOf(model, retail::ModelKeyTypes(views_.key_types));
}

Status MonthBuilder::ShowFiles(const transform::Model& model, const std::vector<std::string>& files) {
  ASSIGN_OR_RETURN(const table::Schema schema, SchemaOf(model));
  return session_.connection.Execute(
      fmt::format("CREATE SCHEMA IF NOT EXISTS {0}; CREATE OR REPLACE VIEW {0}.{1} AS "
                  "SELECT * FROM {2}",
                  model.layer, SqlName(model.name), RelationOfFiles(files, schema, views_.absent)));
}

Result<StagedTable> MonthBuilder::Carry(const transform::Model& model) {
  session_.progress.Step("model", model.FullName() + ", as before");
  const lake::Snapshot& snapshot = base_.tables.at(model.FullName());
  ASSIGN_OR_RETURN(const std::string relation, RelationOf(session_.lake, PathOf(model.FullName()), snapshot));
  RETURN_IF_ERROR(
      session_.connection.Execute(fmt::format("CREATE SCHEMA IF NOT EXISTS {0}; CREATE OR REPLACE VIEW "
                                              "{0}.{1} AS SELECT * FROM {2}",
                                              model.layer, SqlName(model.name), relation)));
  return StagedTable{.name = model.FullName(), .path = PathOf(model.FullName()), .carried_version = snapshot.version};
}

// Stages `rows`, all rows of the given months, and shows them with the files of the other months.
Result<StagedTable> MonthBuilder::StageMonths(const transform::Model& model, const std::string& rows,
                                              const std::set<std::string>& months) {
  ASSIGN_OR_RETURN(table::Schema schema, SchemaOf(model));
  table::MarkPersonal(schema, views_.personal);
  ASSIGN_OR_RETURN(StagedTable staged, StageTable(session_, model.FullName(), rows, schema, model.partition.column));
  ASSIGN_OR_RETURN(SplitFiles before, SplitByMonth(session_, base_, model.FullName(), months));
  staged.removes = std::move(before.inside.names);
  std::vector<std::string> shown = std::move(before.outside.paths);
  for (const auto& file : staged.files) shown.push_back(file.path);
  RETURN_IF_ERROR(ShowFiles(model, shown));
  RETURN_IF_ERROR(AuditModel(session_, model, staged));
  return staged;
}

Result<StagedTable> MonthBuilder::Silver(const transform::Model& model) {
  session_.progress.Step("model", model.FullName());
  ASSIGN_OR_RETURN(const table::Schema schema, SchemaOf(model));
  ASSIGN_OR_RETURN(const SplitFiles all, SplitByMonth(session_, base_, model.FullName(), {}));
  ASSIGN_OR_RETURN(const std::string select, GivenSelect(model, views_));
  const std::string given = fmt::format("{}", fmt::join(GivenColumns(schema, views_), ", "));
  RETURN_IF_ERROR(session_.connection.Execute(fmt::format(
      "CREATE OR REPLACE TABLE work.lines_now AS {0}; CREATE OR REPLACE TABLE work.lines_before AS SELECT {1} FROM {2} "
      "WHERE line_id IN ({3})",
      select, given, RelationOfFiles(all.outside.paths, schema, views_.absent), kChangedLines)));
  ASSIGN_OR_RETURN(silver_months_,
                   Months(session_,
                          "SELECT business_date AS d FROM (SELECT * FROM work.lines_before EXCEPT SELECT * FROM "
                          "work.lines_now) UNION ALL SELECT business_date FROM (SELECT * FROM work.lines_now "
                          "EXCEPT SELECT * FROM work.lines_before)"));
  if (silver_months_.empty()) return Carry(model);
  ASSIGN_OR_RETURN(const SplitFiles before, SplitByMonth(session_, base_, model.FullName(), silver_months_));
  ASSIGN_OR_RETURN(
      StagedTable staged,
      StageMonths(model,
                  fmt::format("SELECT {0} FROM {1} WHERE line_id NOT IN ({2}) UNION ALL SELECT {0} FROM work.lines_now "
                              "WHERE {3}",
                              given, RelationOfFiles(before.inside.paths, schema, views_.absent), kChangedLines,
                              MonthIs("business_date", silver_months_)),
                  silver_months_));
  silver_staged_ = staged.files;
  return staged;
}

// The rejected lines of the base that were not judged anew, and those that were.
Status MonthBuilder::Rejected(const transform::Model& model) {
  RETURN_IF_ERROR(ComputeModel(session_, model, views_));
  ASSIGN_OR_RETURN(lines_now_, AccountScope(false));
  const lake::Snapshot& quarantine = base_.tables.at("ops.quarantine");
  ASSIGN_OR_RETURN(const std::string relation, RelationOf(session_.lake, PathOf("ops.quarantine"), quarantine));
  const std::string kept = base_.lines_moved
                               ? "row_key IS NOT NULL AND row_key NOT IN (SELECT CAST(line_id AS VARCHAR) FROM "
                                 "work.changed_lines)"
                               : "true";
  return session_.connection.Execute(fmt::format(
      "CREATE OR REPLACE TABLE work.rejected_now AS SELECT * FROM work.rejected_lines; CREATE OR REPLACE TABLE "
      "work.quarantine_kept AS SELECT * FROM {0} WHERE entity = 'transactions' AND {1}; CREATE OR REPLACE TABLE "
      "work.rejected_lines AS SELECT * FROM work.rejected_now UNION ALL SELECT row_key, business_date, amount, rule, "
      "column_name, value, source, load_seq, file, line FROM work.quarantine_kept",
      relation, kept));
}

std::string MonthBuilder::Quarantine() const {
  return fmt::format("SELECT * FROM ({}) UNION ALL SELECT * FROM work.quarantine_kept ORDER BY source, file, line",
                     QuarantineSelect(bronze_, views_, "work.rejected_now"));
}

Result<StagedTable> MonthBuilder::Entity(const transform::Model& model, retail::Entity entity) {
  const bool is_derived = views_.bindings.at(entity).empty();
  const bool changes = is_derived ? !silver_months_.empty() : HasMoved(base_, views_, entity);
  if (!changes) return Carry(model);
  ASSIGN_OR_RETURN(StagedTable staged, RunModel(session_, model, views_));
  ASSIGN_OR_RETURN(const std::string before,
                   RelationOf(session_.lake, PathOf(model.FullName()), base_.tables.at(model.FullName())));
  const std::string id(retail::KeyColumn(entity));
  const std::string name(retail::Name(entity));
  RETURN_IF_ERROR(session_.connection.Execute(fmt::format(
      "CREATE OR REPLACE TABLE work.changed_{0} AS (SELECT {1} AS id FROM silver.{0} EXCEPT SELECT {1} FROM {2}) UNION "
      "ALL (SELECT {1} FROM {2} EXCEPT SELECT {1} FROM silver.{0})",
      name, id, before)));
  ASSIGN_OR_RETURN(const std::string count,
                   session_.connection.Scalar(fmt::format("SELECT count(*) FROM work.changed_{}", name)));
  if (count != "0") changed_keys_.insert(name);
  return staged;
}

Status MonthBuilder::AddMonthsOfKeys() {
  for (const retail::Entity entity : kWithKeys) {
    const std::string name(retail::Name(entity));
    if (!changed_keys_.contains(name)) continue;
    ASSIGN_OR_RETURN(
        const std::set<std::string> months,
        Months(session_, fmt::format("SELECT business_date AS d FROM silver.transactions WHERE {} IN (SELECT "
                                     "id FROM work.changed_{})",
                                     retail::KeyColumn(entity), name)));
    fact_months_.insert(months.begin(), months.end());
  }
  return {};
}

Result<StagedTable> MonthBuilder::Facts(const transform::Model& model) {
  fact_months_ = silver_months_;
  RETURN_IF_ERROR(AddMonthsOfKeys());
  if (fact_months_.empty()) return Carry(model);
  session_.progress.Step("model", model.FullName());
  ASSIGN_OR_RETURN(const std::string select, GivenSelect(model, views_));
  ASSIGN_OR_RETURN(const std::string lines, SilverOf(fact_months_));
  const std::string rows = transform::ReplaceReferences(
      select, [&](std::string_view table) { return table == "silver.transactions" ? lines : std::string(table); });
  return StageMonths(model, rows, fact_months_);
}

// The lines of these months alone, from the files that hold them.
Result<std::string> MonthBuilder::SilverOf(const std::set<std::string>& months) const {
  std::set<std::string> as_before = months;
  for (const std::string& month : silver_months_) as_before.erase(month);
  ASSIGN_OR_RETURN(SplitFiles before, SplitByMonth(session_, base_, "silver.transactions", as_before));
  std::vector<std::string> files = std::move(before.inside.paths);
  for (const auto& file : silver_staged_) {
    const auto month = file.partition.find(kMonthColumn);
    if (month != file.partition.end() && month->second && months.contains(*month->second)) files.push_back(file.path);
  }
  ASSIGN_OR_RETURN(const table::Schema schema, SchemaOf(*graph_.Find("silver.transactions")));
  return RelationOfFiles(files, schema, views_.absent);
}

Result<ledger::Accounting> MonthBuilder::Account() {
  ASSIGN_OR_RETURN(const ledger::Accounting before, ledger::AccountingFromJson(base_.facts.at("accounting")));
  ASSIGN_OR_RETURN(ledger::Accounting now, ledger::Reclassed(before, lines_before_, lines_now_));
  now.bronze.rows = 0;
  for (const Binding& binding : views_.bindings.at(retail::Entity::kTransactions))
    now.bronze.rows += bronze_.at(binding.table->ref).rows;
  std::map<std::string, ledger::EntityAccount> unchanged;
  for (const ledger::EntityAccount& account : now.entities) {
    for (const retail::Entity entity : kWithKeys) {
      if (account.entity == retail::Name(entity) && !HasMoved(base_, views_, entity))
        unchanged[account.entity] = account;
    }
  }
  now.entities.clear();
  RETURN_IF_ERROR(CompleteAccounting(session_, bronze_, views_, unchanged, now));
  return now;
}

}  // namespace assay::pipeline
