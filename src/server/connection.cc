#include <poll.h>

#include <optional>

#include <boost/asio/post.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>

#include "server/connection_internal.h"
#include "server/wire_internal.h"

namespace assay::server {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;
using Code = boost::system::error_code;
using Clock = std::chrono::steady_clock;

constexpr std::size_t kReadBytes = 8192;
constexpr std::uint64_t kMostLingeringBytes = 16 * 1024 * 1024;
constexpr std::chrono::milliseconds kLingering{2000};
constexpr std::chrono::milliseconds kLookForClient{100};
constexpr int kClientLeft = 499;  // never sent; for log and metrics

using PlainStream = beast::tcp_stream;
using TlsStream = beast::ssl_stream<beast::tcp_stream>;

template <typename Stream>
class StreamConnection final : public Connection, public std::enable_shared_from_this<StreamConnection<Stream>> {
 public:
  StreamConnection(Stream stream, Shared& shared)
      : stream_(std::move(stream)),
        shared_(shared),
        buffer_(shared.limits.header_bytes + 4 * kReadBytes),
        watch_(stream_.get_executor()) {
    Code ignored;
    const auto peer = Lowest().socket().remote_endpoint(ignored);
    address_ = peer.address().to_string(ignored);
    Lowest().socket().set_option(tcp::no_delay(true), ignored);
    shared_.Opened(this);
  }
  StreamConnection(const StreamConnection&) = delete;
  StreamConnection& operator=(const StreamConnection&) = delete;
  ~StreamConnection() override { shared_.Closed(this); }

  void Start() override {
    if constexpr (std::is_same_v<Stream, TlsStream>) {
      Lowest().expires_after(shared_.limits.header);
      stream_.async_handshake(asio::ssl::stream_base::server, [self = Self()](Code failed) {
        if (failed || self->shared_.is_stopping) return self->Close();
        self->Wait(self->shared_.limits.header);
      });
    } else {
      Wait(shared_.limits.header);
    }
  }

  void StartRefusing() override {
    is_last_ = true;
    Write(Refusal(503, "busy", "Cannot answer: too many connections; try again in a moment"));
  }

  void Stop() override {
    is_last_ = true;
    if (!is_busy_) Close();
  }

  void Abort() override {
    cancel_.request_stop();
    Close();
  }

 private:
  std::shared_ptr<StreamConnection> Self() { return this->shared_from_this(); }
  beast::tcp_stream& Lowest() { return beast::get_lowest_layer(stream_); }

  // Waits for the first byte of a request.
  void Wait(std::chrono::milliseconds patience) {
    parser_.emplace();
    parser_->header_limit(shared_.limits.header_bytes);
    parser_->body_limit(shared_.limits.body_bytes);
    if (buffer_.size() > 0) return ReadHeader();
    Lowest().expires_after(patience);
    stream_.async_read_some(buffer_.prepare(kReadBytes), [self = Self()](Code failed, std::size_t bytes) {
      if (failed || self->is_last_) return self->Close();
      self->buffer_.commit(bytes);
      self->ReadHeader();
    });
  }

  void ReadHeader() {
    Lowest().expires_after(shared_.limits.header);
    http::async_read_header(stream_, buffer_, *parser_, [self = Self()](Code failed, std::size_t) {
      if (failed) return self->Refuse(failed);
      if (beast::iequals(self->parser_->get()[http::field::expect], "100-continue")) return self->Encourage();
      self->ReadBody();
    });
  }

  void Encourage() {
    static constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
    asio::async_write(stream_, asio::buffer(kContinue), [self = Self()](Code failed, std::size_t) {
      if (failed) return self->Close();
      self->ReadBody();
    });
  }

  void ReadBody() {
    Lowest().expires_after(shared_.limits.body);
    http::async_read(stream_, buffer_, *parser_, [self = Self()](Code failed, std::size_t) {
      if (failed) return self->Refuse(failed);
      self->Dispatch();
    });
  }

  // What could not be read leaves the rest of the stream without meaning: the connection ends.
  void Refuse(Code failed) {
    started_ = Clock::now();
    is_last_ = true;
    auto refusal = RefusalOf(failed);
    if (!refusal) return Close();
    Write(std::move(*refusal));
  }

  void Dispatch() {
    if (!Lowest().socket().is_open()) return;  // closed by a stop while the request came in
    Lowest().expires_never();
    started_ = Clock::now();
    is_busy_ = true;
    if (!parser_->keep_alive() || shared_.is_stopping) is_last_ = true;
    method_ = std::string(parser_->get().method_string());
    version_ = parser_->get().version();
    auto request = ReadWireRequest(parser_->release(), address_, shared_.behind_proxy);
    if (!request) return Write(std::move(request.error()));
    is_head_ = request->method == Method::kHead;
    cancel_ = std::stop_source();
    request->stop = cancel_.get_token();
    if (shared_.application.IsQuick(*request)) return Write(shared_.application.Handle(std::move(*request)));
    if (shared_.waiting_requests >= shared_.limits.waiting_requests)
      return Write(Refusal(503, "busy", "Cannot answer: too many requests at work; try again in a moment"));
    Hand(std::move(*request));
  }

  void Hand(Request request) {
    ++shared_.waiting_requests;
    asio::post(shared_.workers, [self = Self(), request = std::move(request)]() mutable {
      Response response = self->shared_.application.Handle(std::move(request));
      --self->shared_.waiting_requests;
      auto* raw = self.get();
      asio::post(raw->stream_.get_executor(), [self = std::move(self), response = std::move(response)]() mutable {
        self->watch_.cancel();
        self->Finish(std::move(response));
      });
    });
    Watch();
  }

  // A client that went away needs no answer. There is no event for that while nothing is read, so it is looked for.
  void Watch() {
    watch_.expires_after(kLookForClient);
    watch_.async_wait([self = Self()](Code failed) {
      if (failed || !self->Lowest().socket().is_open()) return;
      pollfd descriptor{self->Lowest().socket().native_handle(), POLLRDHUP, 0};
      if (::poll(&descriptor, 1, 0) > 0) {
        self->has_client_left_ = true;
        self->cancel_.request_stop();
      } else {
        self->Watch();
      }
    });
  }

  void Finish(Response response) {
    if (!has_client_left_ && Lowest().socket().is_open()) return Write(std::move(response));
    if (has_client_left_) response.status = kClientLeft;
    TellDone(response, 0);
    Close();
  }

  void Write(Response response) {
    is_busy_ = true;
    if (shared_.is_stopping) is_last_ = true;
    response_ = std::move(response);
    const std::string_view text = response_.text();
    Lowest().expires_after(shared_.limits.write +
                           std::chrono::seconds(text.size() / shared_.limits.slowest_bytes_per_s));
    if (is_head_ || response_.status == 204 || response_.status == 304) return WriteWithoutBody(text.size());
    http::response<http::span_body<const char>> message(static_cast<http::status>(response_.status), version_);
    message.body() = beast::span<const char>(text.data(), text.size());
    message.content_length(text.size());
    Send(std::move(message));
  }

  void WriteWithoutBody(std::size_t size) {
    http::response<http::empty_body> message(static_cast<http::status>(response_.status), version_);
    if (response_.status != 204 && response_.status != 304) message.content_length(size);
    Send(std::move(message));
  }

  template <typename Message>
  void Send(Message message) {
    WriteHead(response_, message);
    message.keep_alive(!is_last_);
    auto held = std::make_shared<Message>(std::move(message));
    http::async_write(stream_, *held,
                      [self = Self(), held](Code failed, std::size_t bytes) { self->OnWritten(failed, bytes); });
  }

  void OnWritten(Code failed, std::size_t bytes) {
    is_busy_ = false;
    TellDone(response_, bytes);
    response_ = Response();
    if (failed) return Close();
    if (is_last_ || shared_.is_stopping) return Linger();
    is_head_ = false;
    Wait(shared_.limits.idle);
  }

  void TellDone(const Response& response, std::size_t bytes) {
    const auto duration = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - started_);
    shared_.application.Done({.method = method_.empty() ? "-" : method_,
                              .route = response.route,
                              .status = response.status,
                              .duration = duration,
                              .bytes = bytes});
  }

  // Closing with unread bytes would tear down the connection before the client has read the answer.
  void Linger() {
    Lowest().expires_after(kLingering);
    if constexpr (std::is_same_v<Stream, TlsStream>) {
      stream_.async_shutdown([self = Self()](Code) { self->Close(); });
    } else {
      Code ignored;
      stream_.socket().shutdown(tcp::socket::shutdown_send, ignored);
      Discard();
    }
  }

  void Discard() {
    buffer_.clear();
    stream_.async_read_some(buffer_.prepare(kReadBytes), [self = Self()](Code failed, std::size_t bytes) {
      self->discarded_ += bytes;
      if (failed || self->discarded_ > kMostLingeringBytes || self->shared_.is_stopping) return self->Close();
      self->Discard();
    });
  }

  void Close() {
    watch_.cancel();
    Lowest().close();
  }

  Stream stream_;
  Shared& shared_;
  beast::flat_buffer buffer_;
  asio::steady_timer watch_;
  std::optional<http::request_parser<http::string_body>> parser_;
  Response response_;
  std::stop_source cancel_;
  std::string address_;
  std::string method_;
  unsigned version_ = 11;
  Clock::time_point started_ = Clock::now();
  std::uint64_t discarded_ = 0;
  bool is_head_ = false;
  bool is_busy_ = false;  // a request was read and its answer is not sent yet
  bool has_client_left_ = false;
  bool is_last_ = false;  // the connection ends after the next answer
};

}  // namespace

std::shared_ptr<Connection> MakeConnection(tcp::socket socket, asio::ssl::context* tls, Shared& shared) {
  if (tls == nullptr) return std::make_shared<StreamConnection<PlainStream>>(PlainStream(std::move(socket)), shared);
  return std::make_shared<StreamConnection<TlsStream>>(TlsStream(std::move(socket), *tls), shared);
}

}  // namespace assay::server
