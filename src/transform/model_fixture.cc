#include "transform/model_fixture.h"

#include <algorithm>
#include <atomic>

#include "base/near_name.h"
#include "engine/sql_text.h"
#include "transform/model_references.h"

namespace assay::transform {
namespace {

using Row = std::vector<std::optional<std::string>>;

const Model* FindModel(std::span<const Model> models, std::string_view full_name) {
  const auto found = std::ranges::find(models, full_name, &Model::FullName);
  return found == models.end() ? nullptr : &*found;
}

const ModelColumn* FindColumn(const Model* model, std::string_view name) {
  if (model == nullptr) return nullptr;
  const auto found = std::ranges::find(model->columns, name, &ModelColumn::name);
  return found == model->columns.end() ? nullptr : &*found;
}

std::string SchemaName() {
  static std::atomic<int> count = 0;
  return fmt::format("model_case_{}", ++count);
}

class CaseRun {
 public:
  CaseRun(const ModelCase& model_case, std::span<const Model> models, const FixtureEngine& engine)
      : case_(model_case), models_(models), engine_(engine), schema_(SchemaName()) {}

  Result<std::string> Run() {
    const Model* model = FindModel(models_, case_.model);
    if (model == nullptr)
      return InvalidInput("Cannot find model {}: no file models/<layer>/<name>.sql has this name", case_.model);
    RETURN_IF_ERROR(RequireGiven(*model));
    RETURN_IF_ERROR(engine_.execute("CREATE SCHEMA " + schema_));
    auto difference = Compare(*model);
    const Status dropped = engine_.execute(fmt::format("DROP SCHEMA {} CASCADE", schema_));
    if (difference && !dropped) return std::unexpected(dropped.error());
    return difference;
  }

 private:
  Status RequireGiven(const Model& model) const {
    for (const std::string& table : ReferencedTables(model.sql)) {
      if (!case_.given.contains(table))
        return InvalidInput("Cannot run {}: it reads {}; add this table to 'given'", case_.model, table);
    }
    return {};
  }

  Result<std::string> Compare(const Model& model) {
    for (const auto& [name, table] : case_.given) RETURN_IF_ERROR(Create(name, table));
    ASSIGN_OR_RETURN(const std::vector<Row> expected, ExpectedRows(model));
    ASSIGN_OR_RETURN(const std::vector<Row> actual, ActualRows(model));
    return Difference(expected, actual);
  }

  std::string RelationOf(std::string_view table) const {
    std::string relation(table);
    std::ranges::replace(relation, '.', '_');
    return fmt::format("{}.{}", schema_, relation);
  }

  Status Create(const std::string& name, const PipeTable& table) {
    ASSIGN_OR_RETURN(const std::string select, SelectOf(name, table));
    return engine_.execute(fmt::format("CREATE TABLE {} AS {}", RelationOf(name), select));
  }

  Result<std::string> TypeOf(const Model* model, const PipeTable& table, std::size_t column) const {
    const std::string& name = table.columns[column].name;
    std::string type = table.columns[column].type;
    if (const ModelColumn* declared = FindColumn(model, name); type.empty() && declared != nullptr)
      type = declared->type;
    if (type.empty()) {
      Row values;
      for (const Row& row : table.rows) values.push_back(row[column]);
      type = InferType(values);
    }
    return EngineType({.name = name, .type = type, .description = {}, .unit = {}});
  }

  Result<std::string> EngineType(const ModelColumn& column) const {
    ASSIGN_OR_RETURN(const table::DataType type, ColumnType(column, case_.keys));
    return engine_.type_name(type);
  }

  /// The table's rows as one SELECT; columns that its model declares and the case leaves out are null.
  Result<std::string> SelectOf(const std::string& name, const PipeTable& table) const {
    const Model* model = FindModel(models_, name);
    std::string columns;
    std::string casts;
    for (std::size_t column = 0; column < table.columns.size(); ++column) {
      const std::string& column_name = table.columns[column].name;
      if (model != nullptr && FindColumn(model, column_name) == nullptr) {
        return InvalidInput("Cannot give column {} of {}: its model does not declare it", column_name, name);
      }
      ASSIGN_OR_RETURN(const std::string type, TypeOf(model, table, column));
      columns += fmt::format("{}column_{}", column == 0 ? "" : ", ", column);
      casts += fmt::format("{}CAST(column_{} AS {}) AS {}", column == 0 ? "" : ", ", column, type, column_name);
    }
    if (model != nullptr) {
      for (const ModelColumn& declared : model->columns) {
        if (std::ranges::count(table.columns, declared.name, &PipeTable::Column::name) > 0) continue;
        ASSIGN_OR_RETURN(const std::string type, EngineType(declared));
        casts += fmt::format(", CAST(NULL AS {}) AS {}", type, declared.name);
      }
    }
    return fmt::format("SELECT {} FROM (VALUES {}) AS given({}){}", casts, Values(table), columns,
                       table.rows.empty() ? " WHERE false" : "");
  }

  std::string Values(const PipeTable& table) const {
    const std::string text = engine_.type_name(table::DataType::Of(table::TypeKind::kString));
    std::vector<Row> rows = table.rows;
    if (rows.empty()) rows.emplace_back(table.columns.size());
    std::string values;
    for (const Row& row : rows) {
      std::string cells;
      for (const auto& cell : row) {
        cells +=
            fmt::format("{}CAST({} AS {})", cells.empty() ? "" : ", ", cell ? engine::SqlString(*cell) : "NULL", text);
      }
      values += fmt::format("{}({})", values.empty() ? "" : ", ", cells);
    }
    return values;
  }

  /// The expected values as the engine prints them once they have the declared type.
  Result<std::vector<Row>> ExpectedRows(const Model& model) const {
    for (const PipeTable::Column& column : case_.expect.columns) {
      if (FindColumn(&model, column.name) != nullptr) continue;
      std::vector<std::string> known;
      for (const ModelColumn& declared : model.columns) known.push_back(declared.name);
      return InvalidInput("Cannot expect column {}: {} does not declare it{}", column.name, case_.model,
                          DidYouMean(column.name, known));
    }
    ASSIGN_OR_RETURN(const std::string select, SelectOf(case_.model, case_.expect));
    return TextRows(select);
  }

  Result<std::vector<Row>> ActualRows(const Model& model) const {
    const std::string sql = ReplaceReferences(model.sql, [&](std::string_view table) { return RelationOf(table); });
    ASSIGN_OR_RETURN(const std::string select, TypedSelect(model, sql, case_.keys, engine_.type_name));
    return TextRows(select);
  }

  Result<std::vector<Row>> TextRows(const std::string& select) const {
    std::string list;
    for (const PipeTable::Column& column : case_.expect.columns) list += (list.empty() ? "" : ", ") + column.name;
    ASSIGN_OR_RETURN(engine::Rows rows, engine_.query(fmt::format("SELECT {} FROM (\n{}\n) AS result", list, select)));
    std::ranges::sort(rows.cells);
    return std::move(rows.cells);
  }

  std::string Difference(const std::vector<Row>& expected, const std::vector<Row>& actual) const {
    std::vector<Row> missing;
    std::vector<Row> surplus;
    std::ranges::set_difference(expected, actual, std::back_inserter(missing));
    std::ranges::set_difference(actual, expected, std::back_inserter(surplus));
    if (missing.empty() && surplus.empty()) return "";
    Row header;
    for (const PipeTable::Column& column : case_.expect.columns) header.emplace_back(column.name);
    return fmt::format("{}: {} {}: expected {} rows, got {}; - is missing, + is not expected\n{}{}{}", case_.place,
                       case_.model, case_.name, expected.size(), actual.size(),
                       PrintRows(std::vector<Row>{header}, "  "), PrintRows(missing, "- "), PrintRows(surplus, "+ "));
  }

  const ModelCase& case_;
  std::span<const Model> models_;
  const FixtureEngine& engine_;
  std::string schema_;
};

}  // namespace

Result<std::string> RunModelCase(const ModelCase& model_case, std::span<const Model> models,
                                 const FixtureEngine& engine) {
  auto difference = CaseRun(model_case, models, engine).Run();
  if (!difference) return std::unexpected(std::move(difference).error().WithContext(model_case.place));
  return difference;
}

}  // namespace assay::transform
