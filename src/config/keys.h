#pragma once

#include <span>
#include <string_view>

namespace assay::config {

/// One key of assay.yaml. The table of keys is the only place that names them: unknown keys, missing keys and the
/// reference page all come from it.
struct Key {
  std::string_view name;
  std::string_view type;           ///< in words, alternatives separated by " | "
  std::string_view default_value;  ///< in words; empty = required or none
  std::string_view meaning;        ///< one sentence
  std::string_view example;        ///< as YAML, in one line
  bool is_required = false;
};

/// The keys of one kind of mapping. `path` is where it stands, with <name> for names people choose, such as
/// "sources.<odbc>.tables[]"; the project file itself is "".
struct KeyGroup {
  std::string_view path;
  std::string_view title;
  std::string_view intro;
  std::span<const Key> keys;
};

/// All groups, in the order of the reference page.
std::span<const KeyGroup> KeyGroups();

/// The keys of the group at `path`, which must exist.
std::span<const Key> KeysOf(std::string_view path);

}  // namespace assay::config
