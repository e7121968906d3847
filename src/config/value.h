#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/secrets.h"
#include "config/environment.h"
#include "config/problems.h"
#include "config/yaml_node.h"

namespace assay::config {

/// What every reader of assay.yaml works with. References must outlive the reading.
struct Reading {
  const Environment& environment;
  Secrets& secrets;
  Problems& problems;
  std::string folder;  ///< absolute
};

/// A word that may stand for an enumerator.
template <typename E>
struct Word {
  std::string_view text;
  E value;
};

struct Member;

/// A value of assay.yaml, with the place that messages name. What cannot be read as asked is noted as a problem, and
/// the reader gets nothing: so one pass finds every mistake. Valid while the parsed tree lives.
class Value {
 public:
  Value(Reading& reading, const YamlNode& node, int line, std::string path)
      : reading_(&reading), node_(&node), line_(line), path_(std::move(path)) {}

  int line() const { return line_; }
  const std::string& path() const { return path_; }
  const YamlNode& node() const { return *node_; }
  Reading& reading() const { return *reading_; }
  bool IsScalar() const { return node_->kind == YamlNode::Kind::kScalar; }
  bool IsList() const { return node_->kind == YamlNode::Kind::kList; }
  bool IsMap() const { return node_->kind == YamlNode::Kind::kMap; }

  /// The scalar's text with `${NAME}` replaced; `TextOrEmpty` allows an empty one.
  std::optional<std::string> Text() const;
  std::optional<std::string> TextOrEmpty() const;

  /// The text, which is remembered as a secret, wherever it came from.
  std::optional<std::string> SecretText() const;

  std::optional<std::int64_t> Integer(std::int64_t minimum, std::int64_t maximum) const;
  std::optional<bool> Flag() const;

  /// One of `words`; words of `later` are known but not available in this build (kUnsupported).
  template <typename E>
  std::optional<E> Choice(std::initializer_list<Word<E>> words,
                          std::initializer_list<std::string_view> later = {}) const {
    const auto text = Text();
    if (!text) return std::nullopt;
    std::vector<std::string> known;
    for (const Word<E>& word : words) {
      if (word.text == *text) return word.value;
      known.emplace_back(word.text);
    }
    RefuseWord(*text, known, later);
    return std::nullopt;
  }

  /// The texts of a list, or of one scalar. Items that cannot be read are left out.
  std::vector<std::string> Texts() const;

  /// The items of a list; a value of another kind counts as its only item.
  std::vector<Value> Items() const;

  /// The entries of a mapping with free names, in their order. `what` says what is expected, for the message.
  std::vector<Member> Members(std::string_view what) const;

  /// Notes "Cannot read <path>: expected <expected>, got <this value>[; <advice>]".
  void Refuse(std::string_view expected, std::string_view advice = {}) const;

  /// Notes "Cannot read <path>: <message>".
  void Report(std::string_view message, ErrorKind kind = ErrorKind::kInvalidInput) const;

 private:
  void RefuseWord(std::string_view text, std::span<const std::string> known,
                  std::initializer_list<std::string_view> later) const;
  std::string Shown() const;

  Reading* reading_;
  const YamlNode* node_;
  int line_;
  std::string path_;
};

struct Member {
  std::string name;
  Value value;
};

}  // namespace assay::config
