#include "transform/fingerprint.h"

#include "base/digest.h"
#include "engine/sql_token.h"

namespace assay::transform {
namespace {

std::string CodeOf(std::string_view sql) {
  std::string code;
  for (const engine::SqlToken& token : engine::TokenizeSqlCode(sql)) code.append(token.text).push_back('\n');
  return code;
}

// A macro's body may call other product functions, whose bodies then count as well.
void AddFunctions(std::string_view text, std::span<const engine::ProductFunction> functions,
                  std::map<std::string, std::string>& parts) {
  for (const engine::ProductFunction* function : engine::FunctionsUsed(text, functions)) {
    const std::string definition = engine::DuckDbDefinition(*function) + "\n" + engine::SparkDefinition(*function);
    if (parts.emplace("function " + function->name, definition).second)
      AddFunctions(definition.substr(definition.find(')')), functions, parts);
  }
}

std::string PartitionText(const Model& model) {
  return fmt::format("{} {} {} {}", static_cast<int>(model.kind), fmt::join(model.grain, ","),
                     static_cast<int>(model.partition.by), model.partition.column);
}

}  // namespace

Result<Fingerprint> ModelFingerprint(const Model& model, const KeyTypes& keys,
                                     std::span<const engine::ProductFunction> functions,
                                     const std::map<std::string, std::string>& inputs) {
  std::map<std::string, std::string> texts = inputs;
  texts["SQL"] = CodeOf(model.sql);
  texts["partition"] = PartitionText(model);
  for (const ModelColumn& column : model.columns) {
    ASSIGN_OR_RETURN(const table::DataType type, ColumnType(column, keys));
    texts["columns"] += fmt::format("{} {}\n", column.name, column.type);
    if (column.type.starts_with("key("))
      texts["key type of " + column.type.substr(4, column.type.size() - 5)] = table::SqlName(type);
  }
  AddFunctions(model.sql, functions, texts);

  Fingerprint fingerprint;
  std::string all;
  for (const auto& [name, text] : texts) {
    const std::string digest = Sha256Hex(text);
    all += fmt::format("{}={}\n", name, digest);
    fingerprint.parts[name] = digest.substr(0, 16);
  }
  fingerprint.digest = Sha256Hex(all);
  return fingerprint;
}

std::vector<std::string> ChangedParts(const std::map<std::string, std::string>& before,
                                      const std::map<std::string, std::string>& after) {
  std::vector<std::string> changes;
  for (const auto& [name, digest] : after) {
    const auto old = before.find(name);
    if (old == before.end()) {
      changes.push_back(name + " added");
    } else if (old->second != digest) {
      changes.push_back(name + " changed");
    }
  }
  for (const auto& [name, digest] : before) {
    if (!after.contains(name)) changes.push_back(name + " removed");
  }
  return changes;
}

}  // namespace assay::transform
