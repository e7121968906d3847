#include "config/yaml_node.h"

#include <map>
#include <sstream>
#include <utility>

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

namespace assay::config {
namespace {

// Builds the tree from events, since yaml-cpp's own tree forgets the lines of keys.
class TreeBuilder final : public YAML::EventHandler {
 public:
  explicit TreeBuilder(Problems& problems) : problems_(problems) {}

  YamlPtr root() const { return root_; }

  /// The line of the last value that was complete.
  int last_line() const { return last_line_; }

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override { Leaf(mark, anchor, YamlNode::Kind::kNull, ""); }

  void OnScalar(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor, const std::string& value) override {
    Leaf(mark, anchor, YamlNode::Kind::kScalar, value);
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const auto found = anchors_.find(anchor);
    if (found != anchors_.end()) return Place(found->second, Line(mark));
    problems_.Add(Line(mark),
                  "Cannot read YAML: expected an alias of a value that ends before it, got one inside its own anchor");
    Leaf(mark, YAML::NullAnchor, YamlNode::Kind::kNull, "");
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    Open(mark, anchor, YamlNode::Kind::kList);
  }
  void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    Open(mark, anchor, YamlNode::Kind::kMap);
  }
  void OnSequenceEnd() override { Close(); }
  void OnMapEnd() override { Close(); }

 private:
  struct OpenNode {
    std::shared_ptr<YamlNode> node;
    YAML::anchor_t anchor = YAML::NullAnchor;
    bool awaits_value = false;
    std::map<std::string, int> key_lines;
  };

  static int Line(const YAML::Mark& mark) { return mark.line + 1; }

  void Leaf(const YAML::Mark& mark, YAML::anchor_t anchor, YamlNode::Kind kind, std::string text) {
    auto node = std::make_shared<YamlNode>();
    node->line = Line(mark);
    node->kind = kind;
    node->text = std::move(text);
    Finish(std::move(node), anchor);
  }

  void Open(const YAML::Mark& mark, YAML::anchor_t anchor, YamlNode::Kind kind) {
    auto node = std::make_shared<YamlNode>();
    node->line = Line(mark);
    node->kind = kind;
    open_.push_back({std::move(node), anchor, false, {}});
  }

  void Close() {
    OpenNode closed = std::move(open_.back());
    open_.pop_back();
    Finish(std::move(closed.node), closed.anchor);
  }

  void Finish(std::shared_ptr<YamlNode> node, YAML::anchor_t anchor) {
    if (anchor != YAML::NullAnchor) anchors_[anchor] = node;
    const int line = node->line;
    Place(std::move(node), line);
  }

  void Place(YamlPtr node, int line) {
    last_line_ = line;
    if (open_.empty()) {
      root_ = std::move(node);
      return;
    }
    OpenNode& parent = open_.back();
    if (parent.node->kind == YamlNode::Kind::kList) {
      parent.node->items.push_back(std::move(node));
    } else if (std::exchange(parent.awaits_value, !parent.awaits_value)) {
      parent.node->entries.back().value = std::move(node);
    } else {
      PlaceKey(parent, *node, line);
    }
  }

  void PlaceKey(OpenNode& parent, const YamlNode& key, int line) {
    if (key.kind != YamlNode::Kind::kScalar)
      problems_.Add(line, "Cannot read YAML: expected a key that is text, got another value");
    const auto [first, is_new] = parent.key_lines.emplace(key.text, line);
    if (!is_new) {
      problems_.Add(line, fmt::format("Cannot use key '{}' twice: it already stands at line {}; keep one of them",
                                      key.text, first->second));
    }
    parent.node->entries.push_back({line, key.text, nullptr});
  }

  Problems& problems_;
  YamlPtr root_;
  int last_line_ = 1;
  std::vector<OpenNode> open_;
  std::map<YAML::anchor_t, YamlPtr> anchors_;
};

void NoteSyntax(const YAML::Exception& exception, int last_line, Problems& problems) {
  if (std::string_view(exception.msg) == YAML::ErrorMsg::EOF_IN_SCALAR) {
    // yaml-cpp points to the end of the file.
    return problems.Add(
        last_line,
        "Cannot read YAML: expected the quote that opens after here to be closed, got the end of the file; close it");
  }
  const bool has_place = !exception.mark.is_null();
  const std::string column = has_place ? fmt::format(" at column {}", exception.mark.column + 1) : std::string();
  problems.Add(has_place ? exception.mark.line + 1 : 0,
               fmt::format("Cannot read YAML: {}{}; check indentation (spaces, no tabs), quotes and brackets",
                           exception.msg, column));
}

}  // namespace

const YamlNode* YamlNode::Find(std::string_view key) const {
  for (const YamlEntry& entry : entries) {
    if (entry.key == key) return entry.value.get();
  }
  return nullptr;
}

YamlPtr ParseYaml(std::string_view text, Problems& problems) {
  // yaml-cpp takes an open quote for closed when line breaks follow it up to the end.
  while (!text.empty() && std::string_view(" \t\r\n").contains(text.back())) text.remove_suffix(1);
  TreeBuilder builder(problems);
  try {
    std::istringstream stream{std::string(text)};
    YAML::Parser parser(stream);
    parser.HandleNextDocument(builder);
    TreeBuilder second(problems);
    if (parser.HandleNextDocument(second)) {
      problems.Add(second.root() ? second.root()->line : 0,
                   "Cannot read YAML: expected one document, got a second one after '---'; remove it");
    }
    return builder.root() ? builder.root() : std::make_shared<YamlNode>();
  } catch (const YAML::Exception& exception) {
    NoteSyntax(exception, builder.last_line(), problems);
  } catch (const std::exception& exception) {
    problems.Add(0, fmt::format("Cannot read YAML: {}", exception.what()));
  }
  return nullptr;
}

}  // namespace assay::config
