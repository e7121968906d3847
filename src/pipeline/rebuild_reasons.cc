#include "pipeline/rebuild_reasons.h"

#include <fmt/format.h>

#include "base/digest.h"
#include "transform/embedded_models.h"

namespace assay::pipeline {
namespace {

using nlohmann::json;

constexpr int kReleaseFormat = 1;

}  // namespace

json FingerprintOf(const BronzeSet& bronze, const MappedViews& views, const config::Project& project) {
  std::string models;
  for (const transform::EmbeddedFile& file : transform::EmbeddedModels())
    models += fmt::format("{}\n{}\n", file.path, file.text);
  std::string mapping;
  for (const auto& [name, select] : views.selects) mapping += fmt::format("{}\n{}\n", name, select);
  json inputs = json::object();
  for (const auto& [ref, bound] : bronze) inputs[bound.path] = fmt::format("{}@{}", bound.version, bound.table_id);
  const std::string gates = fmt::format("{} {}", project.gates.unmatched_permille, project.gates.quarantine_permille);
  return {
      {"format", kReleaseFormat}, {"models", Sha256Hex(models)},          {"mapping", Sha256Hex(mapping)},
      {"gates", gates},           {"tax", static_cast<int>(project.tax)}, {"engine", engine::duckdb::LibraryVersion()},
      {"inputs", inputs}};
}

std::vector<std::string> RebuildReasons(const lake::Release& before, const json& fingerprint) {
  const json facts = json::parse(before.facts, nullptr, false);
  const json old = facts.is_object() ? facts.value("fingerprint", json::object()) : json::object();
  std::vector<std::string> parts;
  for (const auto& [name, value] : fingerprint.items()) {
    if (name == "inputs" || old.value(name, json()) == value) continue;
    parts.push_back(name == "mapping" ? "the configuration" : fmt::format("the {}", name));
  }
  const json old_inputs = old.contains("inputs") ? old["inputs"] : json::object();
  for (const auto& [path, version] : fingerprint["inputs"].items()) {
    if (old_inputs.value(path, json()) != version) parts.push_back(path);
  }
  return parts;
}

}  // namespace assay::pipeline
