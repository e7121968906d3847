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

std::string CreateSql(const transform::Model& model, const std::string& select) {
  const bool is_view = model.keep != transform::Keep::kTable;
  return fmt::format("CREATE SCHEMA IF NOT EXISTS {0}; CREATE OR REPLACE {1} {0}.{2} AS {3}", model.layer,
                     is_view ? "VIEW" : "TABLE", SqlName(model.name), select);
}

// Whether the statistics of the written files already say that these columns hold no null.
bool HoldsByStatistics(const transform::Audit& audit, const StagedTable& staged) {
  const auto* not_null = std::get_if<transform::NotNullAudit>(&audit);
  if (not_null == nullptr) return false;
  const auto has_no_null = [&](const std::string& column) {
    return std::ranges::all_of(staged.files, [&](const engine::duckdb::WrittenFile& file) {
      const auto found = file.columns.find(column);
      return found != file.columns.end() && found->second.null_count == 0;
    });
  };
  return std::ranges::all_of(not_null->columns, has_no_null);
}

// 202401 becomes 2024-01.
void NameMonth(std::optional<std::string>& month) {
  if (month && month->size() > 2) month->insert(month->size() - 2, "-");
}

Result<std::string> SelectOf(const transform::Model& model, const MappedViews& views) {
  const std::string sql = IsNeedlessOrders(model, views) ? model.sql + "\nLIMIT 0" : model.sql;
  return transform::TypedSelect(model, sql, retail::ModelKeyTypes(views.key_types), engine::duckdb::DuckdbType);
}

}  // namespace

std::string PathOf(std::string name) {
  std::ranges::replace(name, '.', '/');
  return name;
}

std::vector<std::string> GivenColumns(const table::Schema& schema, const MappedViews& views) {
  std::vector<std::string> given;
  for (const table::Field& field : schema.fields) {
    if (!views.absent.contains(field.name)) given.push_back(SqlName(field.name));
  }
  return given;
}

Result<std::string> GivenSelect(const transform::Model& model, const MappedViews& views) {
  ASSIGN_OR_RETURN(const std::string select, SelectOf(model, views));
  ASSIGN_OR_RETURN(const table::Schema schema, transform::SchemaOf(model, retail::ModelKeyTypes(views.key_types)));
  return fmt::format("SELECT {} FROM ({})", fmt::join(GivenColumns(schema, views), ", "), select);
}

Status AuditModel(const Session& session, const transform::Model& model, const StagedTable& staged) {
  const auto relation_of = [](std::string_view table) { return std::string(table); };
  for (const transform::Audit& audit : model.audits) {
    if (HoldsByStatistics(audit, staged)) continue;
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
    // Rows are told apart faster by numbers than by texts; the folders are named so, the log says 2024-01.
    rows = fmt::format("SELECT *, year({0}) * 100 + month({0}) AS {1} FROM ({2})", SqlName(month_of), kMonthColumn,
                       select);
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
  if (partition) {
    for (auto& file : staged.files) NameMonth(file.partition[kMonthColumn]);
  }
  for (const auto& file : staged.files) staged.rows += file.rows;
  return staged;
}

Status ComputeModel(const Session& session, const transform::Model& model, const MappedViews& views) {
  session.progress.Step("model", model.FullName());
  ASSIGN_OR_RETURN(const std::string select, SelectOf(model, views));
  const Status made = session.connection.Execute(CreateSql(model, select));
  if (!made) return std::unexpected(Error(made.error()).WithContext(fmt::format("model {}", model.FullName())));
  return {};
}

// The rows go from the SELECT straight into the files, without what no source gives, and are read from there.
Result<StagedTable> StageFiles(const Session& session, const transform::Model& model, const MappedViews& views,
                               const table::Schema& schema, const std::string& month_of) {
  session.progress.Step("model", model.FullName());
  ASSIGN_OR_RETURN(const std::string select, GivenSelect(model, views));
  auto staged = StageTable(session, model.FullName(), select, schema, month_of);
  if (!staged && staged.error().kind == ErrorKind::kIo) return std::unexpected(staged.error());
  if (!staged) return std::unexpected(Error(staged.error()).WithContext(fmt::format("model {}", model.FullName())));
  std::vector<std::string> paths;
  for (const auto& file : staged->files) paths.push_back(file.path);
  RETURN_IF_ERROR(
      session.connection.Execute(CreateSql(model, "SELECT * FROM " + RelationOfFiles(paths, schema, views.absent))));
  return staged;
}

Result<StagedTable> RunModel(const Session& session, const transform::Model& model, const MappedViews& views) {
  ASSIGN_OR_RETURN(table::Schema schema, transform::SchemaOf(model, retail::ModelKeyTypes(views.key_types)));
  table::MarkPersonal(schema, views.personal);
  const std::string month_of = model.partition.by == transform::PartitionBy::kMonth ? model.partition.column : "";
  StagedTable staged{.name = model.FullName()};
  if (model.keep == transform::Keep::kFiles) {
    ASSIGN_OR_RETURN(staged, StageFiles(session, model, views, schema, month_of));
  } else {
    RETURN_IF_ERROR(ComputeModel(session, model, views));
    if (model.kind == transform::ModelKind::kWork) return staged;
    ASSIGN_OR_RETURN(staged, StageTable(session, model.FullName(), fmt::format("SELECT * FROM {}", model.FullName()),
                                        schema, month_of));
  }
  RETURN_IF_ERROR(AuditModel(session, model, staged));
  return staged;
}

}  // namespace assay::pipeline
