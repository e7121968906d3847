#include "pipeline/rebuild_reasons.h"

#include <fmt/format.h>

#include "base/digest.h"
#include "transform/embedded_models.h"

namespace assay::pipeline {
namespace {

using nlohmann::json;

// Raised when the fingerprint has other parts or a release's tables another form: then everything is built anew once.
constexpr int kReleaseFormat = 2;

// "models/gold/fact_sales.sql" as it is called: gold.fact_sales.
std::string ModelName(std::string_view path) {
  if (!path.ends_with(".sql")) return fmt::format("the {} of the models", path.substr(path.rfind('/') + 1));
  path.remove_suffix(std::string_view(".sql").size());
  const std::size_t name = path.rfind('/');
  const std::size_t layer = path.rfind('/', name - 1);
  return fmt::format("the model {}.{}", path.substr(layer + 1, name - layer - 1), path.substr(name + 1));
}

std::string MappingName(const std::string& relation) {
  if (relation == "settings") return "the settings";
  if (relation == "tiers" || relation == "rates") return "the " + relation;
  if (relation == "non_goods") return "the non-goods";
  return "the mapping of " + relation;
}

// The names of the members that only one of the two has, or that differ.
std::vector<std::string> Differing(const json& before, const json& now) {
  std::vector<std::string> names;
  for (const auto& [name, value] : now.items()) {
    if (!before.is_object() || before.value(name, json()) != value) names.push_back(name);
  }
  for (const auto& [name, value] : before.items()) {
    if (before.is_object() && !now.contains(name)) names.push_back(name);
  }
  return names;
}

void AddModels(const json& before, const json& now, std::vector<std::string>& parts) {
  constexpr std::size_t kMostNamed = 3;
  const std::vector<std::string> models = Differing(before, now);
  if (models.size() > kMostNamed) {
    parts.push_back(fmt::format("{} models", models.size()));
    return;
  }
  for (const std::string& path : models) parts.push_back(ModelName(path));
}

}  // namespace

json FingerprintOf(const BronzeSet& bronze, const MappedViews& views, const config::Project& project) {
  json models = json::object();
  for (const transform::EmbeddedFile& file : transform::EmbeddedModels())
    models[std::string(file.path)] = Sha256Hex(file.text);
  json mapping = json::object();
  for (const auto& [name, select] : views.selects) mapping[name] = Sha256Hex(select);
  json inputs = json::object();
  for (const auto& [ref, bound] : bronze) inputs[bound.path] = fmt::format("{}@{}", bound.version, bound.table_id);
  const std::string gates = fmt::format("{} {}", project.gates.unmatched_permille, project.gates.quarantine_permille);
  return {{"format", kReleaseFormat},
          {"models", models},
          {"mapping", mapping},
          {"gates", gates},
          {"tax", static_cast<int>(project.tax)},
          {"engine", engine::duckdb::LibraryVersion()},
          {"inputs", inputs}};
}

std::vector<std::string> RebuildReasons(const lake::Release& before, const json& fingerprint) {
  const json facts = json::parse(before.facts, nullptr, false);
  const json old = facts.is_object() ? facts.value("fingerprint", json::object()) : json::object();
  std::vector<std::string> parts;
  for (const auto& [name, value] : fingerprint.items()) {
    const json& was = old.contains(name) ? old[name] : json();
    if (name == "inputs" || was == value) continue;
    if (name == "models") {
      AddModels(was, value, parts);
    } else if (name == "mapping") {
      for (const std::string& relation : Differing(was, value)) parts.push_back(MappingName(relation));
    } else {
      parts.push_back(fmt::format("the {}", name == "format" ? "form of a release" : name));
    }
  }
  const json old_inputs = old.value("inputs", json::object());
  for (const auto& [path, version] : fingerprint["inputs"].items()) {
    if (old_inputs.value(path, json()) != version) parts.push_back(path);
  }
  return parts;
}

}  // namespace assay::pipeline
