#pragma once

#include <string>

#include <boost/beast/http/fields.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>

#include "base/result.h"
#include "server/request.h"
#include "server/response.h"

namespace assay::server {

using WireRequest = boost::beast::http::request<boost::beast::http::string_body>;

/// What a request read from the wire asks, or the response that refuses it: another version than HTTP/1.x, no Host or
/// several, a method that no route has, an address that cannot be read. `address` is the peer's; behind a proxy the
/// last of X-Forwarded-For replaces it.
std::expected<Request, Response> ReadWireRequest(WireRequest wire, std::string address, bool behind_proxy);

/// The refusal for an error of the parser; nothing when the client just went away.
std::optional<Response> RefusalOf(const boost::system::error_code& failed);

/// Status, headers and length of a response; the body follows apart. Every response gets the headers that keep a
/// browser from loading, framing or guessing anything.
void WriteHead(const Response& response, boost::beast::http::fields& fields);

}  // namespace assay::server
