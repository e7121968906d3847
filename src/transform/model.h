#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "table/schema.h"
#include "transform/audit.h"

namespace assay::transform {

enum class ModelKind {
  kWork,                ///< kept in the engine for this run only, never written to the lake
  kFull,                ///< written anew when something it reads changed
  kIncrementalByMonth,  ///< the months that changed are written anew
};

/// How the engine keeps the rows for the models that read them.
enum class Keep {
  kTable,
  kView,
  kFiles,  ///< in the files written to the lake, which are read again: for tables with a row a line
};

enum class PartitionBy { kNothing, kValue, kMonth };

/// `partition: as_of` (by value) or `partition: month of date`.
struct Partition {
  PartitionBy by = PartitionBy::kNothing;
  std::string column;
  bool operator==(const Partition&) const = default;
};

/// A column as the front matter declares it. `type` is a name of table::SqlName or key(<entity>), see `ColumnType`.
struct ModelColumn {
  std::string name;
  std::string type;
  std::string description;
  std::string unit;
  bool operator==(const ModelColumn&) const = default;
};

/// The entities that have natural keys: transactions, orders, customers, products, stores.
const std::vector<std::string>& KeyEntities();

/// The type of each entity's natural key: transactions, orders, customers, products, stores -> "bigint" or "string".
using KeyTypes = std::map<std::string, std::string>;

/// One model file.
struct Model {
  std::string layer;  ///< work, silver or gold
  std::string name;
  std::string path;
  ModelKind kind = ModelKind::kFull;
  Keep keep = Keep::kTable;
  std::vector<std::string> grain;
  std::string unique_by;  ///< what else proves the grain unique, such as "accounting"; empty: an audit groups the rows
  Partition partition;
  std::string description;
  std::vector<ModelColumn> columns;
  std::vector<Audit> audits;
  std::string sql;   ///< the SELECT without the front matter
  int sql_line = 1;  ///< the line of the file on which `sql` begins

  /// "gold.fact_sales", as models refer to it.
  std::string FullName() const { return layer + "." + name; }
};

/// Reads a model file. Layer and name come from `path`, .../<layer>/<name>.sql. The file begins with `/* model`, YAML
/// and `*/`:
///   kind: work | full | incremental_by_month       (needed)
///   grain: [columns that identify a row]           (needed)
///   unique_by: text                                (what proves the grain unique, so that no audit groups the rows)
///   columns: {name: {type, description, unit}}     (needed, in the order of the table; `name: type` for short)
///   partition: month of <column> | <column>        (needed by incremental_by_month, which takes the first form)
///   keep: table | view | files                     (table; files is not for work models)
///   description: text
///   audits: [{kind: ...}]                          (see audit.h; a model that is not work and says no unique_by is
///   also audited unique in its grain)
/// kInvalidInput names file and line: no front matter, an unknown key, kind, type or column.
Result<Model> ParseModel(const std::string& path, std::string_view text);

/// The type of a column with key(<entity>) resolved. kInternal when `keys` lacks the entity.
Result<table::DataType> ColumnType(const ModelColumn& column, const KeyTypes& keys);

/// The columns as a table schema; description and unit travel as metadata `comment` and `assay.unit`.
Result<table::Schema> SchemaOf(const Model& model, const KeyTypes& keys);

}  // namespace assay::transform
