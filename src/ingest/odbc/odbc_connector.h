#pragma once

#include "base/retry.h"
#include "ingest/connector.h"
#include "ingest/odbc/odbc_stream.h"

namespace assay::ingest {

struct OdbcOptions {
  OdbcTimeouts timeouts;
  FetchSizes sizes;
  RetryPolicy retry{.max_attempts = 3,
                    .first_wait = std::chrono::milliseconds(1000),
                    .total_limit = std::chrono::minutes(2)};  ///< of connecting
  RetryClock clock = SystemRetryClock();
};

/// Reads tables and queries of any database with an ODBC driver, named in the connection string.
///
/// - Without a cursor column every load reads all rows (Reach::kFull). With one, the first load reads all rows and
/// later ones those from
///   the highest value on (Reach::kNew), each row once; see `CursorPoint` for the resume point. Another cursor column
///   starts anew.
/// - Values arrive exact: decimals by their digits, timestamps in microseconds, text as UTF-8 whatever the locale. A
/// value that does not
///   fit its column or was cut by the driver is an error, never another value. What SQLite stores against a column's
///   declared type arrives as string (`driver_traits.h`).
/// - Connecting is retried; a connection lost while rows are read is not, since the rows before it were handed over.
/// - No message shows the connection string, user or password; values of `pii` columns are hidden.
///
/// Errors: kInvalidInput (driver, credentials, table, column, query, value), kIo, kTimeout, kCancelled, kUnsupported.
/// Table names with dots are schema and table. Not to be used from two threads at once.
class OdbcConnector : public Connector {
 public:
  explicit OdbcConnector(OdbcOptions options = {}) : options_(std::move(options)) {}
  Result<Extract> Open(const LoadRequest& request) override;
  Result<std::vector<std::string>> ListTables(const config::Source& source) override;
  Status Ping(const config::Source& source) override;

 private:
  Result<std::unique_ptr<OdbcConnection>> Connect(const config::Source& source, const std::string& what,
                                                  const std::stop_token& stop) const;
  OdbcOptions options_;
};

}  // namespace assay::ingest
