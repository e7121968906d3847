#include "server/gate.h"

#include <algorithm>

namespace assay::server {
namespace {

std::string_view WithoutPort(std::string_view host) {
  const std::size_t colon = host.rfind(':');
  if (colon == std::string_view::npos || host.ends_with(']')) return host;
  return host.substr(0, colon);
}

// Browsers tell where a request comes from; programs do not, and have no cookie to be misused.
bool IsSameOrigin(const Request& request) {
  const std::string_view origin = request.Header("origin");
  const std::size_t scheme = origin.find("://");
  if (!origin.empty() && (scheme == std::string_view::npos || origin.substr(scheme + 3) != request.Header("host")))
    return false;
  const std::string_view site = request.Header("sec-fetch-site");
  return site.empty() || site == "same-origin" || site == "none";
}

bool IsJson(const Request& request) {
  const std::string_view type = request.Header("content-type");
  return type == "application/json" || type.starts_with("application/json;");
}

std::string TokenOf(const Request& request) {
  const std::string_view authorization = request.Header("authorization");
  if (authorization.starts_with("Bearer ")) return std::string(authorization.substr(7));
  return request.Parameter("token").value_or("");
}

}  // namespace

std::string CookieValue(std::string_view header, std::string_view name) {
  while (!header.empty()) {
    const std::size_t end = std::min(header.find(';'), header.size());
    std::string_view pair = header.substr(0, end);
    while (pair.starts_with(' ')) pair.remove_prefix(1);
    const std::size_t equals = pair.find('=');
    if (equals != std::string_view::npos && pair.substr(0, equals) == name) return std::string(pair.substr(equals + 1));
    header.remove_prefix(std::min(end + 1, header.size()));
  }
  return "";
}

bool Gate::IsOwnHost(const Request& request) const {
  const std::string_view host = WithoutPort(request.Header("host"));
  return !options_.only_own_names || host == "127.0.0.1" || host == "localhost" || host == "[::1]";
}

Result<bool> Gate::NeedsLogin() const {
  if (options_.always_login) return true;
  return accounts_.HasUsers();
}

std::string Gate::SessionCookie(const std::string& session) const {
  const std::int64_t seconds = session.empty() ? 0 : Accounts::kSessionSeconds;
  return fmt::format("{}={}; Path=/; Max-Age={}; HttpOnly; SameSite=Lax{}", kSessionCookie, session, seconds,
                     options_.secure_cookies ? "; Secure" : "");
}

Status Gate::Identify(const Route& route, Request& request) const {
  const std::string session = CookieValue(request.Header("cookie"), kSessionCookie);
  if (!session.empty()) {
    ASSIGN_OR_RETURN(const auto user, accounts_.SessionUser(session));
    request.user = user.value_or("");
    if (user) request.session = session;
  }
  if (request.user.empty() && route.access == Access::kToken) {
    ASSIGN_OR_RETURN(const auto user, accounts_.TokenUser(TokenOf(request)));
    request.user = user.value_or("");
  }
  return {};
}

std::optional<Response> Gate::Check(const Route& route, Request& request) const {
  if (route.method != Method::kGet && !IsSameOrigin(request))
    return Refusal(403, "forbidden", "Cannot answer: the request comes from a page of another site");
  if (route.method == Method::kPost && !IsJson(request))
    return Refusal(415, "unsupported", "Cannot answer: expected Content-Type: application/json");
  if (route.access == Access::kOpen && route.is_quick) return std::nullopt;
  const auto needs_login = NeedsLogin();
  if (!needs_login) return ErrorResponse(needs_login.error());
  if (*needs_login) {
    const Status identified = Identify(route, request);
    if (!identified) return ErrorResponse(identified.error());
    if (request.user.empty() && route.access != Access::kOpen)
      return Refusal(401, "unauthorized", "Cannot answer: log in first");
  }
  if (route.changes && !EqualSecrets(request.Header("x-csrf-token"), accounts_.CsrfToken(request.session)))
    return Refusal(403, "csrf", "Cannot answer: the X-CSRF-Token of this login is missing; load the page anew");
  return std::nullopt;
}

}  // namespace assay::server
