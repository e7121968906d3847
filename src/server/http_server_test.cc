#include "server/http_server.h"

#include <atomic>
#include <functional>
#include <string>
#include <thread>

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace assay::server {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;
using testing::StartsWith;

// Answers "/quick" on the network's thread, all else by `work` on one of the others.
class TestApplication final : public Application {
 public:
  bool IsQuick(const Request& request) const override { return request.path == "/quick"; }
  Response Handle(Request request) override {
    if (work && request.path != "/quick") work(request);
    return TextResponse("hello", "text/plain");
  }
  void Done(const Exchange& exchange) override { last_status = exchange.status; }
  void ConnectionsAre(std::size_t open) override { connections = open; }

  std::function<void(const Request&)> work;
  std::atomic<int> last_status = 0;
  std::atomic<std::size_t> connections = 0;
};

// A client's connection.
class Client {
 public:
  explicit Client(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const timeval patience{10, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
    EXPECT_EQ(::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof(address)), 0);
  }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;
  ~Client() { Leave(); }

  void Leave() {
    if (socket_ >= 0) ::close(socket_);
    socket_ = -1;
  }
  void Send(const std::string& text) const {
    EXPECT_EQ(::send(socket_, text.data(), text.size(), MSG_NOSIGNAL), static_cast<ssize_t>(text.size()));
  }
  void Get(const std::string& path) const { Send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n"); }
  /// What has come; empty when the server closed.
  std::string Receive() const {
    char buffer[4096];
    const ssize_t bytes = ::recv(socket_, buffer, sizeof(buffer), 0);
    return bytes > 0 ? std::string(buffer, static_cast<std::size_t>(bytes)) : "";
  }

 private:
  int socket_;
};

template <typename Condition>
bool Becomes(const Condition& condition) {
  for (int i = 0; i < 1000 && !condition(); ++i) std::this_thread::sleep_for(milliseconds(10));
  return condition();
}

class HttpServerTest : public testing::Test {
 protected:
  void Start(HttpLimits limits, unsigned threads = 2) {
    auto started = HttpServer::Start({.threads = threads, .limits = limits}, application_);
    ASSERT_TRUE(started) << started.error().message;
    server_ = std::move(*started);
  }

  TestApplication application_;
  std::unique_ptr<HttpServer> server_;
};

TEST_F(HttpServerTest, KeepsConnections) {
  Start({});
  const Client client(server_->port());
  for (const char* path : {"/quick", "/work", "/quick"}) {
    client.Get(path);
    EXPECT_THAT(client.Receive(), testing::AllOf(StartsWith("HTTP/1.1 200 "), HasSubstr("\r\n\r\nhello")));
  }
  EXPECT_EQ(application_.connections, 1U);
}

TEST_F(HttpServerTest, ConnectionsBeyondTheLimitAreRefused) {
  Start({.connections = 2});
  const Client first(server_->port());
  const Client second(server_->port());
  for (const Client* client : {&first, &second}) {
    client->Get("/quick");
    EXPECT_THAT(client->Receive(), StartsWith("HTTP/1.1 200 "));
  }
  const Client third(server_->port());
  EXPECT_THAT(third.Receive(), StartsWith("HTTP/1.1 503 "));
}

TEST_F(HttpServerTest, RequestsBeyondTheLimitAreRefused) {
  std::atomic<bool> may_end = false;
  application_.work = [&](const Request&) { Becomes([&] { return may_end.load(); }); };
  Start({.waiting_requests = 1});
  const Client first(server_->port());
  const Client second(server_->port());
  first.Get("/work");
  std::this_thread::sleep_for(milliseconds(100));
  second.Get("/work");
  EXPECT_THAT(second.Receive(), StartsWith("HTTP/1.1 503 "));
  second.Get("/quick");
  EXPECT_THAT(second.Receive(), StartsWith("HTTP/1.1 200 "));
  may_end = true;
  EXPECT_THAT(first.Receive(), StartsWith("HTTP/1.1 200 "));
}

TEST_F(HttpServerTest, SlowAndSilentClientsAreCut) {
  Start({.idle = milliseconds(200), .header = milliseconds(200), .body = milliseconds(200)});
  const Client silent(server_->port());
  const Client half_header(server_->port());
  const Client half_body(server_->port());
  half_header.Send("GET /quick HTTP/1.1\r\nHo");
  half_body.Send("POST /quick HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n1");
  for (const Client* client : {&silent, &half_header, &half_body}) EXPECT_EQ(client->Receive(), "");
}

TEST_F(HttpServerTest, LargeRequestsAreRefused) {
  Start({.header_bytes = 1024, .body_bytes = 100});
  const Client large_header(server_->port());
  large_header.Send("GET /quick HTTP/1.1\r\nHost: localhost\r\nX: " + std::string(2000, 'x') + "\r\n\r\n");
  EXPECT_THAT(large_header.Receive(), StartsWith("HTTP/1.1 431 "));
  const Client large_body(server_->port());
  large_body.Send("POST /quick HTTP/1.1\r\nHost: localhost\r\nContent-Length: 101\r\n\r\n");
  EXPECT_THAT(large_body.Receive(), StartsWith("HTTP/1.1 413 "));
}

TEST_F(HttpServerTest, ClientThatLeavesStopsItsRequest) {
  std::atomic<bool> has_stopped = false;
  application_.work = [&](const Request& request) {
    has_stopped = Becomes([&] { return request.stop.stop_requested(); });
  };
  Start({});
  Client client(server_->port());
  client.Get("/work");
  std::this_thread::sleep_for(milliseconds(50));
  client.Leave();
  EXPECT_TRUE(Becomes([&] { return has_stopped.load(); }));
  EXPECT_TRUE(Becomes([&] { return application_.last_status == 499; }));
}

TEST_F(HttpServerTest, StopWaitsForRunningRequests) {
  std::atomic<bool> has_begun = false;
  application_.work = [&](const Request&) {
    has_begun = true;
    std::this_thread::sleep_for(milliseconds(300));
  };
  Start({});
  const Client idle(server_->port());
  const Client busy(server_->port());
  busy.Get("/work");
  ASSERT_TRUE(Becomes([&] { return has_begun.load(); }));
  std::thread stopper([&] { server_->Stop(milliseconds(10'000)); });
  EXPECT_EQ(idle.Receive(), "");
  EXPECT_THAT(busy.Receive(), testing::AllOf(StartsWith("HTTP/1.1 200 "), HasSubstr("Connection: close")));
  EXPECT_EQ(busy.Receive(), "");
  stopper.join();
}

TEST_F(HttpServerTest, StopEndsRequestsThatTakeTooLong) {
  std::atomic<bool> has_begun = false;
  application_.work = [&](const Request& request) {
    has_begun = true;
    Becomes([&] { return request.stop.stop_requested(); });
  };
  Start({});
  const Client client(server_->port());
  client.Get("/work");
  ASSERT_TRUE(Becomes([&] { return has_begun.load(); }));
  const auto started = std::chrono::steady_clock::now();
  server_->Stop(milliseconds(100));
  EXPECT_LT(std::chrono::steady_clock::now() - started, milliseconds(5000));
}

TEST_F(HttpServerTest, ManyClientsAtOnce) {
  Start({}, 4);
  std::atomic<int> answered = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      const Client client(server_->port());
      for (int k = 0; k < 50; ++k) {
        client.Get(k % 2 == 0 ? "/work" : "/quick");
        answered += client.Receive().starts_with("HTTP/1.1 200 ") ? 1 : 0;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(answered, 400);
}

TEST(HttpServer, TellsWhyItCannotListen) {
  TestApplication application;
  EXPECT_EQ(HttpServer::Start({.host = "somewhere"}, application).error().kind, ErrorKind::kInvalidInput);
  const auto first = HttpServer::Start({}, application);
  ASSERT_TRUE(first);
  EXPECT_EQ(HttpServer::Start({.port = (*first)->port()}, application).error().kind, ErrorKind::kIo);
  EXPECT_THAT(HttpServer::Start({.tls_certificate = "no.pem", .tls_key = "no.pem"}, application).error().message,
              HasSubstr("no.pem"));
}

}  // namespace
}  // namespace assay::server
