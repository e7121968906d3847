#include "pipeline/run_models.h"

#include <algorithm>
#include <set>

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
  static const std::vector<std::string> inputs{"mapped.transactions", "mapped.products", "mapped.stores",
                                               "mapped.customers",    "mapped.settings", "mapped.tiers",
                                               "mapped.rates",        "mapped.non_goods"};
  return inputs;
}

// A shop without order numbers counts each line as an order; nothing has to be grouped then.
bool IsNeedlessOrders(const transform::Model& model, const MappedViews& views) {
  return model.FullName() == "work.customer_orders" && !views.has_orders;
}

std::string PathOf(std::string name) {
  std::ranges::replace(name, '.', '/');
  return name;
}

// A table with a row a line takes 16 bytes a row for each text column, null or not. What no source gives is left out of
// such a table and added by a view over it: for a shop with few columns that is half of the memory.
std::string CreateSql(const transform::Model& model, const table::Schema& schema, const std::string& select,
                      const std::set<std::string>& absent) {
  const std::string name = fmt::format("{}.{}", model.layer, SqlName(model.name));
  if (model.keep == transform::Keep::kView) return fmt::format("CREATE OR REPLACE VIEW {} AS {}", name, select);
  const bool has_row_a_line = model.FullName() == "work.transactions" || model.FullName() == "gold.fact_sales";
  std::vector<std::string> kept;
  std::vector<std::string> all;
  for (const table::Field& field : schema.fields) {
    const bool is_absent = has_row_a_line && absent.contains(field.name);
    if (!is_absent) kept.push_back(SqlName(field.name));
    all.push_back(
        is_absent ? fmt::format("CAST(NULL AS {}) AS {}", engine::duckdb::DuckdbType(field.type), SqlName(field.name))
                  : SqlName(field.name));
  }
  if (kept.size() == all.size()) return fmt::format("CREATE OR REPLACE TABLE {} AS {}", name, select);
  const std::string rows = fmt::format("{}.{}", model.layer, SqlName(model.name + "_rows"));
  return fmt::format(
      "CREATE OR REPLACE TABLE {0} AS SELECT {1} FROM ({2}); CREATE OR REPLACE VIEW {3} AS SELECT {4} FROM {0}", rows,
      fmt::join(kept, ", "), select, name, fmt::join(all, ", "));
}

Status Audit(const Session& session, const transform::Model& model) {
  const auto relation_of = [](std::string_view table) { return std::string(table); };
  for (const transform::Audit& audit : model.audits) {
    const transform::AuditQuery query = transform::QueryOf(audit, model.grain, model.FullName(), relation_of);
    ASSIGN_OR_RETURN(const engine::Rows found, session.connection.Query(query.sql));
    if (found.size() == 0) continue;
    ASSIGN_OR_RETURN(const std::size_t offender, found.Position("offender"));
    ASSIGN_OR_RETURN(const std::size_t offences, found.Position("offences"));
    return Gate("Cannot publish table {}: audit {} failed: {} ({} times, such as {}); nothing was published",
                model.FullName(), query.name, query.failure, found.Text(0, offences), found.Text(0, offender));
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

Result<StagedTable> StageTable(const Session& session, const std::string& name, const std::string& select,
                               const table::Schema& schema, const std::string& month_of) {
  StagedTable staged{.name = name, .path = PathOf(name), .schema = schema};
  std::string rows = select;
  std::optional<std::string> partition;
  if (!month_of.empty()) {
    partition = kMonthColumn;
    staged.partition_columns = {kMonthColumn};
    staged.schema.fields.push_back({kMonthColumn,
                                    table::DataType::Of(table::TypeKind::kString),
                                    {{"comment", fmt::format("Month of {}, for finding files", month_of)}}});
    rows = fmt::format("SELECT *, strftime({}, '%Y-%m') AS {} FROM ({})", SqlName(month_of), kMonthColumn, select);
  }
  ASSIGN_OR_RETURN(const std::string folder,
                   MakeLocalFolder(session.lake, fmt::format("{}/stage-{}", staged.path, NewUuid())));
  auto files = StageParquet(session.connection, rows, folder, partition);
  if (!files && files.error().kind == ErrorKind::kIo) {
    const std::string& why = files.error().message;
    return Io("Cannot write table {}: {}; check that the lake is writable and the disk has room, then run again", name,
              why.substr(0, why.find('\n')));
  }
  RETURN_IF_ERROR(files);
  staged.files = *std::move(files);
  for (const auto& file : staged.files) staged.rows += file.rows;
  return staged;
}

Status ComputeModel(const Session& session, const transform::Model& model, const MappedViews& views) {
  session.progress.Step("model", model.FullName());
  const std::string sql = IsNeedlessOrders(model, views) ? model.sql + "\nLIMIT 0" : model.sql;
  ASSIGN_OR_RETURN(const std::string select, transform::TypedSelect(model, sql, retail::ModelKeyTypes(views.key_types),
                                                                    engine::duckdb::DuckdbType));
  ASSIGN_OR_RETURN(const table::Schema schema, transform::SchemaOf(model, retail::ModelKeyTypes(views.key_types)));
  const Status made = session.connection.Execute(
      fmt::format("CREATE SCHEMA IF NOT EXISTS {0}; {1}", model.layer, CreateSql(model, schema, select, views.absent)));
  if (!made) return std::unexpected(Error(made.error()).WithContext(fmt::format("model {}", model.FullName())));
  return {};
}

Result<StagedTable> RunModel(const Session& session, const transform::Model& model, const MappedViews& views) {
  RETURN_IF_ERROR(ComputeModel(session, model, views));
  if (model.kind == transform::ModelKind::kWork) return StagedTable{.name = model.FullName()};
  ASSIGN_OR_RETURN(table::Schema schema, transform::SchemaOf(model, retail::ModelKeyTypes(views.key_types)));
  table::MarkPersonal(schema, views.personal);
  const std::string month_of = model.partition.by == transform::PartitionBy::kMonth ? model.partition.column : "";
  ASSIGN_OR_RETURN(StagedTable staged, StageTable(session, model.FullName(),
                                                  fmt::format("SELECT * FROM {}", model.FullName()), schema, month_of));
  RETURN_IF_ERROR(Audit(session, model));
  return staged;
}

}  // namespace assay::pipeline
