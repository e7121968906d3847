#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace assay::ingest {

/// What the stub does with one request: sends `bytes` as they are after `delay_ms`, then closes the connection.
struct StubReply {
  std::string bytes;
  int delay_ms = 0;
};

/// An HTTP answer with its Content-Length. `headers` are whole lines that end in "\r\n".
StubReply Reply(int status, const std::string& body, const std::string& headers = "");

/// A scripted HTTP server on 127.0.0.1, for tests: the n-th request gets what `script` says for it. Answers one
/// connection after the other, from its own thread.
class HttpStub {
 public:
  using Script = std::function<StubReply(std::size_t number, const std::string& request)>;
  explicit HttpStub(Script script);
  ~HttpStub();
  HttpStub(const HttpStub&) = delete;
  HttpStub& operator=(const HttpStub&) = delete;

  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }
  /// Requests so far, head and all.
  std::vector<std::string> requests() const;

 private:
  void Serve();
  void Answer(int connection);

  Script script_;
  int listener_ = -1;
  int port_ = 0;
  mutable std::mutex mutex_;
  std::condition_variable stopped_;
  bool stopping_ = false;
  std::vector<std::string> requests_;
  std::thread thread_;
};

}  // namespace assay::ingest
