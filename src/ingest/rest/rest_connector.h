#pragma once

#include "base/retry.h"
#include "ingest/connector.h"

namespace assay::ingest {

struct RestOptions {
  /// `max_attempts` comes from the source's configuration.
  RetryPolicy retry;
  RetryClock clock = SystemRetryClock();
  std::size_t batch_rows = 65'536;
};

/// Reads the rows of a JSON API, page by page, all of them at each load (Reach::kFull). `Open` fetches every page and
/// keeps the rows in memory, since their columns are known only at the end; an empty list gives a stream without
/// columns.
///
/// - Every column is string; see json_page.h for how values become text.
/// - page_number asks for base_page, base_page + 1, ... until an empty page, the last page by `total_path`, or
/// `maximum_page` (which is
///   still read). A page that equals an earlier one, or is empty although `total_path` promises more, is an error.
/// - Connection errors, timeouts, 408, 429 and 5xx are tried again with growing waits, or after the wait the server
/// asks for, within
///   the policy's total limit.
/// - Credentials go to the host of `base_url` only; a redirect elsewhere is an error. No message shows a token,
/// password, key, header
///   value or query. When the table has `pii` columns, bodies are not quoted either.
///
/// Errors: kInvalidInput (address, credentials, refused requests, wrong body), kIo, kTimeout, kUnsupported, kCancelled.
/// `ListTables` is empty: an API cannot tell. Safe to use from any thread.
class RestConnector : public Connector {
 public:
  explicit RestConnector(RestOptions options = {}) : options_(std::move(options)) {}
  Result<Extract> Open(const LoadRequest& request) override;
  Result<std::vector<std::string>> ListTables(const config::Source& source) override;
  /// Asks for the first page of the first resource; without resources for `base_url` itself.
  Status Ping(const config::Source& source) override;

 private:
  RestOptions options_;
};

}  // namespace assay::ingest
