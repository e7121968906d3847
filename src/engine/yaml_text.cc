#include "engine/yaml_text.h"

#include <algorithm>
#include <optional>
#include <sstream>

#include <yaml-cpp/eventhandler.h>

#include "base/near_name.h"

namespace assay::engine {
namespace {

/// Notes where a document begins, and nothing else.
class DocumentStarts : public YAML::EventHandler {
 public:
  const YAML::Mark& newest() const { return newest_; }

  void OnDocumentStart(const YAML::Mark& mark) override { newest_ = mark; }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark&, YAML::anchor_t) override {}
  void OnAlias(const YAML::Mark&, YAML::anchor_t) override {}
  void OnScalar(const YAML::Mark&, const std::string&, YAML::anchor_t, const std::string&) override {}
  void OnSequenceStart(const YAML::Mark&, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override {}
  void OnSequenceEnd() override {}
  void OnMapStart(const YAML::Mark&, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override {}
  void OnMapEnd() override {}

 private:
  YAML::Mark newest_ = YAML::Mark::null_mark();
};

// yaml-cpp reads a comma at the beginning of a document as an empty document and stays in front of it, so that
// YAML::LoadAll would read such documents until the memory is used up. This finds the place of such a comma.
std::optional<YAML::Mark> FindStandstill(const std::string& text) {
  std::istringstream stream(text);
  YAML::Parser parser(stream);
  DocumentStarts starts;
  int before = -1;
  while (parser.HandleNextDocument(starts)) {
    if (starts.newest().pos == before) return starts.newest();
    before = starts.newest().pos;
  }
  return std::nullopt;
}

}  // namespace

Result<YamlText> YamlText::Load(std::string path, std::string_view text, int first_line) {
  YamlText yaml;
  yaml.path_ = std::move(path);
  yaml.first_line_ = first_line;
  try {
    const std::string whole(text);
    if (const auto at = FindStandstill(whole))
      return InvalidInput("{}:{}: Cannot read YAML: expected a value, got ','", yaml.path_, at->line + first_line);
    yaml.documents_ = YAML::LoadAll(whole);
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
