#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <sql.h>

#include "base/result.h"
#include "base/secrets.h"

namespace assay::ingest {

/// One record of a driver's complaint.
struct OdbcRecord {
  std::string state;  ///< SQLSTATE, five characters
  SQLINTEGER native = 0;
  std::string message;
};

/// All records that the last call on a handle left.
std::vector<OdbcRecord> ReadRecords(SQLSMALLINT handle_type, SQLHANDLE handle);

/// One error of a failed call: `what` ("Cannot read table shop.orders"), then every record with its SQLSTATE, with
/// `secrets` masked. kTimeout for HYT00 and HYT01; kIo for a lost or refused connection (08xxx; FreeTDS says so by its
/// native codes 20004, 20009, 20017 under any SQLSTATE) and for a locked SQLite file; kCancelled for HY008;
/// kInvalidInput for all else: the driver, credentials, statement or data must change.
Error ToError(std::string_view what, const std::vector<OdbcRecord>& records, const Secrets& secrets);

}  // namespace assay::ingest
