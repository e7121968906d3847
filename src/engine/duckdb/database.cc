#include "engine/duckdb/database.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#include <duckdb.h>

#include "base/check.h"
#include "base/stop.h"
#include "engine/duckdb/cells.h"
#include "engine/duckdb/engine_error.h"
#include "engine/duckdb/engine_message.h"
#include "engine/sql_text.h"
#include "engine/sql_token.h"
#include "table/int128.h"

namespace assay::engine::duckdb {
namespace {

constexpr std::string_view kPinnedVersion = "v1.5.6";

class QueryResult {
 public:
  QueryResult() { std::memset(&result_, 0, sizeof result_); }
  QueryResult(const QueryResult&) = delete;
  QueryResult& operator=(const QueryResult&) = delete;
  ~QueryResult() { duckdb_destroy_result(&result_); }
  duckdb_result* get() { return &result_; }

 private:
  duckdb_result result_;
};

class ChunkReader {
 public:
  explicit ChunkReader(duckdb_result* result) : result_(result) {
    for (idx_t i = 0; i < duckdb_column_count(result); ++i) {
      types_.push_back(duckdb_column_logical_type(result, i));
      empty_.columns.push_back({duckdb_column_name(result, i), KindOf(duckdb_get_type_id(types_.back()))});
    }
  }
  ChunkReader(const ChunkReader&) = delete;
  ChunkReader& operator=(const ChunkReader&) = delete;
  ~ChunkReader() {
    for (duckdb_logical_type& type : types_) duckdb_destroy_logical_type(&type);
  }

  const Rows& empty() const { return empty_; }

  // False at the end.
  bool AppendNext(Rows& rows) {
    duckdb_data_chunk chunk = duckdb_fetch_chunk(*result_);
    if (chunk == nullptr) return false;
    const idx_t size = duckdb_data_chunk_get_size(chunk);
    const std::size_t first = rows.cells.size();
    rows.cells.resize(first + size, std::vector<std::optional<std::string>>(types_.size()));
    for (idx_t column = 0; column < types_.size(); ++column) {
      const duckdb_vector vector = duckdb_data_chunk_get_vector(chunk, column);
      for (idx_t row = 0; row < size; ++row) rows.cells[first + row][column] = CellText(vector, types_[column], row);
    }
    duckdb_destroy_data_chunk(&chunk);
    return true;
  }

 private:
  duckdb_result* result_;
  std::vector<duckdb_logical_type> types_;
  Rows empty_;
};

Status Run(duckdb_connection connection, const std::string& sql, const std::stop_token& stop, QueryResult& result) {
  RETURN_IF_ERROR(CheckStop(stop));
  const std::stop_callback interrupt(stop, [connection] { duckdb_interrupt(connection); });
  if (duckdb_query(connection, sql.c_str(), result.get()) == DuckDBError) {
    return FailWith(duckdb_result_error_type(result.get()), duckdb_result_error(result.get()), stop);
  }
  return {};
}

duckdb_logical_type MakeType(const table::DataType& type) {
  using table::TypeKind;
  switch (type.kind) {
    case TypeKind::kBoolean:
      return duckdb_create_logical_type(DUCKDB_TYPE_BOOLEAN);
    case TypeKind::kInt8:
      return duckdb_create_logical_type(DUCKDB_TYPE_TINYINT);
    case TypeKind::kInt16:
      return duckdb_create_logical_type(DUCKDB_TYPE_SMALLINT);
    case TypeKind::kInt32:
      return duckdb_create_logical_type(DUCKDB_TYPE_INTEGER);
    case TypeKind::kInt64:
      return duckdb_create_logical_type(DUCKDB_TYPE_BIGINT);
    case TypeKind::kFloat:
      return duckdb_create_logical_type(DUCKDB_TYPE_FLOAT);
    case TypeKind::kDouble:
      return duckdb_create_logical_type(DUCKDB_TYPE_DOUBLE);
    case TypeKind::kDecimal:
      return duckdb_create_decimal_type(static_cast<std::uint8_t>(type.precision),
                                        static_cast<std::uint8_t>(type.scale));
    case TypeKind::kString:
      return duckdb_create_logical_type(DUCKDB_TYPE_VARCHAR);
    case TypeKind::kBinary:
      return duckdb_create_logical_type(DUCKDB_TYPE_BLOB);
    case TypeKind::kDate:
      return duckdb_create_logical_type(DUCKDB_TYPE_DATE);
    case TypeKind::kTimestamp:
      return duckdb_create_logical_type(DUCKDB_TYPE_TIMESTAMP_TZ);
  }
  return duckdb_create_logical_type(DUCKDB_TYPE_VARCHAR);
}

template <typename T>
void CopyDecimals(const table::Column& column, std::size_t first, std::size_t count, void* target) {
  for (std::size_t i = 0; i < count; ++i)
    static_cast<T*>(target)[i] = static_cast<T>(column.At<table::Int128>(first + i));
}

void FillFixed(const table::Column& column, std::size_t first, std::size_t count, void* target) {
  if (column.type.kind != table::TypeKind::kDecimal) {
    const std::size_t width = table::WidthOf(column.type.kind);
    std::memcpy(target, column.fixed.data() + first * width, count * width);
    return;
  }
  // DuckDB stores decimals in the narrowest integer that holds the precision.
  if (column.type.precision <= 4) return CopyDecimals<std::int16_t>(column, first, count, target);
  if (column.type.precision <= 9) return CopyDecimals<std::int32_t>(column, first, count, target);
  if (column.type.precision <= 18) return CopyDecimals<std::int64_t>(column, first, count, target);
  return CopyDecimals<table::Int128>(column, first, count, target);
}

void FillVector(duckdb_vector vector, const table::Column& column, std::size_t first, std::size_t count) {
  if (table::WidthOf(column.type.kind) != 0) FillFixed(column, first, count, duckdb_vector_get_data(vector));
  duckdb_vector_ensure_validity_writable(vector);
  std::uint64_t* validity = duckdb_vector_get_validity(vector);
  for (std::size_t i = 0; i < count; ++i) {
    if (column.valid[first + i] == 0) {
      duckdb_validity_set_row_invalid(validity, i);
    } else if (table::WidthOf(column.type.kind) == 0) {
      const std::string_view text = column.TextAt(first + i);
      duckdb_vector_assign_string_element_len(vector, i, text.data(), text.size());
    }
  }
}

std::string FirstWord(std::string_view sql) {
  for (const SqlToken& token : TokenizeSqlCode(sql)) {
    if (!IsMark(token, "(")) return UpperAscii(token.text);
  }
  return "";
}

// Words that a statement without effects begins with. A statement that begins with another is refused for that, not for
// what it names.
bool MayBegin(std::string_view word) {
  constexpr std::array<std::string_view, 9> kReading{"SELECT",   "WITH", "FROM",      "VALUES", "TABLE",
                                                     "DESCRIBE", "SHOW", "SUMMARIZE", "PIVOT"};
  return std::ranges::find(kReading, word) != kReading.end();
}

}  // namespace

std::string LibraryVersion() { return duckdb_library_version(); }

std::string DuckdbType(const table::DataType& type) {
  if (type.kind == table::TypeKind::kString) return "VARCHAR";
  if (type.kind == table::TypeKind::kBinary) return "BLOB";
  if (type.kind == table::TypeKind::kTimestamp) return "TIMESTAMPTZ";
  return table::SqlName(type);
}

Result<Database> Database::Open(const DatabaseOptions& options) {
  if (LibraryVersion() != kPinnedVersion) {
    return Internal("Cannot use the DuckDB library: expected version {}, got {}; run tools/setup and build again",
                    kPinnedVersion, LibraryVersion());
  }
  duckdb_config config = nullptr;
  CHECK(duckdb_create_config(&config) == DuckDBSuccess);
  std::vector<std::pair<std::string, std::string>> settings{{"autoinstall_known_extensions", "false"},
                                                            {"autoload_known_extensions", "false"},
                                                            {"allow_community_extensions", "false"},
                                                            {"custom_user_agent", "assay"},
                                                            {"preserve_insertion_order", "false"},
                                                            {"temp_directory", options.temp_directory},
                                                            {"default_null_order", "nulls_first_on_asc_last_on_desc"}};
  if (options.threads > 0) settings.emplace_back("threads", std::to_string(options.threads));
  if (!options.memory_limit.empty()) settings.emplace_back("memory_limit", options.memory_limit);
  for (const auto& [name, value] : settings) {
    if (duckdb_set_config(config, name.c_str(), value.c_str()) == DuckDBError) {
      duckdb_destroy_config(&config);
      return InvalidInput("Cannot set {} of the SQL engine to '{}'", name, value);
    }
  }
  duckdb_database database = nullptr;
  char* message = nullptr;
  const duckdb_state state = duckdb_open_ext(nullptr, &database, config, &message);
  duckdb_destroy_config(&config);
  if (state == DuckDBError) {
    const std::string text = message == nullptr ? "unknown error" : message;
    duckdb_free(message);
    return InvalidInput("Cannot open the SQL engine: {}", text);
  }
  return Database(database);
}

Database::Database(Database&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
Database& Database::operator=(Database&& other) noexcept {
  std::swap(handle_, other.handle_);
  return *this;
}
Database::~Database() { duckdb_close(&handle_); }

Result<Connection> Connection::Open(const Database& database, std::stop_token stop) {
  duckdb_connection handle = nullptr;
  if (duckdb_connect(database.handle_, &handle) == DuckDBError) return Internal("Cannot connect to the SQL engine");
  Connection connection(handle, std::move(stop));
  RETURN_IF_ERROR(connection.Execute("SET TimeZone='UTC'"));
  return connection;
}

Connection::Connection(Connection&& other) noexcept
    : handle_(std::exchange(other.handle_, nullptr)), stop_(std::move(other.stop_)) {}
Connection& Connection::operator=(Connection&& other) noexcept {
  std::swap(handle_, other.handle_);
  std::swap(stop_, other.stop_);
  return *this;
}
Connection::~Connection() { duckdb_disconnect(&handle_); }

Status Connection::Execute(const std::string& sql) {
  QueryResult result;
  return Run(handle_, sql, stop_, result);
}

Result<Rows> Connection::Query(const std::string& sql) {
  Rows all;
  RETURN_IF_ERROR(Stream(sql, [&all](const Rows& piece) -> Status {
    if (all.columns.empty()) all.columns = piece.columns;
    all.cells.insert(all.cells.end(), piece.cells.begin(), piece.cells.end());
    return {};
  }));
  return all;
}

Status Connection::Stream(const std::string& sql, const std::function<Status(const Rows&)>& take) {
  QueryResult result;
  RETURN_IF_ERROR(Run(handle_, sql, stop_, result));
  ChunkReader reader(result.get());
  RETURN_IF_ERROR(take(reader.empty()));
  Rows piece = reader.empty();
  while (reader.AppendNext(piece)) {
    RETURN_IF_ERROR(CheckStop(stop_));
    RETURN_IF_ERROR(take(piece));
    piece.cells.clear();
  }
  return {};
}

Result<std::string> Connection::Scalar(const std::string& sql) {
  ASSIGN_OR_RETURN(const Rows rows, Query(sql));
  if (rows.size() != 1 || rows.columns.empty()) {
    return Internal("Cannot read a single value: expected 1 row, got {} from {}", rows.size(), sql);
  }
  return rows.Text(0, 0);
}

Result<std::vector<Connection::Described>> Connection::Describe(const std::string& select) {
  ASSIGN_OR_RETURN(const Rows rows, Query("DESCRIBE " + select));
  std::vector<Described> described;
  for (std::size_t i = 0; i < rows.size(); ++i) described.push_back({rows.Text(i, 0), rows.Text(i, 1)});
  return described;
}

Status Connection::Append(const std::string& schema, const std::string& name, const table::RecordBatch& batch) {
  RETURN_IF_ERROR(CheckStop(stop_));
  duckdb_appender appender = nullptr;
  if (duckdb_appender_create(handle_, schema.c_str(), name.c_str(), &appender) == DuckDBError) {
    const std::string message = appender == nullptr ? "no appender" : duckdb_appender_error(appender);
    duckdb_appender_destroy(&appender);
    return Internal("Cannot append to table {}.{}: {}", schema, name, message);
  }
  std::vector<duckdb_logical_type> types;
  for (const table::Column& column : batch.columns) types.push_back(MakeType(column.type));
  duckdb_data_chunk chunk = duckdb_create_data_chunk(types.data(), types.size());
  std::string failure;
  const std::size_t chunk_rows = duckdb_vector_size();
  for (std::size_t first = 0; first < batch.rows && failure.empty(); first += chunk_rows) {
    const std::size_t count = std::min(chunk_rows, batch.rows - first);
    duckdb_data_chunk_reset(chunk);
    for (std::size_t i = 0; i < batch.columns.size(); ++i) {
      FillVector(duckdb_data_chunk_get_vector(chunk, i), batch.columns[i], first, count);
    }
    duckdb_data_chunk_set_size(chunk, count);
    if (duckdb_append_data_chunk(appender, chunk) == DuckDBError) failure = duckdb_appender_error(appender);
  }
  if (failure.empty() && duckdb_appender_close(appender) == DuckDBError) failure = duckdb_appender_error(appender);
  duckdb_destroy_data_chunk(&chunk);
  for (duckdb_logical_type& type : types) duckdb_destroy_logical_type(&type);
  duckdb_appender_destroy(&appender);
  if (!failure.empty()) return Internal("Cannot append to table {}.{}: {}", schema, name, failure);
  return {};
}

Status Connection::RequireSingleSelect(const std::string& sql) {
  duckdb_extracted_statements statements = nullptr;
  const idx_t count = duckdb_extract_statements(handle_, sql.c_str(), &statements);
  if (count == 0) {
    const char* error = duckdb_extract_statements_error(statements);
    const std::string message = error == nullptr ? "it is empty" : error;
    duckdb_destroy_extracted(&statements);
    return InvalidInput("Cannot read the query: {}", WithoutClass(message));
  }
  duckdb_prepared_statement prepared = nullptr;
  const duckdb_state state = duckdb_prepare_extracted_statement(handle_, statements, 0, &prepared);
  const char* error = state == DuckDBError ? duckdb_prepare_error(prepared) : nullptr;
  const std::string message = error == nullptr ? "" : error;
  const duckdb_statement_type type =
      state == DuckDBSuccess ? duckdb_prepared_statement_type(prepared) : DUCKDB_STATEMENT_TYPE_INVALID;
  duckdb_destroy_prepare(&prepared);
  duckdb_destroy_extracted(&statements);
  if (count > 1) return InvalidInput("Cannot run the query: expected one statement, got {}", count);
  const std::string verb = FirstWord(sql);
  if (state == DuckDBSuccess ? type != DUCKDB_STATEMENT_TYPE_SELECT : !MayBegin(verb)) {
    return InvalidInput(
        "Cannot run the query: expected a SELECT, got {}; a query only reads, `assay run` changes the "
        "lake",
        verb);
  }
  if (state == DuckDBError) return InvalidInput("Cannot run the query: {}", WithoutClass(message));
  return {};
}

}  // namespace assay::engine::duckdb
