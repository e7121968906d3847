#include "transform/model_graph.h"

#include <algorithm>
#include <set>

#include "base/near_name.h"
#include "transform/model_references.h"

namespace assay::transform {
namespace {

using ReadsByModel = std::map<std::string, std::vector<std::string>, std::less<>>;

Status CheckReferences(const Model& model, std::span<const std::string> known) {
  for (const Reference& reference : ReferencesIn(model.sql)) {
    if (std::ranges::count(known, reference.name) > 0) continue;
    return InvalidInput("{}:{}:{}: Cannot find table {}: no model or input has this name{}", model.path,
                        model.sql_line + reference.line - 1, reference.column, reference.name,
                        DidYouMean(reference.name, known));
  }
  for (const Audit& audit : model.audits) {
    for (const std::string& table : TablesOf(audit)) {
      if (std::ranges::count(known, table) > 0) continue;
      return InvalidInput("{}: Cannot find table {} of an audit: no model or input has this name{}", model.path, table,
                          DidYouMean(table, known));
    }
  }
  return {};
}

/// The models of one cycle, in the order they read each other; `waiting` holds the models that wait for one of
/// themselves.
std::vector<std::string> CycleAmong(const std::set<std::string>& waiting, const ReadsByModel& reads) {
  std::vector<std::string> path{*waiting.begin()};
  for (;;) {
    const std::vector<std::string>& next = reads.find(path.back())->second;
    const auto reader = std::ranges::find_if(next, [&](const std::string& name) { return waiting.contains(name); });
    const auto seen = std::ranges::find(path, *reader);
    if (seen != path.end()) return {seen, path.end()};
    path.push_back(*reader);
  }
}

Result<std::vector<std::string>> Sort(const ReadsByModel& reads) {
  std::set<std::string> waiting;
  for (const auto& [name, unused] : reads) waiting.insert(name);
  std::vector<std::string> order;
  while (!waiting.empty()) {
    const auto ready = std::ranges::find_if(waiting, [&](const std::string& name) {
      return std::ranges::none_of(reads.find(name)->second,
                                  [&](const std::string& read) { return waiting.contains(read); });
    });
    if (ready == waiting.end()) {
      std::vector<std::string> cycle = CycleAmong(waiting, reads);
      cycle.push_back(cycle.front());
      return InvalidInput("Cannot order the models: {} read each other; break the cycle", fmt::join(cycle, " -> "));
    }
    order.push_back(*ready);
    waiting.erase(ready);
  }
  return order;
}

}  // namespace

Result<ModelGraph> ModelGraph::Make(std::vector<Model> models, std::span<const std::string> inputs) {
  ModelGraph graph;
  std::vector<std::string> known(inputs.begin(), inputs.end());
  for (const Model& model : models) {
    const bool first = graph.reads_.emplace(model.FullName(), ReferencedTables(model.sql)).second;
    if (!first) return InvalidInput("{}: Cannot use two models called {}; rename one", model.path, model.FullName());
    known.push_back(model.FullName());
  }
  for (const Model& model : models) RETURN_IF_ERROR(CheckReferences(model, known));
  ASSIGN_OR_RETURN(const std::vector<std::string> order, Sort(graph.reads_));
  for (const std::string& name : order)
    graph.models_.push_back(std::move(*std::ranges::find(models, name, &Model::FullName)));
  return graph;
}

const Model* ModelGraph::Find(std::string_view full_name) const {
  const auto found = std::ranges::find(models_, full_name, &Model::FullName);
  return found == models_.end() ? nullptr : &*found;
}

std::vector<std::string> ModelGraph::Reads(std::string_view full_name) const {
  const auto found = reads_.find(full_name);
  return found == reads_.end() ? std::vector<std::string>() : found->second;
}

std::vector<std::string> ModelGraph::Upstream(std::string_view full_name) const {
  std::set<std::string> needed{std::string(full_name)};
  std::vector<std::string> upstream;
  for (auto model = models_.rbegin(); model != models_.rend(); ++model) {
    if (!needed.contains(model->FullName())) continue;
    for (std::string& read : Reads(model->FullName())) needed.insert(std::move(read));
    if (model->FullName() != full_name) upstream.push_back(model->FullName());
  }
  std::ranges::reverse(upstream);
  return upstream;
}

std::vector<std::string> ModelGraph::Downstream(std::string_view table) const {
  std::set<std::string> changed{std::string(table)};
  std::vector<std::string> downstream;
  for (const Model& model : models_) {
    const std::vector<std::string> reads = Reads(model.FullName());
    if (std::ranges::none_of(reads, [&](const std::string& read) { return changed.contains(read); })) continue;
    changed.insert(model.FullName());
    downstream.push_back(model.FullName());
  }
  return downstream;
}

}  // namespace assay::transform
