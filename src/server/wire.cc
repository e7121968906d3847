#include <array>
#include <optional>

#include <boost/beast/core/buffers_range.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/verb.hpp>

#include "base/ascii.h"
#include "server/target.h"
#include "server/wire_internal.h"

namespace assay::server {
namespace {

namespace http = boost::beast::http;

std::string_view ViewOf(boost::beast::string_view text) { return {text.data(), text.size()}; }

std::optional<Method> MethodOf(http::verb verb) {
  if (verb == http::verb::get) return Method::kGet;
  if (verb == http::verb::head) return Method::kHead;
  if (verb == http::verb::post) return Method::kPost;
  if (verb == http::verb::delete_) return Method::kDelete;
  return std::nullopt;
}

std::map<std::string, std::string> HeadersOf(const http::fields& fields) {
  std::map<std::string, std::string> headers;
  for (const auto& field : fields) {
    const std::string name = LowerAscii(ViewOf(field.name_string()));
    std::string& value = headers[name];
    if (!value.empty()) value += name == "cookie" ? "; " : ", ";
    value += ViewOf(field.value());
  }
  return headers;
}

std::string LastForwarded(std::string_view forwarded) {
  const std::size_t comma = forwarded.rfind(',');
  std::string_view last = comma == std::string_view::npos ? forwarded : forwarded.substr(comma + 1);
  while (last.starts_with(' ')) last.remove_prefix(1);
  while (last.ends_with(' ')) last.remove_suffix(1);
  return std::string(last);
}

constexpr std::array<std::pair<const char*, const char*>, 8> kGuards{{
    {"Content-Security-Policy",
     "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src "
     "'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"},
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "no-referrer"},
    {"X-Frame-Options", "DENY"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Permissions-Policy", "camera=(), geolocation=(), microphone=()"},
    {"Cache-Control", "no-store"},
}};

}  // namespace

std::expected<Request, Response> ReadWireRequest(WireRequest wire, std::string address, bool behind_proxy) {
  const auto refuse = [](int status, std::string_view kind, std::string_view message) {
    return std::unexpected(Refusal(status, kind, message));
  };
  if (wire.version() != 10 && wire.version() != 11)
    return refuse(505, "unsupported", "Cannot answer: expected HTTP/1.1");
  const std::size_t hosts = wire.count(http::field::host);
  if (hosts > 1 || (hosts == 0 && wire.version() == 11))
    return refuse(400, "invalid_input", "Cannot answer: expected one Host header");
  const auto method = MethodOf(wire.method());
  if (!method) return refuse(405, "method_not_allowed", "Cannot answer: expected GET, HEAD, POST or DELETE");
  auto target = ParseTarget(ViewOf(wire.target()));
  if (!target) return std::unexpected(ErrorResponse(target.error()));
  Request request{.method = *method, .path = std::move(target->path), .parameters = std::move(target->parameters)};
  request.headers = HeadersOf(wire);
  request.body = std::move(wire.body());
  request.address = std::move(address);
  if (behind_proxy && !request.Header("x-forwarded-for").empty())
    request.address = LastForwarded(request.Header("x-forwarded-for"));
  return request;
}

std::optional<Response> RefusalOf(const boost::system::error_code& failed) {
  if (failed == http::error::body_limit) return Refusal(413, "too_large", "Cannot answer: the request is too large");
  if (failed == http::error::header_limit || failed == http::error::buffer_overflow)
    return Refusal(431, "too_large", "Cannot answer: the request's headers are too large");
  if (failed == http::error::end_of_stream || failed == http::error::partial_message) return std::nullopt;
  if (failed.category() == http::make_error_code(http::error::bad_method).category())
    return Refusal(400, "invalid_input", "Cannot answer: the request is not HTTP");
  return std::nullopt;
}

void WriteHead(const Response& response, http::fields& fields) {
  for (const auto& [name, value] : kGuards) fields.set(name, value);
  if (!response.content_type.empty()) {
    const bool is_text = response.content_type.starts_with("text/") && !response.content_type.contains("charset");
    fields.set(http::field::content_type, response.content_type + (is_text ? "; charset=utf-8" : ""));
  }
  for (const auto& [name, value] : response.headers) {
    if (LowerAscii(name) == "set-cookie") {
      fields.insert(name, value);
    } else {
      fields.set(name, value);
    }
  }
}

}  // namespace assay::server
