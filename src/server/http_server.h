#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "base/result.h"
#include "server/application.h"

namespace assay::server {

/// What one client may take. A client that needs longer or sends more is refused or cut.
struct HttpLimits {
  std::size_t connections = 512;             ///< those beyond get 503 and are closed
  std::size_t waiting_requests = 256;        ///< requests beyond get 503
  std::uint32_t header_bytes = 16 * 1024;    ///< request line and headers; beyond: 431
  std::uint64_t body_bytes = 1024 * 1024;    ///< beyond: 413
  std::chrono::milliseconds idle{60'000};    ///< between two requests of a connection
  std::chrono::milliseconds header{10'000};  ///< from the first byte to the end of the headers, and the TLS handshake
  std::chrono::milliseconds body{30'000};
  std::chrono::milliseconds write{30'000};  ///< of an answer, and one second more for each `slowest_bytes_per_s`
  std::uint64_t slowest_bytes_per_s = 16 * 1024;
};

struct HttpOptions {
  std::string host = "127.0.0.1";    ///< an address, no name
  std::uint16_t port = 0;            ///< 0 = a free one
  std::string tls_certificate = {};  ///< PEM file of the certificate and its chain; empty = plain HTTP
  std::string tls_key = {};          ///< PEM file
  bool behind_proxy = false;         ///< the client's address stands last in X-Forwarded-For
  unsigned threads = 0;              ///< that answer requests; 0 = twice the cores, at least 4
  HttpLimits limits = {};
};

/// Speaks HTTP/1.1, plain or over TLS 1.2 and newer, and hands requests to an application. One thread serves the
/// network, a fixed number of others the requests.
class HttpServer {
 public:
  /// Listens and begins to answer. `application` must outlive the server. kInvalidInput when the address is none or a
  /// TLS file cannot be used; kIo when the port is taken.
  static Result<std::unique_ptr<HttpServer>> Start(const HttpOptions& options, Application& application);
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;
  ~HttpServer();  ///< as Stop(0)

  std::uint16_t port() const;

  /// Takes no new connections, closes idle ones, lets running requests finish for at most `grace`, asks those left to
  /// stop, and closes the rest.
  void Stop(std::chrono::milliseconds grace);

 private:
  class Core;
  explicit HttpServer(std::unique_ptr<Core> core);
  std::unique_ptr<Core> core_;
};

}  // namespace assay::server
