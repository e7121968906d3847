#pragma once

#include <chrono>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/retry.h"

namespace assay::ingest {

struct HttpHeader {
  std::string name;
  std::string value;
};

struct HttpRequest {
  std::string url;  ///< http or https
  std::vector<HttpHeader> headers;
  std::chrono::seconds timeout{60};  ///< of the whole answer
};

struct HttpReply {
  int status = 0;
  std::string body;
  std::string retry_after;  ///< header values; empty when absent
  std::string date;
  std::string redirect;  ///< the absolute URL a 3xx answer points to
};

/// One kept-alive connection to HTTP servers, by libcurl. Redirects are not followed by themselves. Not to be used from
/// two threads at once.
class HttpClient {
 public:
  HttpClient();
  ~HttpClient();
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;

  /// One GET, whatever its status. Fails when no whole answer came: kTimeout and kIo (not reached, reset, fewer bytes
  /// than the Content-Length said; both may be retried), kInvalidInput (no http URL, certificate not trusted),
  /// kUnsupported (more than 1 GiB), kCancelled. Messages start with `what`; they may quote the host, never headers.
  std::expected<HttpReply, FailedAttempt> Get(std::string_view what, const HttpRequest& request,
                                              const std::stop_token& stop);

 private:
  struct Curl;
  std::unique_ptr<Curl> curl_;
};

}  // namespace assay::ingest
