#pragma once

#include <string_view>
#include <vector>

#include "config/project.h"
#include "config/section.h"

namespace assay::config {

/// How the tables of one kind of source are written.
struct TableForm {
  std::string_view group;  ///< of the table of keys; must have name, key, cursor, pii and contract
  bool has_plain_names;    ///< whether a list may hold a bare name
  /// Reads the keys that only this kind has.
  void (*read_own)(const Section& section, SourceTable& table);
  /// Reads what stands for a table in the mapping form `name: value`; null when only a mapping may stand there.
  void (*read_short)(const Value& value, SourceTable& table);
};

/// Reads `tables` or `resources`: a list of tables, or a mapping of names to tables. Notes names that are used twice or
/// cannot be the name of a folder of the lake.
std::vector<SourceTable> ReadTables(const Value& value, const TableForm& form);

}  // namespace assay::config
