#include "ingest/stage_load.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/stop.h"
#include "engine/row_content.h"
#include "engine/sql_text.h"
#include "ingest/file_select.h"

namespace assay::ingest {
namespace {

using engine::SqlName;
using engine::SqlString;
using engine::duckdb::Connection;
using engine::duckdb::DuckdbType;
using engine::duckdb::LakeColumn;
using table::DataType;
using table::Field;
using table::Schema;
using table::TypeKind;

constexpr const char* kStaging = "assay_staging";
constexpr const char* kIncoming = "assay_staging.incoming";

std::string Name(const LoadContext& context) { return context.ref.source + "." + context.ref.table; }

// Adds the columns of one file or read to those known so far; refuses a changed type.
Status Merge(const LoadContext& context, const std::vector<Field>& found, Schema& merged,
             std::vector<std::string>& added) {
  for (const Field& field : found) {
    const auto position = merged.Find(field.name);
    if (position && merged.fields[*position].type == field.type) continue;
    if (position) {
      return InvalidInput(
          "Cannot load table {}: column '{}' changed its type: expected {}, got {}; load it under a new table name, or "
          "give it the old type",
          Name(context), field.name, table::SqlName(merged.fields[*position].type), table::SqlName(field.type));
    }
    const bool first_load = context.held.schema.fields.empty();
    if (!first_load && context.contract == config::SchemaContract::kFreeze) {
      return InvalidInput(
          "Cannot load table {}: it has a new column '{}' and its contract is freeze; set `contract: evolve` or remove "
          "the column",
          Name(context), field.name);
    }
    merged.fields.push_back(field);
    if (!first_load) added.push_back(field.name);
  }
  return {};
}

std::vector<Field> FieldsOf(const std::vector<LakeColumn>& columns) {
  std::vector<Field> fields;
  for (const LakeColumn& column : columns) fields.push_back(column.field);
  return fields;
}

// The source columns of `merged` out of a relation that has `columns`; what it lacks is null.
std::string ColumnList(const Schema& merged, const std::vector<LakeColumn>& columns) {
  std::vector<std::string> list;
  for (const Field& field : merged.fields) {
    const auto found =
        std::ranges::find(columns, field.name, [](const LakeColumn& column) { return column.field.name; });
    const std::string sql =
        found == columns.end() ? fmt::format("CAST(NULL AS {})", DuckdbType(field.type)) : found->sql;
    list.push_back(fmt::format("{} AS {}", sql, SqlName(field.name)));
  }
  return fmt::format("{}", fmt::join(list, ", "));
}

std::string Lineage(const LoadContext& context, const std::string& file, const std::string& line,
                    const std::string& deleted) {
  return fmt::format(
      "{} AS _source, {} AS _load_id, CAST({} AS BIGINT) AS _load_seq, make_timestamptz({}) AS _loaded_at, {} AS "
      "_file, CAST({} AS BIGINT) AS _line, "
      "CAST({} AS BOOLEAN) AS _deleted",
      SqlString(Name(context)), SqlString(context.load_id), context.load_seq, context.loaded_at_us, file, line,
      deleted);
}

std::int64_t CountRows(const std::vector<engine::duckdb::WrittenFile>& files) {
  std::int64_t rows = 0;
  for (const auto& file : files) rows += file.rows;
  return rows;
}

// Files: each is read by the engine straight into Parquet; small ones together, so that a day of a year does not make
// 300 files.
class FileLoad {
 public:
  FileLoad(const FileScan& scan, const LoadContext& context, StagedLoad& load)
      : scan_(scan), context_(context), load_(load) {}

  Status Run() {
    std::vector<FileSelect> selects;
    load_.schema = context_.held.schema;
    for (const SourceFile& file : scan_.files) {
      ASSIGN_OR_RETURN(FileSelect select, SelectFile(context_.connection, scan_, file));
      if (const Status merged = Merge(context_, FieldsOf(select.columns), load_.schema, load_.new_columns); !merged) {
        return std::unexpected(Error(merged.error()).WithContext("file " + file.name));
      }
      selects.push_back(std::move(select));
    }
    std::uint64_t bytes = 0;
    for (const SourceFile& file : scan_.files) bytes += file.size_bytes;
    // Line numbers are the order in which records are read, so the engine must keep that order here.
    RETURN_IF_ERROR(context_.connection.Execute("SET preserve_insertion_order=true"));
    const Status written =
        bytes < kTogetherBytes && scan_.files.size() > 1 ? WriteTogether(selects) : WriteEach(selects);
    RETURN_IF_ERROR(context_.connection.Execute("SET preserve_insertion_order=false"));
    RETURN_IF_ERROR(written);
    load_.read = load_.added = CountRows(load_.files);
    return {};
  }

 private:
  static constexpr std::uint64_t kTogetherBytes = 256ULL << 20;

  std::string SelectRows(std::size_t i, const FileSelect& select) const {
    return fmt::format("SELECT {}, {} FROM {}", ColumnList(load_.schema, select.columns),
                       Lineage(context_, SqlString(scan_.files[i].name), "_line", "NULL"), select.relation);
  }

  Status WriteEach(const std::vector<FileSelect>& selects) {
    for (std::size_t i = 0; i < selects.size(); ++i) {
      auto files = StageParquet(context_.connection, SelectRows(i, selects[i]), context_.folder, std::nullopt);
      if (!files) return std::unexpected(FileError(files.error(), scan_.files[i]));
      load_.files.insert(load_.files.end(), files->begin(), files->end());
    }
    return {};
  }

  Status WriteTogether(const std::vector<FileSelect>& selects) {
    RETURN_IF_ERROR(context_.connection.Execute(
        fmt::format("CREATE OR REPLACE SCHEMA {0}; CREATE OR REPLACE TABLE {1} AS SELECT {2}, {3} WHERE false",
                    kStaging, kIncoming, ColumnList(load_.schema, {}), Lineage(context_, "''", "0", "NULL"))));
    for (std::size_t i = 0; i < selects.size(); ++i) {
      const Status inserted =
          context_.connection.Execute(fmt::format("INSERT INTO {} {}", kIncoming, SelectRows(i, selects[i])));
      if (!inserted) return std::unexpected(FileError(inserted.error(), scan_.files[i]));
    }
    ASSIGN_OR_RETURN(load_.files, StageParquet(context_.connection, fmt::format("SELECT * FROM {}", kIncoming),
                                               context_.folder, std::nullopt));
    return context_.connection.Execute(fmt::format("DROP TABLE {}", kIncoming));
  }

  const FileScan& scan_;
  const LoadContext& context_;
  StagedLoad& load_;
};

class StreamLoad {
 public:
  StreamLoad(table::BatchStream& stream, Reach reach, const LoadContext& context, StagedLoad& load)
      : stream_(stream), reach_(reach), context_(context), load_(load) {}

  Status Run() {
    RETURN_IF_ERROR(ReadIntoTable());
    if (reach_ == Reach::kFull && !context_.held.relation.empty()) return WriteDifference();
    ASSIGN_OR_RETURN(load_.files,
                     StageParquet(context_.connection,
                                  fmt::format("SELECT {}, {} FROM {}", ColumnList(load_.schema, incoming_),
                                              Lineage(context_, "CAST(NULL AS VARCHAR)", "_line", "NULL"), kIncoming),
                                  context_.folder, std::nullopt));
    load_.added = load_.read;
    return {};
  }

 private:
  Status ReadIntoTable() {
    Schema schema = stream_.schema();
    std::vector<std::string> columns;
    for (const Field& field : schema.fields) {
      incoming_.push_back({field, SqlName(field.name)});
      columns.push_back(fmt::format("{} {}", SqlName(field.name), DuckdbType(field.type)));
    }
    load_.schema = context_.held.schema;
    RETURN_IF_ERROR(Merge(context_, schema.fields, load_.schema, load_.new_columns));
    RETURN_IF_ERROR(context_.connection.Execute(
        fmt::format("CREATE OR REPLACE SCHEMA {0}; CREATE OR REPLACE TABLE {1} ({2}, _line BIGINT)", kStaging,
                    kIncoming, fmt::join(columns, ", "))));
    while (true) {
      ASSIGN_OR_RETURN(table::RecordBatch batch, stream_.Next());
      if (batch.rows == 0) return {};
      table::Column lines{.type = DataType::Of(TypeKind::kInt64)};
      for (std::size_t row = 0; row < batch.rows; ++row) lines.Append(static_cast<std::int64_t>(++load_.read));
      batch.columns.push_back(std::move(lines));
      RETURN_IF_ERROR(context_.connection.Append(kStaging, "incoming", batch));
    }
  }

  Status CheckSize() const {
    if (load_.read * 2 >= context_.held.rows) return {};
    return Gate(
        "Cannot load table {}: a full read found {} rows, {} are held; expected at least half of them. If the source "
        "really shrank, "
        "remove the bronze table's folder and run again, else mend the source",
        Name(context_), load_.read, context_.held.rows);
  }

  Status WriteDifference() {
    RETURN_IF_ERROR(CheckSize());
    Connection& connection = context_.connection;
    const std::string columns = ColumnList(load_.schema, incoming_);
    // The held rows may lack columns that this read brought.
    std::vector<LakeColumn> held_columns;
    for (const Field& field : context_.held.schema.fields) held_columns.push_back({field, SqlName(field.name)});
    RETURN_IF_ERROR(connection.Execute(fmt::format(
        "CREATE OR REPLACE TABLE {0}.found AS SELECT *, {2} AS _content, row_number() OVER (PARTITION BY {2} ORDER BY "
        "_line) AS _occurrence FROM (SELECT {1}, _line FROM {3});"
        "CREATE OR REPLACE TABLE {0}.held AS SELECT *, {2} AS _content FROM (SELECT {4}, _deleted FROM {5});"
        "CREATE OR REPLACE TABLE {0}.counts AS SELECT _content, sum(CASE WHEN _deleted THEN -1 ELSE 1 END) AS n FROM "
        "{0}.held GROUP BY ALL",
        kStaging, columns, engine::RowContentSql(load_.schema.fields), kIncoming,
        ColumnList(load_.schema, held_columns), context_.held.relation)));
    std::vector<std::string> names;
    for (const Field& field : load_.schema.fields) names.push_back(SqlName(field.name));
    const std::string list = fmt::format("{}", fmt::join(names, ", "));
    const std::string added = fmt::format(
        "SELECT {0}, {1} FROM {2}.found LEFT JOIN {2}.counts USING (_content) WHERE _occurrence > COALESCE(n, 0)", list,
        Lineage(context_, "CAST(NULL AS VARCHAR)", "_line", "NULL"), kStaging);
    const std::string gone = fmt::format(
        "SELECT {0}, {1} FROM (SELECT h.*, row_number() OVER (PARTITION BY h._content) AS nth FROM {2}.held AS h WHERE "
        "h._deleted IS NULL) AS h "
        "JOIN {2}.counts AS c USING (_content) LEFT JOIN (SELECT _content, count(*) AS found FROM {2}.found GROUP BY "
        "ALL) AS f USING (_content) "
        "WHERE nth <= c.n - COALESCE(f.found, 0)",
        list, Lineage(context_, "CAST(NULL AS VARCHAR)", "NULL", "true"), kStaging);
    ASSIGN_OR_RETURN(load_.files, StageParquet(connection, fmt::format("{} UNION ALL {}", added, gone), context_.folder,
                                               std::nullopt));
    ASSIGN_OR_RETURN(const std::string count, connection.Scalar(fmt::format("SELECT count(*) FROM ({})", added)));
    load_.added = std::stoll(count);
    load_.held = load_.read - load_.added;
    load_.markers = CountRows(load_.files) - load_.added;
    return CountChanged(gone);
  }

  Status CountChanged(const std::string& gone) {
    std::vector<std::string> key;
    for (const std::string& column : context_.key) {
      if (load_.schema.Find(column)) key.push_back(SqlName(column));
    }
    if (load_.markers == 0 || key.empty() || key.size() < context_.key.size()) return {};
    ASSIGN_OR_RETURN(const std::string count, context_.connection.Scalar(fmt::format(
                                                  "SELECT count(*) FROM ({}) AS gone SEMI JOIN {}.found USING ({})",
                                                  gone, kStaging, fmt::join(key, ", "))));
    load_.changed = std::stoll(count);
    return {};
  }

  table::BatchStream& stream_;
  Reach reach_;
  const LoadContext& context_;
  StagedLoad& load_;
  std::vector<LakeColumn> incoming_;
};

}  // namespace

const Schema& LineageSchema() {
  static const Schema schema{{{"_source", DataType::Of(TypeKind::kString)},
                              {"_load_id", DataType::Of(TypeKind::kString)},
                              {"_load_seq", DataType::Of(TypeKind::kInt64)},
                              {"_loaded_at", DataType::Of(TypeKind::kTimestamp)},
                              {"_file", DataType::Of(TypeKind::kString)},
                              {"_line", DataType::Of(TypeKind::kInt64)},
                              {"_deleted", DataType::Of(TypeKind::kBoolean)}}};
  return schema;
}

Result<StagedLoad> StageLoad(Extract extract, const LoadContext& context) {
  StagedLoad load;
  load.method = extract.method;
  if (const auto* scan = std::get_if<FileScan>(&extract.rows)) {
    RETURN_IF_ERROR(FileLoad(*scan, context, load).Run());
  } else {
    RETURN_IF_ERROR(
        StreamLoad(*std::get<std::unique_ptr<table::BatchStream>>(extract.rows), extract.reach, context, load).Run());
    RETURN_IF_ERROR(context.connection.Execute(fmt::format("DROP SCHEMA {} CASCADE", kStaging)));
  }
  load.resume = extract.resume();
  const auto& lineage = LineageSchema().fields;
  load.schema.fields.insert(load.schema.fields.end(), lineage.begin(), lineage.end());
  return load;
}

}  // namespace assay::ingest
