#include <algorithm>
#include <array>
#include <cstdint>

#include "base/near_name.h"
#include "ingest/odbc/connection_string.h"
#include "ingest/odbc/odbc_error.h"
#include "ingest/odbc/odbc_handle.h"
#include "ingest/odbc/wide_text.h"

namespace assay::ingest {
namespace {

SQLPOINTER AsPointer(SQLULEN number) { return reinterpret_cast<SQLPOINTER>(static_cast<std::uintptr_t>(number)); }

OdbcHandle<SQL_HANDLE_ENV> NewEnvironment() {
  SQLHANDLE environment = nullptr;
  if (!SQL_SUCCEEDED(SQLAllocHandle(SQL_HANDLE_ENV, nullptr, &environment))) return {};
  OdbcHandle<SQL_HANDLE_ENV> owned(environment);
  SQLSetEnvAttr(environment, SQL_ATTR_ODBC_VERSION, AsPointer(SQL_OV_ODBC3), 0);
  return owned;
}

std::string DriverAdvice(std::string_view connection_string) {
  const auto parsed = ConnectionString::Parse(connection_string);
  const std::string driver = parsed ? parsed->Get("driver") : std::string();
  const auto installed = InstalledDrivers();
  if (driver.empty()) return "; add 'Driver={...}' to the connection string";
  if (installed.empty()) return fmt::format("; no ODBC driver is installed: install the one for '{}'", driver);
  const bool known = std::ranges::find(installed, driver) != installed.end();
  if (known)
    return fmt::format("; driver '{}' is registered, but its library cannot be loaded: install it again", driver);
  return fmt::format("; installed drivers: {}{}", fmt::join(installed, ", "), DidYouMean(driver, installed));
}

bool IsDriverMissing(const std::vector<OdbcRecord>& records) {
  return std::ranges::any_of(records, [](const OdbcRecord& record) {
    return record.state == "IM002" || record.state == "IM003" || record.message.contains("Can't open lib");
  });
}

}  // namespace

std::vector<std::string> InstalledDrivers() {
  std::vector<std::string> drivers;
  const auto environment = NewEnvironment();
  if (environment.get() == nullptr) return drivers;
  std::array<SQLWCHAR, 256> name{};
  std::array<SQLWCHAR, 1024> attributes{};
  SQLSMALLINT name_size = 0;
  SQLSMALLINT attributes_size = 0;
  SQLUSMALLINT direction = SQL_FETCH_FIRST;
  while (SQL_SUCCEEDED(SQLDriversW(environment.get(), direction, name.data(), static_cast<SQLSMALLINT>(name.size()),
                                   &name_size, attributes.data(), static_cast<SQLSMALLINT>(attributes.size()),
                                   &attributes_size))) {
    drivers.push_back(FromWide(name.data(), std::min(static_cast<std::size_t>(name_size), name.size() - 1)));
    direction = SQL_FETCH_NEXT;
  }
  std::ranges::sort(drivers);  // a message must not depend on the order in which drivers were installed
  return drivers;
}

std::expected<std::unique_ptr<OdbcConnection>, FailedAttempt> OdbcConnection::Open(std::string_view what,
                                                                                   std::string_view connection_string,
                                                                                   const OdbcTimeouts& timeouts,
                                                                                   Secrets secrets) {
  std::unique_ptr<OdbcConnection> connection(new OdbcConnection());
  connection->timeouts_ = timeouts;
  connection->secrets_ = std::move(secrets);
  connection->environment_ = NewEnvironment();
  SQLHANDLE handle = nullptr;
  if (!SQL_SUCCEEDED(SQLAllocHandle(SQL_HANDLE_DBC, connection->environment_.get(), &handle))) {
    return std::unexpected(
        FailedAttempt{{ErrorKind::kInternal, fmt::format("{}: the ODBC driver manager gives no handle", what)}});
  }
  connection->handle_ = OdbcHandle<SQL_HANDLE_DBC>(handle);
  SQLSetConnectAttrW(handle, SQL_ATTR_LOGIN_TIMEOUT, AsPointer(static_cast<SQLULEN>(timeouts.login_s)),
                     SQL_IS_UINTEGER);
  auto wide = ToWide(connection_string);
  std::array<SQLWCHAR, 1024> completed{};
  SQLSMALLINT completed_size = 0;
  const SQLRETURN code =
      SQLDriverConnectW(handle, nullptr, wide.data(), SQL_NTS, completed.data(),
                        static_cast<SQLSMALLINT>(completed.size()), &completed_size, SQL_DRIVER_NOPROMPT);
  if (!SQL_SUCCEEDED(code)) {
    const auto records = ReadRecords(SQL_HANDLE_DBC, handle);
    Error error = ToError(what, records, connection->secrets_);
    if (IsDriverMissing(records)) error.message += DriverAdvice(connection_string);
    const bool may_retry = MayRetry(error.kind);
    return std::unexpected(FailedAttempt{std::move(error), may_retry, std::nullopt});
  }
  connection->connected_ = true;
  return connection;
}

OdbcConnection::~OdbcConnection() {
  if (connected_) SQLDisconnect(handle_.get());
}

Result<OdbcStatement> OdbcConnection::NewStatement(std::string_view what) const {
  SQLHANDLE statement = nullptr;
  if (!SQL_SUCCEEDED(SQLAllocHandle(SQL_HANDLE_STMT, handle_.get(), &statement))) {
    return std::unexpected(ToError(what, ReadRecords(SQL_HANDLE_DBC, handle_.get()), secrets_));
  }
  OdbcStatement owned(OdbcHandle<SQL_HANDLE_STMT>(statement), &secrets_);
  // Drivers without statement timeouts refuse this; the stop token still works between rowsets.
  SQLSetStmtAttrW(statement, SQL_ATTR_QUERY_TIMEOUT, AsPointer(static_cast<SQLULEN>(timeouts_.query_s)),
                  SQL_IS_UINTEGER);
  return owned;
}

std::string OdbcConnection::InfoText(SQLUSMALLINT kind) const {
  std::array<SQLWCHAR, 512> text{};
  SQLSMALLINT bytes = 0;
  const SQLRETURN code =
      SQLGetInfoW(handle_.get(), kind, text.data(), static_cast<SQLSMALLINT>(text.size() * sizeof(SQLWCHAR)), &bytes);
  if (!SQL_SUCCEEDED(code)) return {};
  const auto end = std::ranges::find(text, SQLWCHAR{0});
  return FromWide(text.data(), static_cast<std::size_t>(end - text.begin()));
}

SQLUINTEGER OdbcConnection::InfoBits(SQLUSMALLINT kind) const {
  SQLUINTEGER bits = 0;
  SQLSMALLINT size = 0;
  const SQLRETURN code = SQLGetInfoW(handle_.get(), kind, &bits, static_cast<SQLSMALLINT>(sizeof(bits)), &size);
  return SQL_SUCCEEDED(code) ? bits : 0;
}

}  // namespace assay::ingest
