#include "transform/model.h"

#include <algorithm>
#include <array>

#include "base/near_name.h"
#include "engine/yaml_text.h"
#include "transform/audit_yaml.h"

namespace assay::transform {
namespace {

const std::vector<std::string> kModelKeys{"kind", "grain",       "unique_by", "partition",
                                          "keep", "description", "columns",   "audits"};
const std::vector<std::string> kColumnKeys{"type", "description", "unit"};
const std::vector<std::string> kLayers{"work", "silver", "gold"};
const std::vector<std::string> kKindNames{"work", "full", "incremental_by_month"};
const std::vector<std::string> kKeepNames{"table", "view", "files"};

constexpr std::string_view kOpen = "/* model\n";
constexpr std::string_view kMonthOf = "month of ";

/// The entity of key(<entity>), or nothing when `type` is no such type.
std::string EntityOf(std::string_view type) {
  return type.starts_with("key(") && type.ends_with(")") ? std::string(type.substr(4, type.size() - 5)) : "";
}

class FrontMatter {
 public:
  FrontMatter(const engine::YamlText& yaml, Model& model) : yaml_(yaml), model_(model) {}

  Status Read(const YAML::Node& node) {
    RETURN_IF_ERROR(yaml_.RequireKeys(node, "model", kModelKeys));
    ASSIGN_OR_RETURN(const std::size_t kind, ReadChoice(node, "kind", kKindNames, ""));
    ASSIGN_OR_RETURN(const std::size_t keep, ReadChoice(node, "keep", kKeepNames, "table"));
    model_.kind = std::array{ModelKind::kWork, ModelKind::kFull, ModelKind::kIncrementalByMonth}[kind];
    model_.keep = std::array{Keep::kTable, Keep::kView, Keep::kFiles}[keep];
    if (model_.kind == ModelKind::kWork && model_.keep == Keep::kFiles)
      return yaml_.Complain(node["keep"],
                            "Cannot keep a work model in files: it is never written; choose table or view");
    ASSIGN_OR_RETURN(model_.description, yaml_.TextOr(node, "description", "model", ""));
    ASSIGN_OR_RETURN(model_.unique_by, yaml_.TextOr(node, "unique_by", "model", ""));
    RETURN_IF_ERROR(ReadColumns(node));
    RETURN_IF_ERROR(ReadGrain(node));
    RETURN_IF_ERROR(ReadPartition(node));
    return ReadAudits(node);
  }

 private:
  Result<std::size_t> ReadChoice(const YAML::Node& node, const std::string& key, const std::vector<std::string>& names,
                                 const std::string& fallback) {
    ASSIGN_OR_RETURN(const std::string text,
                     fallback.empty() ? yaml_.Text(node, key, "model") : yaml_.TextOr(node, key, "model", fallback));
    const auto found = std::ranges::find(names, text);
    if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
    return yaml_.Complain(node[key], fmt::format("Cannot read {} '{}': expected {}{}", key, text,
                                                 fmt::join(names, ", "), DidYouMean(text, names)));
  }

  Status ReadColumns(const YAML::Node& node) {
    const YAML::Node columns = node["columns"];
    if (!columns.IsDefined() || !columns.IsMap() || columns.size() == 0) {
      return yaml_.Complain(columns.IsDefined() ? columns : node,
                            "Cannot read model: expected 'columns', a map of name: {type, description, unit}");
    }
    for (const auto& member : columns) RETURN_IF_ERROR(ReadColumn(member.first, member.second));
    return {};
  }

  Status ReadColumn(const YAML::Node& name, const YAML::Node& node) {
    ASSIGN_OR_RETURN(const auto names, yaml_.Texts(name, "column"));
    ModelColumn column{.name = names.front(), .type = {}, .description = {}, .unit = {}};
    if (std::ranges::count(model_.columns, column.name, &ModelColumn::name) > 0) {
      return yaml_.Complain(name, fmt::format("Cannot declare column {} twice; remove one", column.name));
    }
    if (node.IsScalar()) {
      column.type = node.Scalar();
    } else {
      const std::string noun = "column " + column.name;
      RETURN_IF_ERROR(yaml_.RequireKeys(node, noun, kColumnKeys));
      ASSIGN_OR_RETURN(column.type, yaml_.Text(node, "type", noun));
      ASSIGN_OR_RETURN(column.description, yaml_.TextOr(node, "description", noun, ""));
      ASSIGN_OR_RETURN(column.unit, yaml_.TextOr(node, "unit", noun, ""));
    }
    RETURN_IF_ERROR(CheckType(node, column));
    model_.columns.push_back(std::move(column));
    return {};
  }

  Status CheckType(const YAML::Node& node, const ModelColumn& column) {
    const std::string entity = EntityOf(column.type);
    if (!entity.empty() && std::ranges::count(KeyEntities(), entity) > 0) return {};
    if (!entity.empty()) {
      return yaml_.Complain(
          node, fmt::format("Cannot read type '{}' of column {}: expected key(<entity>) of {}{}", column.type,
                            column.name, fmt::join(KeyEntities(), ", "), DidYouMean(entity, KeyEntities())));
    }
    const auto type = table::ParseSqlType(column.type);
    if (!type)
      return yaml_.Complain(node, fmt::format("column {}: {} or key(<entity>)", column.name, type.error().message));
    return {};
  }

  Status RequireColumn(const YAML::Node& node, const std::string& name) {
    std::vector<std::string> known;
    for (const ModelColumn& column : model_.columns) known.push_back(column.name);
    if (std::ranges::count(known, name) > 0) return {};
    return yaml_.Complain(
        node, fmt::format("Cannot find column {}: the model does not declare it{}", name, DidYouMean(name, known)));
  }

  Status ReadGrain(const YAML::Node& node) {
    if (!node["grain"].IsDefined())
      return yaml_.Complain(node, "Cannot read model: expected a key 'grain', the columns that identify a row; add it");
    ASSIGN_OR_RETURN(model_.grain, yaml_.Texts(node["grain"], "grain"));
    for (const std::string& column : model_.grain) RETURN_IF_ERROR(RequireColumn(node["grain"], column));
    return {};
  }

  Status ReadPartition(const YAML::Node& node) {
    ASSIGN_OR_RETURN(const std::string text, yaml_.TextOr(node, "partition", "model", ""));
    const bool by_month = text.starts_with(kMonthOf);
    if (model_.kind == ModelKind::kIncrementalByMonth && !by_month) {
      return yaml_.Complain(
          node, "Cannot read model of kind incremental_by_month: expected 'partition: month of <column>'; add it");
    }
    if (text.empty()) return {};
    model_.partition = {by_month ? PartitionBy::kMonth : PartitionBy::kValue,
                        by_month ? text.substr(kMonthOf.size()) : text};
    return RequireColumn(node["partition"], model_.partition.column);
  }

  Status ReadAudits(const YAML::Node& node) {
    const YAML::Node audits = node["audits"];
    if (audits.IsDefined() && !audits.IsSequence())
      return yaml_.Complain(audits, "Cannot read audits: expected a list");
    if (audits.IsDefined()) {
      for (const auto& item : audits) {
        ASSIGN_OR_RETURN(Audit audit, ReadAudit(yaml_, item));
        for (const std::string& column : ColumnsOf(audit)) RETURN_IF_ERROR(RequireColumn(item, column));
        model_.audits.push_back(std::move(audit));
      }
    }
    const Audit grain = UniqueAudit{model_.grain};
    if (model_.kind != ModelKind::kWork && model_.unique_by.empty() && std::ranges::count(model_.audits, grain) == 0)
      model_.audits.insert(model_.audits.begin(), grain);
    return {};
  }

  const engine::YamlText& yaml_;
  Model& model_;
};

/// Sets layer and name from .../<layer>/<name>.sql.
Status NameByPath(Model& model) {
  const std::size_t slash = model.path.rfind('/');
  const std::size_t before = slash == std::string::npos ? slash : model.path.rfind('/', slash - 1);
  if (slash != std::string::npos && model.path.ends_with(".sql")) {
    const std::size_t start = before == std::string::npos ? 0 : before + 1;
    model.layer = model.path.substr(start, slash - start);
    model.name = model.path.substr(slash + 1, model.path.size() - slash - 5);
  }
  if (std::ranges::count(kLayers, model.layer) > 0 && !model.name.empty()) return {};
  return InvalidInput("Cannot name model {}: expected a path <layer>/<name>.sql, layer one of {}", model.path,
                      fmt::join(kLayers, ", "));
}

}  // namespace

const std::vector<std::string>& KeyEntities() {
  static const std::vector<std::string> kNames{"transactions", "orders", "customers", "products", "stores"};
  return kNames;
}

Result<Model> ParseModel(const std::string& path, std::string_view text) {
  Model model;
  model.path = path;
  RETURN_IF_ERROR(NameByPath(model));
  const std::size_t end = text.find("*/");
  if (!text.starts_with(kOpen) || end == std::string_view::npos) {
    return InvalidInput("{}:1: Cannot read model: expected the file to begin with '/* model', then YAML and '*/'",
                        path);
  }
  ASSIGN_OR_RETURN(const engine::YamlText yaml,
                   engine::YamlText::Load(path, text.substr(kOpen.size(), end - kOpen.size()), 2));
  if (yaml.documents().size() != 1)
    return InvalidInput("{}:2: Cannot read model: expected one YAML map after '/* model'", path);
  RETURN_IF_ERROR(FrontMatter(yaml, model).Read(yaml.documents().front()));
  const std::size_t start = std::min(text.find_first_not_of(" \t\r\n", end + 2), text.size());
  model.sql_line = 1 + static_cast<int>(std::ranges::count(text.substr(0, start), '\n'));
  model.sql = text.substr(start);
  while (!model.sql.empty() && std::string_view(" \t\r\n").contains(model.sql.back())) model.sql.pop_back();
  if (model.sql.empty())
    return InvalidInput("{}:{}: Cannot read model: expected a SELECT after the front matter", path, model.sql_line);
  return model;
}

Result<table::DataType> ColumnType(const ModelColumn& column, const KeyTypes& keys) {
  const std::string entity = EntityOf(column.type);
  if (entity.empty()) return table::ParseSqlType(column.type);
  const auto found = keys.find(entity);
  if (found == keys.end())
    return Internal("Cannot resolve type {} of column {}: no key type is known for {}", column.type, column.name,
                    entity);
  return table::ParseSqlType(found->second);
}

Result<table::Schema> SchemaOf(const Model& model, const KeyTypes& keys) {
  table::Schema schema;
  for (const ModelColumn& column : model.columns) {
    ASSIGN_OR_RETURN(const table::DataType type, ColumnType(column, keys));
    table::Field field{.name = column.name, .type = type};
    if (!column.description.empty()) field.metadata["comment"] = column.description;
    if (!column.unit.empty()) field.metadata["assay.unit"] = column.unit;
    schema.fields.push_back(std::move(field));
  }
  return schema;
}

}  // namespace assay::transform
