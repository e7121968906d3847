#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "transform/model.h"

namespace assay::transform {

/// The models in an order in which they can run, and who reads whom.
class ModelGraph {
 public:
  /// `inputs` are the tables that are there without a model, such as "mapped.transactions". kInvalidInput: two models
  /// of one name, a reference to a table that is neither a model nor an input (with file, line and the near name), or a
  /// cycle (all its models named). An audit may read any model or input.
  static Result<ModelGraph> Make(std::vector<Model> models, std::span<const std::string> inputs);

  /// Every model behind all it reads; among those that could run next the first by name, so equal models give equal
  /// order.
  std::span<const Model> models() const { return models_; }

  /// The model called `full_name`, or nothing.
  const Model* Find(std::string_view full_name) const;

  /// The tables that a model's SQL names, models and inputs, sorted. Empty for an unknown name.
  std::vector<std::string> Reads(std::string_view full_name) const;

  /// The models that a model needs, directly or through others, in running order.
  std::vector<std::string> Upstream(std::string_view full_name) const;

  /// The models that need a model or input, directly or through others, in running order.
  std::vector<std::string> Downstream(std::string_view table) const;

 private:
  std::vector<Model> models_;
  std::map<std::string, std::vector<std::string>, std::less<>> reads_;
};

}  // namespace assay::transform
