#include "engine/product_functions.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "base/near_name.h"
#include "engine/sql_token.h"
#include "engine/yaml_text.h"

namespace assay::engine {
namespace {

const std::vector<std::string> kFunctionKeys{"name",   "arguments", "returns", "description",
                                             "duckdb", "spark",     "vectors"};
const std::vector<std::string> kVectorKeys{"given", "expect"};

class Reader {
 public:
  explicit Reader(const YamlText& yaml) : yaml_(yaml) {}

  Result<std::vector<ProductFunction>> ReadAll(const YAML::Node& root) {
    if (!root.IsSequence()) return yaml_.Complain(root, "Cannot read product functions: expected a list");
    std::vector<ProductFunction> functions;
    for (const auto& node : root) {
      ASSIGN_OR_RETURN(ProductFunction function, ReadFunction(node));
      if (std::ranges::count(functions, function.name, &ProductFunction::name) > 0) {
        return yaml_.Complain(node, fmt::format("Cannot define {} twice; remove one", function.name));
      }
      functions.push_back(std::move(function));
    }
    return functions;
  }

 private:
  Result<ProductFunction> ReadFunction(const YAML::Node& node) {
    RETURN_IF_ERROR(yaml_.RequireKeys(node, "product function", kFunctionKeys));
    ProductFunction function;
    ASSIGN_OR_RETURN(function.name, yaml_.Text(node, "name", "product function"));
    if (!function.name.starts_with("p_")) {
      return yaml_.Complain(
          node, fmt::format("Cannot define function {}: expected a name that begins with p_", function.name));
    }
    ASSIGN_OR_RETURN(function.description, yaml_.Text(node, "description", function.name));
    ASSIGN_OR_RETURN(function.duckdb, yaml_.Text(node, "duckdb", function.name));
    ASSIGN_OR_RETURN(function.spark, yaml_.Text(node, "spark", function.name));
    ASSIGN_OR_RETURN(const std::string returns, yaml_.Text(node, "returns", function.name));
    ASSIGN_OR_RETURN(function.returns, ReadType(node["returns"], returns));
    ASSIGN_OR_RETURN(function.arguments, ReadArguments(node["arguments"]));
    ASSIGN_OR_RETURN(function.vectors, ReadVectors(node, function));
    return function;
  }

  Result<table::DataType> ReadType(const YAML::Node& node, const std::string& text) {
    auto type = table::ParseSqlType(text);
    if (!type) return yaml_.Complain(node, type.error().message);
    return *type;
  }

  Result<std::vector<FunctionArgument>> ReadArguments(const YAML::Node& node) {
    if (!node.IsDefined() || !node.IsMap())
      return yaml_.Complain(node, "Cannot read arguments: expected a map of name: type");
    std::vector<FunctionArgument> arguments;
    for (const auto& member : node) {
      ASSIGN_OR_RETURN(const std::vector<std::string> name, yaml_.Texts(member.first, "argument"));
      ASSIGN_OR_RETURN(const std::string type_text, yaml_.Text(node, name.front(), "arguments"));
      ASSIGN_OR_RETURN(const table::DataType type, ReadType(member.second, type_text));
      arguments.push_back({name.front(), type});
    }
    return arguments;
  }

  Result<std::vector<FunctionVector>> ReadVectors(const YAML::Node& node, const ProductFunction& function) {
    const YAML::Node list = node["vectors"];
    if (!list.IsDefined() || !list.IsSequence() || list.size() == 0) {
      return yaml_.Complain(
          node, fmt::format("Cannot define {} without golden vectors; add a list 'vectors'", function.name));
    }
    std::vector<FunctionVector> vectors;
    for (const auto& item : list) {
      ASSIGN_OR_RETURN(FunctionVector vector, ReadVector(item, function));
      vectors.push_back(std::move(vector));
    }
    return vectors;
  }

  Result<FunctionVector> ReadVector(const YAML::Node& node, const ProductFunction& function) {
    RETURN_IF_ERROR(yaml_.RequireKeys(node, "vector", kVectorKeys));
    FunctionVector vector{.given = {}, .expect = {}, .place = yaml_.Place(node)};
    const YAML::Node given = node["given"];
    if (!given.IsDefined() || !given.IsSequence() || given.size() != function.arguments.size() ||
        !node["expect"].IsDefined()) {
      return yaml_.Complain(node, fmt::format("Cannot read vector of {}: expected 'given' with {} values and 'expect'",
                                              function.name, function.arguments.size()));
    }
    for (const auto& value : given) {
      ASSIGN_OR_RETURN(auto cell, ReadValue(value));
      vector.given.push_back(std::move(cell));
    }
    ASSIGN_OR_RETURN(vector.expect, ReadValue(node["expect"]));
    return vector;
  }

  Result<std::optional<std::string>> ReadValue(const YAML::Node& node) {
    if (node.IsNull()) return std::optional<std::string>();
    if (!node.IsScalar()) return yaml_.Complain(node, "Cannot read value: expected a text, a number or null");
    return std::optional(node.Scalar());
  }

  const YamlText& yaml_;
};

/// The lower-case names of the p_ functions that `sql` calls, as they come.
std::vector<std::string> CalledNames(std::string_view sql) {
  const std::vector<SqlToken> tokens = TokenizeSqlCode(sql);
  std::vector<std::string> names;
  for (std::size_t at = 0; at + 1 < tokens.size(); ++at) {
    if (tokens[at].kind != TokenKind::kWord || !IsMark(tokens[at + 1], "(")) continue;
    const std::string name = LowerAscii(tokens[at].text);
    if (name.starts_with("p_")) names.push_back(name);
  }
  return names;
}

// DuckDB's TIMESTAMP has no zone, while the lake's timestamp is an instant.
std::string DuckDbType(const table::DataType& type) {
  return type.kind == table::TypeKind::kTimestamp ? "TIMESTAMPTZ" : table::SqlName(type);
}

}  // namespace

Result<std::vector<ProductFunction>> ParseProductFunctions(const std::string& path, std::string_view text) {
  ASSIGN_OR_RETURN(const YamlText yaml, YamlText::Load(path, text));
  if (yaml.documents().size() != 1)
    return InvalidInput("{}:1: Cannot read product functions: expected one YAML list", path);
  return Reader(yaml).ReadAll(yaml.documents().front());
}

std::string DuckDbDefinition(const ProductFunction& function) {
  std::string arguments;
  for (const FunctionArgument& argument : function.arguments) {
    arguments += (arguments.empty() ? "" : ", ") + argument.name;
  }
  return fmt::format("CREATE OR REPLACE MACRO {}({}) AS CAST(({}) AS {})", function.name, arguments, function.duckdb,
                     DuckDbType(function.returns));
}

std::string SparkDefinition(const ProductFunction& function) {
  std::string arguments;
  for (const FunctionArgument& argument : function.arguments) {
    arguments += fmt::format("{}{} {}", arguments.empty() ? "" : ", ", argument.name, table::SqlName(argument.type));
  }
  return fmt::format("CREATE OR REPLACE TEMPORARY FUNCTION {}({}) RETURNS {} RETURN {}", function.name, arguments,
                     table::SqlName(function.returns), function.spark);
}

std::vector<const ProductFunction*> FunctionsUsed(std::string_view sql, std::span<const ProductFunction> functions) {
  const std::vector<std::string> called = CalledNames(sql);
  std::vector<const ProductFunction*> used;
  for (const ProductFunction& function : functions) {
    if (std::ranges::count(called, function.name) > 0) used.push_back(&function);
  }
  return used;
}

Status RequireKnownFunctions(std::string_view sql, std::span<const ProductFunction> functions) {
  std::vector<std::string> known;
  for (const ProductFunction& function : functions) known.push_back(function.name);
  for (const std::string& name : CalledNames(sql)) {
    if (std::ranges::count(known, name) > 0) continue;
    return InvalidInput("Cannot call {}: models/functions.yaml does not define it{}", name, DidYouMean(name, known));
  }
  return {};
}

}  // namespace assay::engine
