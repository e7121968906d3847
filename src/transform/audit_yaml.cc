#include "transform/audit_yaml.h"

#include <algorithm>
#include <array>

namespace assay::transform {
namespace {

using engine::YamlText;

Result<Audit> ReadUnique(const YamlText& yaml, const YAML::Node& node) {
  ASSIGN_OR_RETURN(auto columns, yaml.Texts(node, "audit 'unique'"));
  return UniqueAudit{std::move(columns)};
}

Result<Audit> ReadNotNull(const YamlText& yaml, const YAML::Node& node) {
  ASSIGN_OR_RETURN(auto columns, yaml.Texts(node, "audit 'not_null'"));
  return NotNullAudit{std::move(columns)};
}

Result<Audit> ReadAcceptedValues(const YamlText& yaml, const YAML::Node& node) {
  constexpr std::string_view kNoun = "audit 'accepted_values'";
  RETURN_IF_ERROR(yaml.RequireKeys(node, kNoun, std::vector<std::string>{"column", "values"}));
  AcceptedValuesAudit audit;
  ASSIGN_OR_RETURN(audit.column, yaml.Text(node, "column", kNoun));
  if (!node["values"].IsDefined())
    return yaml.Complain(node, "Cannot read audit 'accepted_values': expected a key 'values'; add it");
  ASSIGN_OR_RETURN(audit.values, yaml.Texts(node["values"], kNoun));
  return audit;
}

Result<Audit> ReadReconciles(const YamlText& yaml, const YAML::Node& node) {
  constexpr std::string_view kNoun = "audit 'reconciles'";
  RETURN_IF_ERROR(yaml.RequireKeys(node, kNoun, std::vector<std::string>{"with", "count", "sum"}));
  ReconcilesAudit audit;
  ASSIGN_OR_RETURN(audit.with, yaml.Text(node, "with", kNoun));
  ASSIGN_OR_RETURN(audit.count, yaml.TextOr(node, "count", kNoun, ""));
  const YAML::Node sum = node["sum"];
  if (sum.IsDefined() && sum.IsMap()) {
    for (const auto& pair : sum) {
      ASSIGN_OR_RETURN(const auto mine, yaml.Texts(pair.first, kNoun));
      ASSIGN_OR_RETURN(const auto theirs, yaml.Text(sum, mine.front(), kNoun));
      audit.sums.emplace_back(mine.front(), theirs);
    }
  } else if (sum.IsDefined()) {
    ASSIGN_OR_RETURN(const auto columns, yaml.Texts(sum, kNoun));
    for (const std::string& column : columns) audit.sums.emplace_back(column, column);
  }
  if (audit.count.empty() && audit.sums.empty())
    return yaml.Complain(node, "Cannot read audit 'reconciles': expected 'count', 'sum' or both");
  return audit;
}

Result<Audit> ReadExpression(const YamlText& yaml, const YAML::Node& node) {
  RETURN_IF_ERROR(yaml.RequireKeys(node, "audit 'expression'", std::vector<std::string>{"true_for_all"}));
  ASSIGN_OR_RETURN(auto condition, yaml.Text(node, "true_for_all", "audit 'expression'"));
  return ExpressionAudit{std::move(condition)};
}

Result<Audit> ReadRelationship(const YamlText& yaml, const YAML::Node& node) {
  constexpr std::string_view kNoun = "audit 'relationship'";
  RETURN_IF_ERROR(yaml.RequireKeys(node, kNoun, std::vector<std::string>{"column", "to", "except"}));
  RelationshipAudit audit;
  ASSIGN_OR_RETURN(audit.column, yaml.Text(node, "column", kNoun));
  ASSIGN_OR_RETURN(const std::string to, yaml.Text(node, "to", kNoun));
  const std::size_t dot = to.rfind('.');
  if (std::ranges::count(to, '.') != 2) {
    return yaml.Complain(
        node["to"], fmt::format("Cannot read audit 'relationship': expected to: layer.table.column, got '{}'", to));
  }
  audit.table = to.substr(0, dot);
  audit.table_column = to.substr(dot + 1);
  if (node["except"].IsDefined()) {
    ASSIGN_OR_RETURN(audit.except, yaml.Texts(node["except"], kNoun));
  }
  return audit;
}

struct Kind {
  const char* name;
  Result<Audit> (*read)(const YamlText& yaml, const YAML::Node& node);
};

constexpr std::array kKinds{
    Kind{"unique", ReadUnique},         Kind{"not_null", ReadNotNull},      Kind{"accepted_values", ReadAcceptedValues},
    Kind{"reconciles", ReadReconciles}, Kind{"expression", ReadExpression}, Kind{"relationship", ReadRelationship},
};

}  // namespace

Result<Audit> ReadAudit(const YamlText& yaml, const YAML::Node& node) {
  std::vector<std::string> names;
  for (const Kind& kind : kKinds) names.emplace_back(kind.name);
  RETURN_IF_ERROR(yaml.RequireKeys(node, "audit", names));
  if (node.size() != 1) return yaml.Complain(node, "Cannot read audit: expected one kind for each item of the list");
  const auto kind =
      std::ranges::find_if(kKinds, [&](const Kind& candidate) { return node[candidate.name].IsDefined(); });
  return kind->read(yaml, node[kind->name]);
}

}  // namespace assay::transform
