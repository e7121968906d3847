#pragma once

#include <optional>
#include <stop_token>
#include <string>

#include "base/retry.h"
#include "base/secrets.h"
#include "config/project.h"
#include "ingest/rest/http_client.h"

namespace assay::ingest {

/// Everything of a source and its table that must not show up in messages: token, password (also as it is sent), header
/// values, and parameters that sound secret.
Secrets RestSecrets(const config::Source& source, const config::SourceTable* table);

/// One resource of an API, asked page by page over one connection. `source` and `table` must outlive it.
class RestResource {
 public:
  /// `table` may be null: the base URL itself. `what` starts every message.
  RestResource(const config::Source& source, const config::SourceTable* table, std::string what, RetryPolicy retry,
               RetryClock clock, std::stop_token stop);

  /// The answer (status 2xx) for `page`, or without a page parameter. Retries; follows redirects that stay on the
  /// server.
  Result<HttpReply> Get(std::optional<std::int64_t> page);

  /// "Cannot read table crm.customers, page 3 of https://host/customers": how messages name a page.
  std::string Place(std::optional<std::int64_t> page) const;
  const Secrets& secrets() const { return secrets_; }

 private:
  Result<HttpRequest> RequestFor(std::optional<std::int64_t> page) const;
  std::expected<HttpReply, FailedAttempt> GetOnce(const std::string& place, HttpRequest request);

  const config::Source& source_;
  const config::SourceTable* table_;
  std::string what_;
  RetryPolicy retry_;
  RetryClock clock_;
  std::stop_token stop_;
  Secrets secrets_;
  HttpClient client_;
};

}  // namespace assay::ingest
