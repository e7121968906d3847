#include <boost/asio/buffer.hpp>
#include <boost/beast/http/parser.hpp>

#include "fuzz/input.h"
#include "server/gate.h"
#include "server/json_body.h"
#include "server/target.h"
#include "server/wire_internal.h"

// Any bytes of a client are either a request with a clean path, or refused with 4xx or 505.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace http = boost::beast::http;
  http::request_parser<http::string_body> parser;
  parser.header_limit(16 * 1024);
  parser.body_limit(64 * 1024);
  parser.eager(true);
  boost::system::error_code failed;
  std::size_t used = 0;
  while (used < size && !parser.is_done() && !failed) {
    const std::size_t taken = parser.put(boost::asio::const_buffer(data + used, size - used), failed);
    if (failed == http::error::need_more) break;
    used += taken;
    if (taken == 0) break;
  }
  if (failed) (void)assay::server::RefusalOf(failed);
  if (parser.is_done()) {
    auto request = assay::server::ReadWireRequest(parser.release(), "192.0.2.1", true);
    if (!request) assay::fuzz::Require(request.error().status >= 400 && request.error().status <= 505);
    if (request) {
      assay::fuzz::Require(!request->path.contains("/../"));
      (void)assay::server::CookieValue(request->Header("cookie"), assay::server::kSessionCookie);
      (void)assay::server::ParseJsonBody(request->body);
    }
  }
  const std::string_view text = assay::fuzz::TextOf(data, size);
  if (const auto body = assay::server::ParseJsonBody(text)) {
    assay::server::Fields fields(*body);
    (void)fields.Text("page");
    (void)fields.Integer("limit", 1, 1000);
    (void)fields.Object("state");
    (void)fields.Boolean("shared");
    (void)fields.Done();
  }
  if (const auto target = assay::server::ParseTarget(text)) {
    assay::fuzz::Require(target->path.starts_with('/') && assay::server::IsUtf8(target->path));
  }
  return 0;
}
