#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <chrono>

#include "base/check.h"
#include "ingest/rest/http_stub.h"

namespace assay::ingest {

StubReply Reply(int status, const std::string& body, const std::string& headers) {
  return {"HTTP/1.1 " + std::to_string(status) + " Status\r\nConnection: close\r\nContent-Length: " +
          std::to_string(body.size()) + "\r\n" + headers + "\r\n" + body};
}

HttpStub::HttpStub(Script script)
    : script_(std::move(script)), listener_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  CHECK(bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0);
  CHECK(listen(listener_, 16) == 0);
  socklen_t size = sizeof(address);
  CHECK(getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) == 0);
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this] { Serve(); });
}

HttpStub::~HttpStub() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  stopped_.notify_all();
  thread_.join();
  close(listener_);
}

std::vector<std::string> HttpStub::requests() const {
  const std::lock_guard lock(mutex_);
  return requests_;
}

void HttpStub::Serve() {
  constexpr int kLookAroundMs = 20;
  while (true) {
    {
      const std::lock_guard lock(mutex_);
      if (stopping_) return;
    }
    pollfd waiting{.fd = listener_, .events = POLLIN, .revents = 0};
    if (poll(&waiting, 1, kLookAroundMs) <= 0) continue;
    const int connection = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (connection < 0) continue;
    Answer(connection);
    close(connection);
  }
}

void HttpStub::Answer(int connection) {
  std::string request;
  std::array<char, 4096> buffer{};
  while (!request.contains("\r\n\r\n")) {
    const ssize_t got = recv(connection, buffer.data(), buffer.size(), 0);
    if (got <= 0) return;
    request.append(buffer.data(), static_cast<std::size_t>(got));
  }
  std::unique_lock lock(mutex_);
  requests_.push_back(request);
  const StubReply reply = script_(requests_.size() - 1, request);
  stopped_.wait_for(lock, std::chrono::milliseconds(reply.delay_ms), [this] { return stopping_; });
  lock.unlock();
  for (std::size_t sent = 0; sent < reply.bytes.size();) {
    const ssize_t put = send(connection, reply.bytes.data() + sent, reply.bytes.size() - sent, MSG_NOSIGNAL);
    if (put <= 0) return;
    sent += static_cast<std::size_t>(put);
  }
}

}  // namespace assay::ingest
