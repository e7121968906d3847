#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "engine/duckdb/database.h"

struct _duckdb_data_chunk;

namespace assay::engine::duckdb {

/// A piece of a result as the engine holds it: columns without nulls. Valid while it is handed over.
class ColumnChunk {
 public:
  std::size_t rows() const { return rows_; }

  /// The values of a column. T must be the column's storage: uint8_t for UTINYINT and BOOLEAN, int32_t for INTEGER and
  /// DATE (days since 1970-01-01), uint32_t for UINTEGER, int64_t for BIGINT and DECIMAL of 10 to 18 digits (unscaled).
  template <typename T>
  std::span<const T> Column(std::size_t position) const {
    return {static_cast<const T*>(Data(position)), rows_};
  }

  /// The text of a VARCHAR column at a row; valid as long as the piece.
  std::string_view Text(std::size_t position, std::size_t row) const;

 private:
  friend Status StreamColumns(Connection& connection, const std::string& sql,
                              const std::function<Status(const ColumnChunk&)>& take);
  ColumnChunk(_duckdb_data_chunk* chunk, std::size_t rows) : chunk_(chunk), rows_(rows) {}
  const void* Data(std::size_t position) const;

  _duckdb_data_chunk* chunk_;
  std::size_t rows_;
};

/// Runs one SELECT, whose columns are of the types above, and hands over its rows in pieces of at most 2048, in no
/// order unless the SELECT has one, while the engine computes the next ones; stops at the first error of `take`. Its
/// memory does not grow with the rows. kInternal when a value is null or a column has another type; else as Connection.
Status StreamColumns(Connection& connection, const std::string& sql,
                     const std::function<Status(const ColumnChunk&)>& take);

}  // namespace assay::engine::duckdb
