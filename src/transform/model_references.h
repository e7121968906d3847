#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace assay::transform {

/// A table that SQL reads, as layer.name; the layers are bronze, mapped, work, silver, gold and ops.
struct Reference {
  std::string name;
  int line = 1;
  int column = 1;
};

/// Every place where `sql` names a table of a layer, in order. Comments, strings and columns (t.x) are none; neither is
/// x in "silver.x" when silver is an alias or a named query there, unless it stands behind FROM or JOIN.
std::vector<Reference> ReferencesIn(std::string_view sql);

/// The distinct names of `ReferencesIn`, sorted.
std::vector<std::string> ReferencedTables(std::string_view sql);

/// `sql` with every reference replaced by what `relation_of` gives for it. Behind FROM and JOIN that may be any
/// relation; do not qualify columns by the full table name (silver.x.amount), name an alias.
std::string ReplaceReferences(std::string_view sql,
                              const std::function<std::string(std::string_view table)>& relation_of);

}  // namespace assay::transform
