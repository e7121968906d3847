#include "ingest/rest/http_client.h"

#include <algorithm>
#include <array>

#include <curl/curl.h>

#include "base/check.h"

namespace assay::ingest {
namespace {

constexpr std::size_t kMostBodyBytes = 1UL << 30;
constexpr long kConnectTimeoutS = 20;

struct Transfer {
  HttpReply reply;
  const std::stop_token* stop = nullptr;
  bool too_large = false;
};

std::size_t OnBody(char* data, std::size_t size, std::size_t count, void* user) {
  auto& transfer = *static_cast<Transfer*>(user);
  transfer.too_large = transfer.reply.body.size() + size * count > kMostBodyBytes;
  if (transfer.too_large) return 0;
  transfer.reply.body.append(data, size * count);
  return size * count;
}

bool TakeHeader(std::string_view line, std::string_view name, std::string& value) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  if (line.size() <= name.size() || line[name.size()] != ':') return false;
  if (!std::ranges::equal(line.substr(0, name.size()), name, [&](char a, char b) { return lower(a) == b; }))
    return false;
  std::string_view rest = line.substr(name.size() + 1);
  while (!rest.empty() && (rest.front() == ' ' || rest.front() == '\t')) rest.remove_prefix(1);
  while (!rest.empty() && (rest.back() == '\r' || rest.back() == '\n' || rest.back() == ' ')) rest.remove_suffix(1);
  value = rest;
  return true;
}

std::size_t OnHeader(char* data, std::size_t size, std::size_t count, void* user) {
  auto& reply = static_cast<Transfer*>(user)->reply;
  const std::string_view line(data, size * count);
  if (!TakeHeader(line, "retry-after", reply.retry_after)) TakeHeader(line, "date", reply.date);
  return size * count;
}

int OnProgress(void* user, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return static_cast<Transfer*>(user)->stop->stop_requested() ? 1 : 0;
}

struct HeaderList {
  curl_slist* first = nullptr;
  ~HeaderList() { curl_slist_free_all(first); }
  void Add(const HttpHeader& header) {
    // libcurl leaves a header with an empty value out unless it ends in ';'.
    const std::string line = header.value.empty() ? header.name + ";" : header.name + ": " + header.value;
    first = curl_slist_append(first, line.c_str());
  }
};

FailedAttempt Failure(std::string_view what, CURLcode code, const char* detail, const Transfer& transfer) {
  const std::string_view reason = *detail != '\0' ? detail : curl_easy_strerror(code);
  const auto error = [&](ErrorKind kind, std::string message) {
    return Error{kind, fmt::format("{}: {}", what, message)};
  };
  if (transfer.too_large) {
    return {
        error(ErrorKind::kUnsupported, "expected a page of at most 1 GiB, got more; ask for smaller pages by 'params'"),
        false, std::nullopt};
  }
  if (code == CURLE_ABORTED_BY_CALLBACK)
    return {error(ErrorKind::kCancelled, "stopped on request"), false, std::nullopt};
  if (code == CURLE_OPERATION_TIMEDOUT)
    return {error(ErrorKind::kTimeout, fmt::format("no whole answer in time: {}", reason)), true, std::nullopt};
  if (code == CURLE_PEER_FAILED_VERIFICATION) {
    return {
        error(ErrorKind::kInvalidInput,
              fmt::format("the server's certificate is not trusted: {}; install its authority's certificate", reason)),
        false, std::nullopt};
  }
  if (code == CURLE_UNSUPPORTED_PROTOCOL || code == CURLE_URL_MALFORMAT) {
    return {
        error(ErrorKind::kInvalidInput, fmt::format("expected an http or https address: {}; check 'base_url'", reason)),
        false, std::nullopt};
  }
  return {error(ErrorKind::kIo, fmt::format("the server was not reached, or its answer was cut off: {}", reason)), true,
          std::nullopt};
}

void InitOnce() {
  static const CURLcode code = curl_global_init(CURL_GLOBAL_DEFAULT);
  CHECK(code == CURLE_OK);
}

}  // namespace

struct HttpClient::Curl {
  CURL* handle = curl_easy_init();
  ~Curl() { curl_easy_cleanup(handle); }
};

HttpClient::HttpClient() {
  InitOnce();
  curl_ = std::make_unique<Curl>();
  CHECK(curl_->handle != nullptr);
}

HttpClient::~HttpClient() = default;

std::expected<HttpReply, FailedAttempt> HttpClient::Get(std::string_view what, const HttpRequest& request,
                                                        const std::stop_token& stop) {
  CURL* handle = curl_->handle;
  curl_easy_reset(handle);
  std::array<char, CURL_ERROR_SIZE> detail{};
  Transfer transfer{.reply = {}, .stop = &stop};
  HeaderList headers;
  for (const HttpHeader& header : request.headers) headers.Add(header);
  curl_easy_setopt(handle, CURLOPT_URL, request.url.c_str());
  curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers.first);
  curl_easy_setopt(handle, CURLOPT_ACCEPT_ENCODING, "");
  curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT, kConnectTimeoutS);
  curl_easy_setopt(handle, CURLOPT_TIMEOUT, static_cast<long>(request.timeout.count()));
  curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, detail.data());
  curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, OnBody);
  curl_easy_setopt(handle, CURLOPT_WRITEDATA, &transfer);
  curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, OnHeader);
  curl_easy_setopt(handle, CURLOPT_HEADERDATA, &transfer);
  curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, OnProgress);
  curl_easy_setopt(handle, CURLOPT_XFERINFODATA, &transfer);
  curl_easy_setopt(handle, CURLOPT_NOPROGRESS, 0L);
  const CURLcode code = curl_easy_perform(handle);
  if (code != CURLE_OK) return std::unexpected(Failure(what, code, detail.data(), transfer));
  long status = 0;
  curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
  transfer.reply.status = static_cast<int>(status);
  const char* redirect = nullptr;
  curl_easy_getinfo(handle, CURLINFO_REDIRECT_URL, &redirect);
  if (redirect != nullptr) transfer.reply.redirect = redirect;
  return std::move(transfer.reply);
}

}  // namespace assay::ingest
