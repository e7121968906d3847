#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <yaml-cpp/yaml.h>

#include "base/result.h"

namespace assay::engine {

/// The documents of one YAML text, with where it came from, so that every complaint names file and line. None of its
/// functions throws. Nodes that are passed in must come from this text.
class YamlText {
 public:
  /// `first_line` is the line of the file on which `text` begins. kInvalidInput with the place when it is no YAML.
  static Result<YamlText> Load(std::string path, std::string_view text, int first_line = 1);

  const std::vector<YAML::Node>& documents() const { return documents_; }

  /// "<path>:<line>" of a node.
  std::string Place(const YAML::Node& node) const;

  /// Fails unless `node` is a map whose keys are plain texts, each given once and each one of `known`; names the near
  /// key.
  Status RequireKeys(const YAML::Node& node, std::string_view noun, std::span<const std::string> known) const;

  /// The member `key` of a map as text: a scalar that is not null. `noun` names the owner in the complaint.
  Result<std::string> Text(const YAML::Node& map, const std::string& key, std::string_view noun) const;
  /// The same, or `fallback` when the map has no such member or it is null.
  Result<std::string> TextOr(const YAML::Node& map, const std::string& key, std::string_view noun,
                             std::string fallback) const;
  /// A list of texts; a single text counts as a list of one.
  Result<std::vector<std::string>> Texts(const YAML::Node& node, std::string_view noun) const;

  /// kInvalidInput: "<place>: <message>".
  std::unexpected<Error> Complain(const YAML::Node& node, std::string_view message) const;

 private:
  std::string path_;
  int first_line_ = 1;
  std::vector<YAML::Node> documents_;
};

}  // namespace assay::engine
