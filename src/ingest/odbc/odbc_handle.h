#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <sql.h>
#include <sqlext.h>

#include "base/result.h"
#include "base/retry.h"
#include "base/secrets.h"

namespace assay::ingest {

/// Owns one ODBC handle of type `kType`; move-only.
template <SQLSMALLINT kType>
class OdbcHandle {
 public:
  OdbcHandle() = default;
  explicit OdbcHandle(SQLHANDLE handle) : handle_(handle) {}
  OdbcHandle(OdbcHandle&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
  OdbcHandle& operator=(OdbcHandle&& other) noexcept {
    std::swap(handle_, other.handle_);
    return *this;
  }
  ~OdbcHandle() {
    if (handle_ != nullptr) SQLFreeHandle(kType, handle_);
  }
  SQLHANDLE get() const { return handle_; }

 private:
  SQLHANDLE handle_ = nullptr;
};

struct OdbcTimeouts {
  int login_s = 15;
  int query_s = 600;  ///< for one statement; some drivers count only time without any answer
};

/// A column as the driver describes it.
struct DescribedColumn {
  std::string name;
  SQLSMALLINT sql_type = 0;
  SQLULEN size = 0;  ///< characters, digits or bytes, by type; 0 = not known
  SQLSMALLINT digits = 0;
  bool is_unsigned = false;
  std::string type_name;  ///< in lower case
};

class OdbcConnection;

/// One statement. Must not outlive its connection.
class OdbcStatement {
 public:
  /// Runs `sql`, once in a statement's life; each of `parameters` is the text for one '?'. Errors start with `what`.
  Status Execute(std::string_view what, std::string_view sql, const std::vector<std::string>& parameters = {});
  /// Lists tables and views (SQLTables).
  Status ExecuteTables(std::string_view what);
  /// The columns of the result.
  Result<std::vector<DescribedColumn>> Describe(std::string_view what) const;
  /// The rest of the result as text, column by column; nulls are empty. For small results.
  Result<std::vector<std::vector<std::string>>> FetchTexts(std::string_view what);
  /// What the last call complained about.
  Error Failure(std::string_view what) const;
  SQLHSTMT get() const { return handle_.get(); }

 private:
  friend class OdbcConnection;
  OdbcStatement(OdbcHandle<SQL_HANDLE_STMT> handle, const Secrets* secrets)
      : handle_(std::move(handle)), secrets_(secrets) {}
  /// The text of one bound parameter. Drivers read it as late as the first fetch, so it lives as long as the statement.
  struct Parameter {
    std::vector<SQLWCHAR> text;
    SQLLEN bytes = 0;
  };
  std::vector<Parameter> parameters_;
  OdbcHandle<SQL_HANDLE_STMT> handle_;
  const Secrets* secrets_;
};

/// An open connection; disconnects when destroyed. One thread at a time.
class OdbcConnection {
 public:
  /// Connects once. `what` starts every message; whatever `secrets` knows is masked in all of them.
  static std::expected<std::unique_ptr<OdbcConnection>, FailedAttempt> Open(std::string_view what,
                                                                            std::string_view connection_string,
                                                                            const OdbcTimeouts& timeouts,
                                                                            Secrets secrets);
  ~OdbcConnection();
  OdbcConnection(const OdbcConnection&) = delete;
  OdbcConnection& operator=(const OdbcConnection&) = delete;

  /// A fresh statement with the query timeout set.
  Result<OdbcStatement> NewStatement(std::string_view what) const;
  /// An information text (SQLGetInfo), empty when the driver does not give it.
  std::string InfoText(SQLUSMALLINT kind) const;
  /// Information bits (SQLGetInfo), 0 when the driver does not give them.
  SQLUINTEGER InfoBits(SQLUSMALLINT kind) const;

 private:
  OdbcConnection() = default;
  OdbcHandle<SQL_HANDLE_ENV> environment_;
  OdbcHandle<SQL_HANDLE_DBC> handle_;
  bool connected_ = false;
  OdbcTimeouts timeouts_;
  Secrets secrets_;
};

/// Names of the installed drivers, as odbcinst.ini has them; empty when there is none.
std::vector<std::string> InstalledDrivers();

}  // namespace assay::ingest
