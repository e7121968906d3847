#pragma once

#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "base/result.h"
#include "engine/rows.h"
#include "table/record_batch.h"

struct _duckdb_database;
struct _duckdb_connection;

namespace assay::engine::duckdb {

struct DatabaseOptions {
  int threads = 0;             ///< 0 = all cores
  std::string memory_limit;    ///< such as "2GB"; empty = DuckDB's default, 80 % of memory
  std::string temp_directory;  ///< where it spills; empty = never
};

/// An in-memory DuckDB database, opened without extensions from outside. Must outlive its connections.
class Database {
 public:
  /// kInternal when the library's version is not the pinned one; kInvalidInput for a bad memory limit.
  static Result<Database> Open(const DatabaseOptions& options);
  Database(Database&&) noexcept;
  Database& operator=(Database&&) noexcept;
  ~Database();

 private:
  friend class Connection;
  explicit Database(_duckdb_database* handle) : handle_(handle) {}
  _duckdb_database* handle_ = nullptr;
};

/// The version of the DuckDB library that is loaded, such as "v1.5.6".
std::string LibraryVersion();

class Connection;
class ColumnChunk;
Status StreamColumns(Connection& connection, const std::string& sql,
                     const std::function<Status(const ColumnChunk&)>& take);

/// One connection. One thread at a time. Every call fails with kCancelled soon after a stop was requested.
/// Errors: kInvalidInput (the statement, or data that a cast refuses), kIo (files, disk full),
/// kCorrupt (a Parquet file is damaged), kCancelled, kInternal.
class Connection {
 public:
  static Result<Connection> Open(const Database& database, std::stop_token stop = {});
  Connection(Connection&&) noexcept;
  Connection& operator=(Connection&&) noexcept;
  ~Connection();

  /// Runs statements for their effect.
  Status Execute(const std::string& sql);

  /// Runs one statement and returns all rows.
  Result<Rows> Query(const std::string& sql);

  /// Runs one statement and hands over its rows in pieces of at most 2048, in order; stops at the first error of
  /// `take`. `take` is called at least once, with no rows when there are none.
  Status Stream(const std::string& sql, const std::function<Status(const Rows&)>& take);

  /// The single cell of a statement's single row as text; kInternal when there is not exactly one row.
  Result<std::string> Scalar(const std::string& sql);

  /// The names and types of a SELECT's columns. Types outside the lake's become string; see `lake_select.h` for the
  /// casts.
  struct Described {
    std::string name;
    std::string duckdb_type;
  };
  Result<std::vector<Described>> Describe(const std::string& select);

  /// Appends a batch to a table (`schema`.`name`) whose columns have the batch's types in the batch's order.
  Status Append(const std::string& schema, const std::string& name, const table::RecordBatch& batch);

  /// Whether `sql` is exactly one SELECT statement: what a user's query may be. kInvalidInput, in words for its writer,
  /// when it is not, or names what is not there.
  Status RequireSingleSelect(const std::string& sql);

 private:
  friend Status StreamColumns(Connection& connection, const std::string& sql,
                              const std::function<Status(const ColumnChunk&)>& take);
  explicit Connection(_duckdb_connection* handle, std::stop_token stop) : handle_(handle), stop_(std::move(stop)) {}
  _duckdb_connection* handle_ = nullptr;
  std::stop_token stop_;
};

/// DuckDB's name for a lake type: as engine-neutral names, but VARCHAR, BLOB and TIMESTAMPTZ.
std::string DuckdbType(const table::DataType& type);

}  // namespace assay::engine::duckdb
