#include "engine/duckdb/column_stream.h"

#include <algorithm>
#include <array>
#include <cstring>

#include <duckdb.h>

#include "base/stop.h"
#include "engine/duckdb/engine_error.h"

namespace assay::engine::duckdb {
namespace {

// Owns what a streamed statement needs, in the order in which it must be destroyed.
struct Statement {
  Statement() { std::memset(&result, 0, sizeof result); }
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  ~Statement() {
    duckdb_destroy_result(&result);
    duckdb_destroy_pending(&pending);
    duckdb_destroy_prepare(&prepared);
  }
  duckdb_prepared_statement prepared = nullptr;
  duckdb_pending_result pending = nullptr;
  duckdb_result result;
};

bool IsStreamed(duckdb_type type) {
  constexpr std::array kStreamed{DUCKDB_TYPE_BOOLEAN, DUCKDB_TYPE_UTINYINT, DUCKDB_TYPE_INTEGER, DUCKDB_TYPE_UINTEGER,
                                 DUCKDB_TYPE_BIGINT,  DUCKDB_TYPE_DATE,     DUCKDB_TYPE_DECIMAL, DUCKDB_TYPE_VARCHAR};
  return std::ranges::find(kStreamed, type) != kStreamed.end();
}

Status RequireStreamed(duckdb_result& result) {
  for (idx_t column = 0; column < duckdb_column_count(&result); ++column) {
    if (IsStreamed(duckdb_column_type(&result, column))) continue;
    return Internal("Cannot stream column {}: its type is not one of those that are streamed",
                    duckdb_column_name(&result, column));
  }
  return {};
}

Status RequireValues(duckdb_data_chunk chunk, std::size_t rows) {
  for (idx_t column = 0; column < duckdb_data_chunk_get_column_count(chunk); ++column) {
    const std::uint64_t* valid = duckdb_vector_get_validity(duckdb_data_chunk_get_vector(chunk, column));
    if (valid == nullptr) continue;
    for (std::size_t row = 0; row < rows; ++row) {
      if (!duckdb_validity_row_is_valid(const_cast<std::uint64_t*>(valid), row))
        return Internal("Cannot stream column {} of a result: it holds a null", column + 1);
    }
  }
  return {};
}

}  // namespace

const void* ColumnChunk::Data(std::size_t position) const {
  return duckdb_vector_get_data(duckdb_data_chunk_get_vector(chunk_, position));
}

std::string_view ColumnChunk::Text(std::size_t position, std::size_t row) const {
  auto& text =
      static_cast<duckdb_string_t*>(duckdb_vector_get_data(duckdb_data_chunk_get_vector(chunk_, position)))[row];
  return {duckdb_string_t_data(&text), duckdb_string_t_length(text)};
}

Status StreamColumns(Connection& connection, const std::string& sql,
                     const std::function<Status(const ColumnChunk&)>& take) {
  const std::stop_token& stop = connection.stop_;
  RETURN_IF_ERROR(CheckStop(stop));
  const std::stop_callback interrupt(stop, [handle = connection.handle_] { duckdb_interrupt(handle); });
  Statement statement;
  if (duckdb_prepare(connection.handle_, sql.c_str(), &statement.prepared) == DuckDBError)
    return FailWith(DUCKDB_ERROR_INVALID, duckdb_prepare_error(statement.prepared), stop);
  if (duckdb_pending_prepared_streaming(statement.prepared, &statement.pending) == DuckDBError)
    return FailWith(DUCKDB_ERROR_INVALID, duckdb_pending_error(statement.pending), stop);
  if (duckdb_execute_pending(statement.pending, &statement.result) == DuckDBError)
    return FailWith(duckdb_result_error_type(&statement.result), duckdb_result_error(&statement.result), stop);
  RETURN_IF_ERROR(RequireStreamed(statement.result));
  while (duckdb_data_chunk chunk = duckdb_fetch_chunk(statement.result)) {
    const std::size_t rows = duckdb_data_chunk_get_size(chunk);
    Status taken = RequireValues(chunk, rows);
    if (taken) taken = take(ColumnChunk(chunk, rows));
    duckdb_destroy_data_chunk(&chunk);
    RETURN_IF_ERROR(taken);
    RETURN_IF_ERROR(CheckStop(stop));
  }
  if (const char* error = duckdb_result_error(&statement.result); error != nullptr)
    return FailWith(duckdb_result_error_type(&statement.result), error, stop);
  return {};
}

}  // namespace assay::engine::duckdb
