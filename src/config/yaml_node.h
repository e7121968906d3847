#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "config/problems.h"

namespace assay::config {

struct YamlNode;

/// Shared, since an alias (`*name`) is the node of its anchor.
using YamlPtr = std::shared_ptr<const YamlNode>;

/// One `key: value` of a mapping, with the line of the key.
struct YamlEntry {
  int line = 0;
  std::string key;
  YamlPtr value;
};

/// A YAML value as written, before any meaning: scalars are text, mappings keep their order.
struct YamlNode {
  enum class Kind { kNull, kScalar, kList, kMap };
  int line = 0;  ///< from 1
  Kind kind = Kind::kNull;
  std::string text;                ///< kScalar
  std::vector<YamlPtr> items;      ///< kList
  std::vector<YamlEntry> entries;  ///< kMap

  /// The value of the first entry named `key`, or null.
  const YamlNode* Find(std::string_view key) const;
};

/// Parses `text` as one YAML document; an empty one is a kNull node. Adds to `problems` and returns what could be read:
/// - broken syntax (then the result is null),
/// - a key twice in one mapping (both entries are kept), a key that is no text,
/// - an alias inside its own anchor, a second document.
YamlPtr ParseYaml(std::string_view text, Problems& problems);

}  // namespace assay::config
