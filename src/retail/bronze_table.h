#pragma once

#include <map>
#include <string>
#include <vector>

#include "config/project.h"
#include "table/schema.h"

namespace assay::retail {

/// A bronze table as the generated SELECTs see it: a relation of the engine with the source's own columns and, beside
/// them, _source, _load_id, _load_seq, _loaded_at, _file, _line and _deleted.
struct BronzeTable {
  config::TableRef ref;
  std::string relation;          ///< SQL name of the live rows: superseded files and deleted rows already left out
  std::string loads;             ///< SQL name of a relation with one row a load: _load_seq, _loaded_at
  table::Schema schema;          ///< the source's own columns only, personal data marked
  std::vector<std::string> key;  ///< declared key columns; empty = none
  std::string cursor;            ///< declared cursor column; empty = none
  std::vector<std::string> pii;
};

using BronzeTables = std::map<config::TableRef, BronzeTable>;

/// "shop.dbo.transactions", as people write it.
inline std::string Print(const config::TableRef& ref) { return ref.source + "." + ref.table; }

}  // namespace assay::retail
