#include "ingest/rest/http_status.h"

#include <algorithm>
#include <charconv>

#include <curl/curl.h>

#include "ingest/rest/rest_url.h"

namespace assay::ingest {
namespace {

using std::chrono::milliseconds;

std::string Advice(std::string_view source, const HttpReply& reply) {
  if (reply.status == 401)
    return fmt::format(
        "the server does not accept the credentials; check 'auth' of source {} and the variable it reads", source);
  if (reply.status == 403)
    return fmt::format(
        "the credentials are known, but not allowed to read this; ask for the right, or check 'auth' of source {}",
        source);
  if (reply.status == 404) return "there is no such address; check 'base_url' and 'path'";
  if (reply.status == 429) return "the server asks for fewer requests; run again later";
  if (reply.status >= 500) return "the server failed; run again later";
  if (!reply.redirect.empty())
    return fmt::format("the server redirects to {}; set 'base_url' to it", ShownUrl(reply.redirect));
  return "the server refuses the request; check 'path' and 'params'";
}

}  // namespace

std::optional<milliseconds> RetryAfter(std::string_view header, const std::string& date_header,
                                       std::chrono::system_clock::time_point now) {
  constexpr std::int64_t kLongestS = 10L * 365 * 24 * 3600;
  std::int64_t seconds = 0;
  const auto read = std::from_chars(header.data(), header.data() + header.size(), seconds);
  if (read.ec == std::errc() && read.ptr == header.data() + header.size()) {
    if (seconds < 0) return std::nullopt;
    return std::chrono::seconds(std::min(seconds, kLongestS));
  }
  const time_t until = curl_getdate(std::string(header).c_str(), nullptr);
  if (until == -1) return std::nullopt;
  const time_t sent = date_header.empty() ? -1 : curl_getdate(date_header.c_str(), nullptr);
  const time_t from = sent == -1 ? std::chrono::system_clock::to_time_t(now) : sent;
  return std::chrono::seconds(std::clamp<std::int64_t>(until - from, 0, kLongestS));
}

FailedAttempt StatusFailure(std::string_view what, std::string_view source, const HttpReply& reply,
                            const Secrets& secrets) {
  const bool busy = reply.status == 429 || reply.status >= 500;
  const bool late = reply.status == 408 || reply.status == 504;
  const ErrorKind kind = late ? ErrorKind::kTimeout : busy ? ErrorKind::kIo : ErrorKind::kInvalidInput;
  const std::string said =
      reply.body.empty() ? std::string() : fmt::format(" (it said: {})", FirstBytes(reply.body, secrets));
  FailedAttempt failed{
      {kind, fmt::format("{}: expected status 200, got {}; {}{}", what, reply.status, Advice(source, reply), said)},
      busy || late,
      {}};
  if (!reply.retry_after.empty())
    failed.wait = RetryAfter(reply.retry_after, reply.date, std::chrono::system_clock::now());
  return failed;
}

std::string FirstBytes(std::string_view body, const Secrets& secrets) {
  constexpr std::size_t kShownBytes = 120;
  // Masked before it is cut, or half a token would stay.
  std::string text = secrets.Mask(body.substr(0, kShownBytes * 40));
  if (text.size() > kShownBytes) {
    std::size_t end = kShownBytes;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
    text.resize(end);
    text += "...";
  }
  for (char& c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
  }
  return text;
}

}  // namespace assay::ingest
