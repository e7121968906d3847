#pragma once

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <set>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/thread_pool.hpp>

#include "server/application.h"
#include "server/http_server.h"

namespace assay::server {

/// One client's connection. Lives as long as an operation of it is under way. All its functions belong to the network's
/// thread.
class Connection {
 public:
  virtual ~Connection() = default;
  virtual void Start() = 0;
  /// Answers 503 and closes.
  virtual void StartRefusing() = 0;
  /// Closes at once when no request is at work, else after its answer.
  virtual void Stop() = 0;
  /// Asks the request at work to stop and closes.
  virtual void Abort() = 0;
};

/// What all connections of a server share.
struct Shared {
  Application& application;
  const HttpLimits limits;
  const bool behind_proxy;
  boost::asio::thread_pool workers;
  std::atomic<std::size_t> waiting_requests = 0;
  bool is_stopping = false;         ///< the network's thread only
  std::set<Connection*> open = {};  ///< the network's thread only
  std::mutex mutex = {};
  std::size_t open_count = 0;  ///< guarded by the mutex
  std::condition_variable changed = {};

  void Opened(Connection* connection);
  void Closed(Connection* connection);
};

/// A connection over TLS when `tls` is given.
std::shared_ptr<Connection> MakeConnection(boost::asio::ip::tcp::socket socket, boost::asio::ssl::context* tls,
                                           Shared& shared);

}  // namespace assay::server
