#include <algorithm>

#include "engine/yaml_text.h"
#include "transform/model_fixture.h"

namespace assay::transform {
namespace {

const std::vector<std::string> kCaseKeys{"model", "case", "keys", "defaults", "given", "expect"};
/// Gives `table` the columns of `defaults` that it lacks, and the types that its header leaves out.
void Complete(PipeTable& table, const PipeTable& defaults) {
  for (std::size_t column = 0; column < defaults.columns.size(); ++column) {
    const auto found = std::ranges::find(table.columns, defaults.columns[column].name, &PipeTable::Column::name);
    if (found != table.columns.end()) {
      if (found->type.empty()) found->type = defaults.columns[column].type;
      continue;
    }
    table.columns.push_back(defaults.columns[column]);
    for (auto& row : table.rows) row.push_back(defaults.rows.front()[column]);
  }
}

class CaseReader {
 public:
  explicit CaseReader(const engine::YamlText& yaml) : yaml_(yaml) {}

  Result<ModelCase> Read(const YAML::Node& node) {
    RETURN_IF_ERROR(yaml_.RequireKeys(node, "model test", kCaseKeys));
    ModelCase model_case{.name = {}, .model = {}, .keys = {}, .given = {}, .expect = {}, .place = yaml_.Place(node)};
    ASSIGN_OR_RETURN(model_case.model, yaml_.Text(node, "model", "model test"));
    ASSIGN_OR_RETURN(model_case.name, yaml_.TextOr(node, "case", "model test", ""));
    ASSIGN_OR_RETURN(model_case.keys, ReadKeys(node["keys"]));
    ASSIGN_OR_RETURN(model_case.expect, ReadTable(node, "expect"));
    const YAML::Node given = node["given"];
    if (!given.IsDefined() || !given.IsMap())
      return yaml_.Complain(node, "Cannot read model test: expected 'given', a map of layer.table: rows");
    for (const auto& member : given) {
      ASSIGN_OR_RETURN(const auto name, yaml_.Texts(member.first, "given table"));
      ASSIGN_OR_RETURN(model_case.given[name.front()], ReadTable(given, name.front()));
    }
    RETURN_IF_ERROR(ApplyDefaults(node["defaults"], model_case.given));
    return model_case;
  }

 private:
  Status ApplyDefaults(const YAML::Node& node, std::map<std::string, PipeTable>& given) {
    if (!node.IsDefined()) return {};
    if (!node.IsMap())
      return yaml_.Complain(node, "Cannot read model test: expected 'defaults', a map of layer.table: one row");
    for (const auto& member : node) {
      ASSIGN_OR_RETURN(const auto name, yaml_.Texts(member.first, "default table"));
      ASSIGN_OR_RETURN(const PipeTable defaults, ReadTable(node, name.front()));
      if (defaults.rows.size() != 1) {
        return yaml_.Complain(member.second,
                              fmt::format("Cannot read model test: expected one row of defaults for {}, got {}",
                                          name.front(), defaults.rows.size()));
      }
      const auto [table, is_new] = given.try_emplace(name.front(), defaults);
      if (!is_new) Complete(table->second, defaults);
    }
    return {};
  }

  Result<KeyTypes> ReadKeys(const YAML::Node& node) {
    KeyTypes keys;
    for (const std::string& entity : KeyEntities()) keys[entity] = "bigint";
    if (!node.IsDefined()) return keys;
    RETURN_IF_ERROR(yaml_.RequireKeys(node, "keys", KeyEntities()));
    for (auto& [entity, type] : keys) {
      ASSIGN_OR_RETURN(type, yaml_.TextOr(node, entity, "keys", type));
    }
    return keys;
  }

  Result<PipeTable> ReadTable(const YAML::Node& map, const std::string& key) {
    ASSIGN_OR_RETURN(const std::string text, yaml_.Text(map, key, "model test"));
    auto table = ParsePipeTable(text);
    if (!table) return yaml_.Complain(map[key], fmt::format("{}: {}", key, table.error().message));
    return table;
  }

  const engine::YamlText& yaml_;
};

}  // namespace

Result<std::vector<ModelCase>> ParseModelCases(const std::string& path, std::string_view text) {
  ASSIGN_OR_RETURN(const engine::YamlText yaml, engine::YamlText::Load(path, text));
  CaseReader reader(yaml);
  std::vector<ModelCase> cases;
  for (const YAML::Node& document : yaml.documents()) {
    if (document.IsNull()) continue;
    const std::vector<YAML::Node> nodes =
        document.IsSequence() ? std::vector<YAML::Node>(document.begin(), document.end()) : std::vector{document};
    for (const YAML::Node& node : nodes) {
      ASSIGN_OR_RETURN(ModelCase model_case, reader.Read(node));
      cases.push_back(std::move(model_case));
    }
  }
  if (cases.empty()) return InvalidInput("{}:1: Cannot read model tests: expected at least one case", path);
  return cases;
}

}  // namespace assay::transform
