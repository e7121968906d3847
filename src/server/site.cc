#include "server/site.h"

#include <exception>

#include <nlohmann/json.hpp>

namespace assay::server {

namespace {

bool WantsPage(const Request& request) {
  const bool reads = request.method == Method::kGet || request.method == Method::kHead;
  return reads && !request.path.starts_with("/api/") && request.Header("accept").contains("text/html");
}

}  // namespace

bool Site::IsQuick(const Request& request) const {
  const Router::Match match = router_.Find(request.method, request.path);
  return match.route == nullptr || match.route->is_quick;
}

Response Site::Handle(Request request) {
  if (!gate_.IsOwnHost(request))
    return Refusal(421, "misdirected", "Cannot answer: expected the host 127.0.0.1 or localhost");
  Router::Match match = router_.Find(request.method, request.path);
  if (match.allowed.empty()) return NothingThere(request);
  if (match.route == nullptr) {
    Response refusal = Refusal(405, "method_not_allowed", "Cannot answer: this address knows " + match.allowed);
    refusal.headers.emplace_back("Allow", match.allowed);
    return refusal;
  }
  request.path_values = std::move(match.path_values);
  Response response = Answer(*match.route, request);
  response.route = match.route->pattern;
  return response;
}

Response Site::NothingThere(const Request& request) const {
  if (missing_page_ && WantsPage(request)) {
    if (auto page = missing_page_(request)) return std::move(*page);
  }
  return Refusal(404, "not_found", "Cannot answer: there is nothing at this address");
}

// A library's exception that no wrapper caught is a bug of ours, but must not end the server.
Response Site::Answer(const Route& route, Request& request) const {
  if (auto refusal = gate_.Check(route, request)) return std::move(*refusal);
  try {
    auto response = route.handler(request);
    return response ? std::move(*response) : ErrorResponse(response.error());
  } catch (const std::exception& error) {
    log_.Note(std::string("a bug in assay: ") + error.what());
    return ErrorResponse({ErrorKind::kInternal, "Cannot answer: this is a bug in assay"});
  }
}

void Site::Done(const Exchange& exchange) {
  metrics_.Count(exchange);
  log_.Write(exchange);
}

void AddWatchRoutes(Site& site) {
  site.router().Add({.method = Method::kGet,
                     .pattern = "/healthz",
                     .access = Access::kOpen,
                     .is_quick = true,
                     .handler = [](const Request&) -> Result<Response> { return JsonResponse({{"status", "ok"}}); }});
  site.router().Add({.method = Method::kGet,
                     .pattern = "/metrics",
                     .access = Access::kToken,
                     .handler = [&site](const Request&) -> Result<Response> {
                       return TextResponse(site.metrics().Text(), "text/plain; version=0.0.4; charset=utf-8");
                     }});
}

}  // namespace assay::server
