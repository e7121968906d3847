#include "engine/yaml_text.h"

#include <algorithm>

#include "base/near_name.h"

namespace assay::engine {

Result<YamlText> YamlText::Load(std::string path, std::string_view text, int first_line) {
  YamlText yaml;
  yaml.path_ = std::move(path);
  yaml.first_line_ = first_line;
  try {
    yaml.documents_ = YAML::LoadAll(std::string(text));
  } catch (const YAML::Exception& exception) {
    return InvalidInput("{}:{}: Cannot read YAML: {}", yaml.path_, std::max(exception.mark.line, 0) + first_line,
                        exception.msg);
  }
  return yaml;
}

std::string YamlText::Place(const YAML::Node& node) const {
  const int line = node.IsDefined() ? std::max(node.Mark().line, 0) : 0;
  return fmt::format("{}:{}", path_, line + first_line_);
}

std::unexpected<Error> YamlText::Complain(const YAML::Node& node, std::string_view message) const {
  return InvalidInput("{}: {}", Place(node), message);
}

Status YamlText::RequireKeys(const YAML::Node& node, std::string_view noun, std::span<const std::string> known) const {
  if (!node.IsMap()) return Complain(node, fmt::format("Cannot read {}: expected a map of keys", noun));
  std::vector<std::string> seen;
  for (const auto& member : node) {
    if (!member.first.IsScalar())
      return Complain(member.first, fmt::format("Cannot read {}: expected plain keys", noun));
    const std::string& key = member.first.Scalar();
    if (std::ranges::count(known, key) == 0) {
      // {description: a, b} has a key "b": the usual cause of a key with a blank.
      const std::string advice = key.contains(' ') ? "; put a text with a comma in quotes" : DidYouMean(key, known);
      return Complain(member.first, fmt::format("Cannot read {}: unknown key '{}'{}", noun, key, advice));
    }
    if (std::ranges::count(seen, key) > 0) {
      return Complain(member.first, fmt::format("Cannot read {}: key '{}' stands there twice; remove one", noun, key));
    }
    seen.push_back(key);
  }
  return {};
}

Result<std::string> YamlText::Text(const YAML::Node& map, const std::string& key, std::string_view noun) const {
  const YAML::Node member = map.IsMap() ? map[key] : YAML::Node(YAML::NodeType::Undefined);
  if (!member.IsDefined()) return Complain(map, fmt::format("Cannot read {}: expected a key '{}'; add it", noun, key));
  if (!member.IsScalar()) return Complain(member, fmt::format("Cannot read {}: expected a text for '{}'", noun, key));
  return member.Scalar();
}

Result<std::string> YamlText::TextOr(const YAML::Node& map, const std::string& key, std::string_view noun,
                                     std::string fallback) const {
  if (!map.IsMap() || !map[key].IsDefined() || map[key].IsNull()) return fallback;
  return Text(map, key, noun);
}

Result<std::vector<std::string>> YamlText::Texts(const YAML::Node& node, std::string_view noun) const {
  if (node.IsScalar()) return std::vector{node.Scalar()};
  if (!node.IsSequence()) return Complain(node, fmt::format("Cannot read {}: expected a list of texts", noun));
  std::vector<std::string> texts;
  for (const auto& item : node) {
    if (!item.IsScalar()) return Complain(item, fmt::format("Cannot read {}: expected a list of texts", noun));
    texts.push_back(item.Scalar());
  }
  return texts;
}

}  // namespace assay::engine
