#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <mutex>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/result.h"

struct sqlite3;

namespace assay::server {

/// A small SQLite database, used by several threads and processes. Waits up to five seconds for another writer.
class Sqlite {
 public:
  using Value = std::variant<std::int64_t, std::string>;
  using Row = std::vector<std::string>;  ///< every column as text, null as ""

  /// Opens the file at `path`, made when missing, readable by its owner only. kIo when that fails, kCorrupt when it is
  /// no database.
  static Result<Sqlite> Open(const std::string& path);
  Sqlite(Sqlite&& other) noexcept;
  Sqlite& operator=(Sqlite&&) = delete;
  ~Sqlite();

  /// Runs one statement with values for its ?1, ?2, ... and returns its rows. kAlreadyExists when a unique value is
  /// there already.
  Result<std::vector<Row>> Run(const std::string& sql, std::initializer_list<Value> values = {});

  /// All of `work` or nothing of it, apart from other threads and processes. `work` must use this object only.
  Status Together(const std::function<Status()>& work);

  /// Rows changed by the last statement of this thread's `Together`, or the last one at all.
  std::int64_t changes() const;

 private:
  explicit Sqlite(sqlite3* handle) : handle_(handle) {}

  sqlite3* handle_;
  mutable std::recursive_mutex mutex_;
};

}  // namespace assay::server
