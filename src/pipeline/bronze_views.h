#pragma once

#include "pipeline/session.h"
#include "retail/bronze_table.h"

namespace assay::pipeline {

/// A bronze table bound for a run: its version, its rows and which of them are out of force.
struct BoundBronze {
  retail::BronzeTable table;  ///< `table.relation` holds the rows in force
  std::string path;
  std::int64_t version = -1;
  std::string table_id;   ///< changes when the table was deleted and made anew
  std::int64_t rows = 0;  ///< by the log's statistics
  bool has_replaced_files = false;
  bool has_deleted_rows = false;
};

/// Rows of a bronze table that are out of force.
struct OutOfForce {
  /// Rows of files that were loaded again with other content, and rows whose key has other content now.
  std::int64_t superseded = 0;
  std::int64_t deleted = 0;  ///< rows the source no longer has, and whose key is in no other row
  std::int64_t markers = 0;  ///< rows that say that a row of this content is gone
};

using BronzeSet = std::map<config::TableRef, BoundBronze>;

/// Some rows of a bronze table: all of them, or all that have some line keys.
struct BronzeRows {
  std::string relation;      ///< with lineage, out of force or not
  std::string newest_files;  ///< relation of _file and the load sequence of its newest load, `newest`, over all rows
};

/// All rows of a bound table.
BronzeRows AllRows(const BoundBronze& bound);

/// SELECT of those rows that are in force.
std::string RowsInForce(const BoundBronze& bound, const BronzeRows& rows);

/// Counts those rows that are not.
Result<OutOfForce> CountOutOfForce(const Session& session, const BoundBronze& bound, const BronzeRows& rows);

/// The SQL name of a bronze table in a schema of the engine: shop.dbo.transactions -> shop_dbo_transactions.
std::string BronzeName(const config::TableRef& ref);

/// Makes views of all bronze tables of the project in the engine, at their newest versions: bronze.<name> with all rows
/// and live.<name> with those in force. A table that was never loaded is left out.
Result<BronzeSet> BindBronze(const Session& session);

/// The tables alone, as retail wants them.
retail::BronzeTables TablesOf(const BronzeSet& bronze);

}  // namespace assay::pipeline
