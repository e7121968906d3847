#include "server/http_server.h"

#include <algorithm>
#include <thread>

#include <openssl/ssl.h>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include "server/connection_internal.h"

namespace assay::server {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using Code = boost::system::error_code;

constexpr std::size_t kMostRefusing = 64;  // connections beyond the limit that are told so
constexpr std::chrono::milliseconds kAfterAbort{2000};
constexpr std::chrono::milliseconds kAfterAcceptFailed{100};

unsigned Threads(unsigned asked) { return asked != 0 ? asked : std::max(4U, 2 * std::thread::hardware_concurrency()); }

Result<std::unique_ptr<asio::ssl::context>> LoadTls(const HttpOptions& options) {
  if (options.tls_certificate.empty()) return std::unique_ptr<asio::ssl::context>();
  auto context = std::make_unique<asio::ssl::context>(asio::ssl::context::tls_server);
  SSL_CTX_set_min_proto_version(context->native_handle(), TLS1_2_VERSION);
  SSL_CTX_set_options(context->native_handle(), SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
  Code failed;
  context->use_certificate_chain_file(options.tls_certificate, failed);
  if (failed)
    return InvalidInput("Cannot use TLS certificate {}: {}; expected a PEM file", options.tls_certificate,
                        failed.message());
  context->use_private_key_file(options.tls_key, asio::ssl::context::pem, failed);
  if (failed)
    return InvalidInput("Cannot use TLS key {}: {}; expected the PEM file of the certificate's key", options.tls_key,
                        failed.message());
  return context;
}

}  // namespace

void Shared::Opened(Connection* connection) {
  open.insert(connection);
  const std::lock_guard lock(mutex);
  open_count = open.size();
  application.ConnectionsAre(open_count);
}

void Shared::Closed(Connection* connection) {
  open.erase(connection);
  const std::lock_guard lock(mutex);
  open_count = open.size();
  application.ConnectionsAre(open_count);
  changed.notify_all();
}

class HttpServer::Core {
 public:
  Core(const HttpOptions& options, Application& application)
      : shared_{.application = application,
                .limits = options.limits,
                .behind_proxy = options.behind_proxy,
                .workers{Threads(options.threads)}} {}
  Core(const Core&) = delete;
  Core& operator=(const Core&) = delete;
  ~Core() { Stop(std::chrono::milliseconds(0)); }

  Status Listen(const HttpOptions& options) {
    ASSIGN_OR_RETURN(tls_, LoadTls(options));
    Code failed;
    const auto address = asio::ip::make_address(options.host, failed);
    if (failed)
      return InvalidInput("Cannot listen on {}: expected an address such as 127.0.0.1 or 0.0.0.0", options.host);
    const tcp::endpoint endpoint(address, options.port);
    acceptor_.open(endpoint.protocol(), failed);
    if (!failed) acceptor_.set_option(tcp::acceptor::reuse_address(true), failed);
    if (!failed) acceptor_.bind(endpoint, failed);
    if (!failed) acceptor_.listen(asio::socket_base::max_listen_connections, failed);
    if (!failed) port_ = acceptor_.local_endpoint(failed).port();
    if (failed)
      return Io("Cannot listen on {} port {}: {}; choose another with --port", options.host, options.port,
                failed.message());
    Accept();
    thread_ = std::thread([this] { context_.run(); });
    return {};
  }

  std::uint16_t port() const { return port_; }

  void Stop(std::chrono::milliseconds grace) {
    if (!thread_.joinable()) return;
    asio::post(context_, [this] { StopAccepting(); });
    if (!WaitUntilClosed(grace)) {
      asio::post(context_, [this] { AbortAll(); });
      WaitUntilClosed(kAfterAbort);
    }
    shared_.workers.join();
    context_.stop();
    thread_.join();
  }

 private:
  void Accept() {
    acceptor_.async_accept([this](Code failed, tcp::socket socket) {
      if (!acceptor_.is_open()) return;
      if (failed) return AcceptLater();
      Open(std::move(socket));
      Accept();
    });
  }

  // Such as no file descriptor left: trying at once again would only burn the processor.
  void AcceptLater() {
    timer_.expires_after(kAfterAcceptFailed);
    timer_.async_wait([this](Code failed) {
      if (!failed && acceptor_.is_open()) Accept();
    });
  }

  void Open(tcp::socket socket) {
    const std::size_t open = shared_.open.size();
    if (open < shared_.limits.connections) return MakeConnection(std::move(socket), tls_.get(), shared_)->Start();
    // A refusal over TLS would cost the handshake that it is to save.
    if (tls_ == nullptr && open < shared_.limits.connections + kMostRefusing)
      MakeConnection(std::move(socket), nullptr, shared_)->StartRefusing();
  }

  void StopAccepting() {
    Code ignored;
    acceptor_.close(ignored);
    timer_.cancel();
    shared_.is_stopping = true;
    for (Connection* connection : std::set(shared_.open)) connection->Stop();
  }

  void AbortAll() {
    for (Connection* connection : std::set(shared_.open)) connection->Abort();
  }

  bool WaitUntilClosed(std::chrono::milliseconds limit) {
    std::unique_lock lock(shared_.mutex);
    return shared_.changed.wait_for(lock, limit, [this] { return shared_.open_count == 0; });
  }

  Shared shared_;  // outlives the context, whose pending operations own the connections
  std::unique_ptr<asio::ssl::context> tls_;
  asio::io_context context_{1};
  tcp::acceptor acceptor_{context_};
  asio::steady_timer timer_{context_};
  std::thread thread_;
  std::uint16_t port_ = 0;
};

Result<std::unique_ptr<HttpServer>> HttpServer::Start(const HttpOptions& options, Application& application) {
  auto core = std::make_unique<Core>(options, application);
  RETURN_IF_ERROR(core->Listen(options));
  return std::unique_ptr<HttpServer>(new HttpServer(std::move(core)));
}

HttpServer::HttpServer(std::unique_ptr<Core> core) : core_(std::move(core)) {}

HttpServer::~HttpServer() = default;

std::uint16_t HttpServer::port() const { return core_->port(); }

void HttpServer::Stop(std::chrono::milliseconds grace) { core_->Stop(grace); }

}  // namespace assay::server
