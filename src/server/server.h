#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "base/result.h"
#include "server/http_server.h"
#include "server/served.h"

namespace assay::server {

struct ServeOptions {
  HttpOptions http;
  std::string access_log = "-";                      ///< a file, "-" = stderr, "" = none
  std::chrono::milliseconds look_for_release{1000};  ///< how often
};

/// Whether a server may be started so: figures of a shop and passwords never go unguarded. kInvalidInput, with the way
/// out, on an address of others without TLS or a proxy that adds it; on such an address, or behind a proxy, without
/// users; or with a certificate and no key.
Status CheckServeRules(const HttpOptions& options, bool has_users);

/// Whether only programs of this machine can reach `host`.
bool IsLoopback(const std::string& host);

/// The dashboard of a project, being served.
class Server {
 public:
  /// Opens accounts and newest release, and answers from then on. What `parts` borrows must outlive it; the lake
  /// belongs to the server. kNotFound when nothing was published yet; else as the parts fail.
  static Result<std::unique_ptr<Server>> Start(const ServeOptions& options, ServedParts parts);
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  ~Server();

  std::string url() const;  ///< "http://127.0.0.1:8080/"
  std::int64_t release() const;
  int problems() const;  ///< that do not keep it from serving, such as missing web pages

  /// See HttpServer::Stop.
  void Stop(std::chrono::milliseconds grace);

 private:
  struct Parts;
  explicit Server(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace assay::server
