#include "pipeline/bronze_views.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "engine/row_content.h"
#include "engine/sql_text.h"
#include "ingest/stage_load.h"
#include "lake/table_log.h"
#include "pipeline/declared_columns.h"
#include "pipeline/delta_files.h"
#include "pipeline/load_sources.h"
#include "table/column_name.h"

namespace assay::pipeline {
namespace {

using engine::SqlName;
using engine::SqlString;

bool Has(const lake::Snapshot& snapshot, const char* key) { return snapshot.metadata.configuration.contains(key); }

// Rows of the newest load of each file; rows that came from no file stay.
std::string NewestLoads(const BronzeRows& rows) {
  return fmt::format(
      "SELECT a.* FROM {} AS a LEFT JOIN {} AS n ON a._file = n._file WHERE a._file IS NULL OR a._load_seq = n.newest",
      rows.relation, rows.newest_files);
}

// The rows that are no markers, with whether they were taken back: each marker takes back one row of the same content,
// the oldest first.
std::string TakenBack(const table::Schema& schema, const std::string& all) {
  return fmt::format(
      "SELECT * EXCLUDE (_content, _nth, _gone), _nth <= _gone AS _taken_back FROM (SELECT *, row_number() OVER "
      "(PARTITION BY _content, _deleted "
      "ORDER BY _load_seq, _file, _line) AS _nth, "
      "count(_deleted) OVER (PARTITION BY _content) AS _gone FROM (SELECT *, {} AS _content "
      "FROM {})) "
      "WHERE _deleted IS NULL",
      engine::RowContentSql(schema.fields), all);
}

// Of the rows that were taken back, those whose key is in force again: they were changed, not deleted.
std::string ChangedRows(const std::string& judged, const std::vector<std::string>& key) {
  std::vector<std::string> names;
  for (const std::string& column : key) names.push_back(SqlName(column));
  return fmt::format(
      "(SELECT 1 FROM ({0}) AS gone SEMI JOIN (SELECT * FROM ({0}) WHERE NOT _taken_back) AS kept USING ({1}) WHERE "
      "gone._taken_back)",
      judged, fmt::join(names, ", "));
}

bool HasKey(const retail::BronzeTable& table) {
  const auto is_there = [&](const std::string& column) { return table.schema.Find(column).has_value(); };
  return !table.key.empty() && std::ranges::all_of(table.key, is_there);
}

const config::SourceTable& TableOf(const config::Project& project, const config::TableRef& ref) {
  const auto source = std::ranges::find(project.sources, ref.source, &config::Source::name);
  return *std::ranges::find(source->tables, ref.table, &config::SourceTable::name);
}

Result<std::int64_t> Count(const Session& session, const std::string& relation, const std::string& what) {
  ASSIGN_OR_RETURN(const std::string count,
                   session.connection.Scalar(fmt::format("SELECT {} FROM {}", what, relation)));
  return std::stoll(count);
}

Result<BoundBronze> Bind(const Session& session, const config::TableRef& ref, const lake::Snapshot& snapshot) {
  const std::string path = BronzePath(ref);
  BoundBronze bound{.path = path, .version = snapshot.version, .table_id = snapshot.metadata.id};
  const config::SourceTable& configured = TableOf(session.project, ref);
  bound.table = {.ref = ref,
                 .relation = "live." + SqlName(BronzeName(ref)),
                 .loads = "loads." + SqlName(BronzeName(ref)),
                 .schema = snapshot.metadata.schema,
                 .key = LakeNames(configured.key)};
  if (configured.cursor) bound.table.cursor = table::LakeColumnName(*configured.cursor);
  bound.table.pii = LakeNames(configured.pii);
  bound.table.schema.fields.resize(bound.table.schema.fields.size() - ingest::LineageSchema().fields.size());
  table::MarkPersonal(bound.table.schema, PersonalColumns(configured));
  // A row identified by half of its key would pass for a duplicate.
  RETURN_IF_ERROR(CheckDeclared(configured, ref, bound.table.schema, "key", configured.key));
  ASSIGN_OR_RETURN(bound.rows, RowsOf(snapshot));
  ASSIGN_OR_RETURN(const std::string relation, RelationOf(session.lake, path, snapshot));
  const std::string all = "bronze." + SqlName(BronzeName(ref));
  RETURN_IF_ERROR(
      session.connection.Execute(fmt::format("CREATE OR REPLACE VIEW {} AS SELECT * FROM {}", all, relation)));
  bound.has_replaced_files = Has(snapshot, "assay.replaced_files");
  bound.has_deleted_rows = Has(snapshot, "assay.deleted_rows");
  RETURN_IF_ERROR(session.connection.Execute(fmt::format(
      "CREATE OR REPLACE VIEW {} AS {}; CREATE OR REPLACE TABLE {} AS SELECT DISTINCT _load_seq, _loaded_at "
      "FROM {}",
      bound.table.relation, RowsInForce(bound, AllRows(bound)), bound.table.loads, all)));
  return bound;
}

std::string Loaded(const BoundBronze& bound, const BronzeRows& rows) {
  return bound.has_replaced_files ? NewestLoads(rows) : fmt::format("SELECT * FROM {}", rows.relation);
}

}  // namespace

BronzeRows AllRows(const BoundBronze& bound) {
  const std::string all = "bronze." + SqlName(BronzeName(bound.table.ref));
  return {all, fmt::format("(SELECT _file, max(_load_seq) AS newest FROM {} GROUP BY _file)", all)};
}

std::string RowsInForce(const BoundBronze& bound, const BronzeRows& rows) {
  if (!bound.has_deleted_rows) return Loaded(bound, rows);
  return fmt::format("SELECT * EXCLUDE (_taken_back) FROM ({}) WHERE NOT _taken_back",
                     TakenBack(bound.table.schema, fmt::format("({})", Loaded(bound, rows))));
}

Result<OutOfForce> CountOutOfForce(const Session& session, const BoundBronze& bound, const BronzeRows& rows) {
  OutOfForce counts;
  if (!bound.has_replaced_files && !bound.has_deleted_rows) return counts;
  ASSIGN_OR_RETURN(const std::int64_t all, Count(session, rows.relation, "count(*)"));
  if (bound.has_replaced_files) {
    ASSIGN_OR_RETURN(const std::int64_t loaded, Count(session, fmt::format("({})", NewestLoads(rows)), "count(*)"));
    counts.superseded = all - loaded;
  }
  if (!bound.has_deleted_rows) return counts;
  ASSIGN_OR_RETURN(counts.markers, Count(session, rows.relation, "count(_deleted)"));
  const std::string judged = TakenBack(bound.table.schema, fmt::format("({})", Loaded(bound, rows)));
  ASSIGN_OR_RETURN(const std::int64_t gone,
                   Count(session, fmt::format("({})", judged), "count(*) FILTER (_taken_back)"));
  std::int64_t changed = 0;
  if (HasKey(bound.table)) {
    ASSIGN_OR_RETURN(changed, Count(session, ChangedRows(judged, bound.table.key), "count(*)"));
  }
  counts.deleted = gone - changed;
  counts.superseded += changed;
  return counts;
}

std::string BronzeName(const config::TableRef& ref) {
  std::string name = ref.source + "_" + ref.table;
  for (char& c : name) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (!plain) c = '_';
  }
  return name;
}

Result<BronzeSet> BindBronze(const Session& session) {
  RETURN_IF_ERROR(session.connection.Execute(
      "CREATE SCHEMA IF NOT EXISTS bronze; CREATE SCHEMA IF NOT EXISTS live; CREATE SCHEMA IF NOT EXISTS loads"));
  BronzeSet set;
  for (const config::Source& source : session.project.sources) {
    for (const config::SourceTable& table : source.tables) {
      const config::TableRef ref{source.name, table.name};
      const auto snapshot = lake::ReadSnapshot(session.lake, BronzePath(ref));
      if (!snapshot && snapshot.error().kind == ErrorKind::kNotFound) continue;
      RETURN_IF_ERROR(snapshot);
      ASSIGN_OR_RETURN(set[ref], Bind(session, ref, *snapshot));
    }
  }
  return set;
}

retail::BronzeTables TablesOf(const BronzeSet& bronze) {
  retail::BronzeTables tables;
  for (const auto& [ref, bound] : bronze) tables[ref] = bound.table;
  return tables;
}

}  // namespace assay::pipeline
