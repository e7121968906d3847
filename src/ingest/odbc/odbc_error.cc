#include "ingest/odbc/odbc_error.h"

#include <algorithm>
#include <array>

#include <sqlext.h>

#include "ingest/odbc/wide_text.h"

namespace assay::ingest {
namespace {

bool IsLostConnection(const OdbcRecord& record) {
  constexpr std::array<SQLINTEGER, 3> kFreeTds{20004, 20009, 20017};
  const bool locked = record.message.contains("database is locked");
  return record.state.starts_with("08") || std::ranges::find(kFreeTds, record.native) != kFreeTds.end() || locked;
}

ErrorKind KindOf(const std::vector<OdbcRecord>& records) {
  const auto any = [&](auto&& matches) { return std::ranges::any_of(records, matches); };
  if (any([](const OdbcRecord& record) { return record.state == "HYT00" || record.state == "HYT01"; }))
    return ErrorKind::kTimeout;
  if (any([](const OdbcRecord& record) { return record.state == "HY008"; })) return ErrorKind::kCancelled;
  if (any(IsLostConnection)) return ErrorKind::kIo;
  return ErrorKind::kInvalidInput;
}

}  // namespace

std::vector<OdbcRecord> ReadRecords(SQLSMALLINT handle_type, SQLHANDLE handle) {
  std::vector<OdbcRecord> records;
  std::array<SQLWCHAR, 2048> text{};
  for (SQLSMALLINT number = 1; number <= 8; ++number) {
    std::array<SQLWCHAR, 6> state{};
    SQLINTEGER native = 0;
    SQLSMALLINT size = 0;
    const SQLRETURN code = SQLGetDiagRecW(handle_type, handle, number, state.data(), &native, text.data(),
                                          static_cast<SQLSMALLINT>(text.size()), &size);
    if (!SQL_SUCCEEDED(code)) break;
    const auto units = std::min(static_cast<std::size_t>(std::max<SQLSMALLINT>(size, 0)), text.size() - 1);
    records.push_back({FromWide(state.data(), 5), native, FromWide(text.data(), units)});
  }
  return records;
}

Error ToError(std::string_view what, const std::vector<OdbcRecord>& records, const Secrets& secrets) {
  std::string message(what);
  message += records.empty() ? ": the driver gave no reason" : ":";
  for (std::size_t i = 0; i < records.size(); ++i) {
    message += fmt::format("{} [{}] {}", i == 0 ? "" : ";", records[i].state, records[i].message);
  }
  return {KindOf(records), secrets.Mask(message)};
}

}  // namespace assay::ingest
