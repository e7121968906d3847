#include "demo/customers_api.h"

#include <cstdint>
#include <optional>
#include <set>
#include <string_view>
#include <thread>
#include <utility>

#include <fmt/format.h>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>

#include "demo/customers_pages.h"

namespace assay::demo {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;
using Code = boost::system::error_code;

constexpr std::size_t kMostConnections = 32;
constexpr std::uint64_t kMostBodyBytes = 4096;

class Session;
using Sessions = std::set<Session*>;

/// One connection. It lives as long as an operation of it is under way, and stands in `sessions` meanwhile.
class Session : public std::enable_shared_from_this<Session> {
 public:
  Session(tcp::socket socket, CustomersPages& pages, Sessions& sessions, std::chrono::milliseconds patience)
      : stream_(std::move(socket)), pages_(pages), sessions_(sessions), patience_(patience) {
    sessions_.insert(this);
  }
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
  ~Session() { sessions_.erase(this); }

  void Read() {
    parser_.emplace();
    parser_->body_limit(kMostBodyBytes);
    stream_.expires_after(patience_);
    http::async_read(stream_, buffer_, *parser_,
                     [self = shared_from_this()](Code failed, std::size_t) { self->OnRead(failed); });
  }

  /// Ends at once when waiting for a request, else after the answer.
  void Stop() {
    stopping_ = true;
    if (!writing_) stream_.close();
  }

 private:
  void OnRead(Code failed) {
    if (stopping_ || failed == http::error::end_of_stream || failed == beast::error::timeout) return Close();
    if (failed && failed.category() != http::make_error_code(http::error::bad_method).category()) return Close();
    if (failed) return Write(ErrorReply(400, "the request is not HTTP"), 11, false);
    const auto& request = parser_->get();
    const auto text = [](beast::string_view view) { return std::string_view(view.data(), view.size()); };
    Write(
        pages_.Answer(text(request.method_string()), text(request.target()), text(request[http::field::authorization])),
        request.version(), request.keep_alive());
  }

  void Write(Reply reply, unsigned version, bool keep_alive) {
    response_ = {static_cast<http::status>(reply.status), version};
    response_.set(http::field::content_type, "application/json");
    if (reply.retry_after_s > 0) response_.set(http::field::retry_after, std::to_string(reply.retry_after_s));
    response_.keep_alive(keep_alive);
    response_.body() = std::move(reply.body);
    response_.prepare_payload();
    writing_ = true;
    stream_.expires_after(patience_);
    http::async_write(stream_, response_,
                      [self = shared_from_this()](Code failed, std::size_t) { self->OnWritten(failed); });
  }

  void OnWritten(Code failed) {
    writing_ = false;
    if (failed || stopping_ || response_.need_eof()) return Close();
    Read();
  }

  void Close() {
    Code ignored;
    stream_.socket().shutdown(tcp::socket::shutdown_send, ignored);
    stream_.close();
  }

  beast::tcp_stream stream_;
  CustomersPages& pages_;
  Sessions& sessions_;
  const std::chrono::milliseconds patience_;
  beast::flat_buffer buffer_{16384};
  std::optional<http::request_parser<http::string_body>> parser_;
  http::response<http::string_body> response_;
  bool writing_ = false;
  bool stopping_ = false;
};

}  // namespace

class CustomersApi::Server {
 public:
  Server(std::vector<Customer> customers, std::string_view token, std::chrono::milliseconds patience)
      : pages_(std::move(customers), token), patience_(patience) {}
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  ~Server() {
    asio::post(context_, [this] { Stop(); });
    if (thread_.joinable()) thread_.join();
  }

  Status Listen() {
    const tcp::endpoint loopback(asio::ip::address_v4::loopback(), 0);
    Code failed;
    acceptor_.open(loopback.protocol(), failed);
    if (!failed) acceptor_.bind(loopback, failed);
    if (!failed) acceptor_.listen(asio::socket_base::max_listen_connections, failed);
    if (!failed) port_ = acceptor_.local_endpoint(failed).port();
    if (failed) return Io("Cannot start the demo's customers API: {}", failed.message());
    Accept();
    thread_ = std::thread([this] { context_.run(); });
    return {};
  }

  std::string url() const { return fmt::format("http://127.0.0.1:{}", port_); }

 private:
  void Accept() {
    acceptor_.async_accept([this](Code failed, tcp::socket socket) {
      if (!acceptor_.is_open()) return;
      if (!failed && sessions_.size() < kMostConnections) {
        std::make_shared<Session>(std::move(socket), pages_, sessions_, patience_)->Read();
      }
      Accept();
    });
  }

  void Stop() {
    Code ignored;
    acceptor_.close(ignored);
    for (Session* session : sessions_) session->Stop();
  }

  CustomersPages pages_;
  const std::chrono::milliseconds patience_;
  Sessions sessions_;  // outlives the context, whose pending operations own the sessions
  asio::io_context context_{1};
  tcp::acceptor acceptor_{context_};
  std::thread thread_;
  unsigned short port_ = 0;
};

Result<std::unique_ptr<CustomersApi>> CustomersApi::Start(std::vector<Customer> customers, std::string token,
                                                          std::chrono::milliseconds patience) {
  auto server = std::make_unique<Server>(std::move(customers), std::move(token), patience);
  RETURN_IF_ERROR(server->Listen());
  return std::unique_ptr<CustomersApi>(new CustomersApi(std::move(server)));
}

CustomersApi::CustomersApi(std::unique_ptr<Server> server) : server_(std::move(server)) {}

CustomersApi::~CustomersApi() = default;

std::string CustomersApi::url() const { return server_->url(); }

}  // namespace assay::demo
