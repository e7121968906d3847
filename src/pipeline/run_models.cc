#include "pipeline/run_models.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/uuid.h"
#include "engine/product_functions.h"
#include "engine/sql_text.h"
#include "pipeline/delta_files.h"
#include "transform/embedded_models.h"
#include "transform/typed_select.h"

namespace assay::pipeline {
namespace {

using engine::SqlName;

constexpr const char* kMonthColumn = "_month";
constexpr const char* kFunctionsPath = "models/functions.yaml";

const std::vector<std::string>& MappedInputs() {
  static const std::vector<std::string> inputs{"mapped.transactions", "mapped.products", "mapped.stores",  "mapped.customers",
                                               "mapped.settings",     "mapped.tiers",    "mapped.rates",   "mapped.non_goods"};
  return inputs;
}

// A shop without order numbers counts each line as an order; nothing has to be grouped then.
bool IsNeedlessOrders(const transform::Model& model, const MappedViews& views) { return model.FullName() == "work.customer_orders" && !views.has_orders; }

std::string PathOf(std::string name) {
  std::ranges::replace(name, '.', '/');
  return name;
}

Status Audit(const Session& session, const transform::Model& model) {
  const auto relation_of = [](std::string_view table) { return std::string(table); };
  for (const transform::Audit& audit : model.audits) {
    const transform::AuditQuery query = transform::QueryOf(audit, model.grain, model.FullName(), relation_of);
    ASSIGN_OR_RETURN(const engine::Rows found, session.connection.Query(query.sql));
    if (found.size() == 0) continue;
    ASSIGN_OR_RETURN(const std::size_t offender, found.Position("offender"));
    ASSIGN_OR_RETURN(const std::size_t offences, found.Position("offences"));
    return Gate("Cannot publish table {}: audit {} failed: {} ({} times, such as {}); nothing was published", model.FullName(), query.name, query.failure,
                found.Text(0, offences), found.Text(0, offender));
  }
  return {};
}

}  // namespace

Result<transform::ModelGraph> ShippedModels() {
  std::vector<transform::Model> models;
  for (const transform::EmbeddedFile& file : transform::EmbeddedModels()) {
    if (!file.path.ends_with(".sql")) continue;
    ASSIGN_OR_RETURN(transform::Model model, transform::ParseModel(std::string(file.path), file.text));
    models.push_back(std::move(model));
  }
  return transform::ModelGraph::Make(std::move(models), MappedInputs());
}

Status DefineFunctions(engine::duckdb::Connection& connection) {
  for (const transform::EmbeddedFile& file : transform::EmbeddedModels()) {
    if (file.path != kFunctionsPath) continue;
    ASSIGN_OR_RETURN(const auto functions, engine::ParseProductFunctions(kFunctionsPath, file.text));
    std::string sql;
    for (const engine::ProductFunction& function : functions) sql += engine::DuckDbDefinition(function) + ";\n";
    return connection.Execute(sql);
  }
  return Internal("Cannot define the product functions: {} is not built in", kFunctionsPath);
}

Result<StagedTable> StageTable(const Session& session, const std::string& name, const std::string& select, const table::Schema& schema,
                               const std::string& month_of) {
  StagedTable staged{.name = name, .path = PathOf(name), .schema = schema};
  std::string rows = select;
  std::optional<std::string> partition;
  if (!month_of.empty()) {
    partition = kMonthColumn;
    staged.partition_columns = {kMonthColumn};
    staged.schema.fields.push_back({kMonthColumn, table::DataType::Of(table::TypeKind::kString), {{"comment", fmt::format("Month of {}, for finding files", month_of)}}});
    rows = fmt::format("SELECT *, strftime({}, '%Y-%m') AS {} FROM ({})", SqlName(month_of), kMonthColumn, select);
  }
  ASSIGN_OR_RETURN(const std::string folder, MakeLocalFolder(session.lake, fmt::format("{}/stage-{}", staged.path, NewUuid())));
  ASSIGN_OR_RETURN(staged.files, StageParquet(session.connection, rows, folder, partition));
  for (const auto& file : staged.files) staged.rows += file.rows;
  return staged;
}

Status ComputeModel(const Session& session, const transform::Model& model, const MappedViews& views) {
  session.progress.Step("model", model.FullName());
  const std::string sql = IsNeedlessOrders(model, views) ? model.sql + "\nLIMIT 0" : model.sql;
  ASSIGN_OR_RETURN(const std::string select, transform::TypedSelect(model, sql, retail::ModelKeyTypes(views.key_types), engine::duckdb::DuckdbType));
  const char* object = model.keep == transform::Keep::kView ? "VIEW" : "TABLE";
  const Status made = session.connection.Execute(
      fmt::format("CREATE SCHEMA IF NOT EXISTS {0}; CREATE OR REPLACE {1} {0}.{2} AS {3}", model.layer, object, SqlName(model.name), select));
  if (!made) return std::unexpected(Error(made.error()).WithContext(fmt::format("model {}", model.FullName())));
  return {};
}

Result<StagedTable> RunModel(const Session& session, const transform::Model& model, const MappedViews& views) {
  RETURN_IF_ERROR(ComputeModel(session, model, views));
  if (model.kind == transform::ModelKind::kWork) return StagedTable{.name = model.FullName()};
  ASSIGN_OR_RETURN(const table::Schema schema, transform::SchemaOf(model, retail::ModelKeyTypes(views.key_types)));
  const std::string month_of = model.partition.by == transform::PartitionBy::kMonth ? model.partition.column : "";
  ASSIGN_OR_RETURN(StagedTable staged, StageTable(session, model.FullName(), fmt::format("SELECT * FROM {}", model.FullName()), schema, month_of));
  RETURN_IF_ERROR(Audit(session, model));
  return staged;
}

}  // namespace assay::pipeline
