#include "server/login_routes.h"

#include <algorithm>
#include <memory>
#include <semaphore>

#include <nlohmann/json.hpp>

#include "server/json_body.h"
#include "server/rate_limit.h"

namespace assay::server {
namespace {

constexpr std::size_t kLoginsByUser = 10;
constexpr std::size_t kLoginsByAddress = 30;
constexpr std::int64_t kLoginWindowSeconds = 300;
constexpr std::ptrdiff_t kLoginsAtOnce = 2;

struct LoginGuard {
  explicit LoginGuard(const Clock& clock)
      : by_user(kLoginsByUser, kLoginWindowSeconds, clock), by_address(kLoginsByAddress, kLoginWindowSeconds, clock) {}
  RateLimit by_user;
  RateLimit by_address;
  std::counting_semaphore<> hashing{kLoginsAtOnce};
};

Response TooMany(std::int64_t seconds) {
  Response refusal = Refusal(429, "too_many", fmt::format("Cannot log in: too many attempts; wait {} s", seconds));
  refusal.headers.emplace_back("Retry-After", std::to_string(seconds));
  return refusal;
}

Result<Response> LogIn(const Gate& gate, Accounts& accounts, LoginGuard& guard, const Request& request) {
  ASSIGN_OR_RETURN(const nlohmann::json body, ParseJsonBody(request.body));
  Fields fields(body);
  const std::string user = fields.Text("user");
  const std::string password = fields.Text("password");
  RETURN_IF_ERROR(fields.Done());
  const std::int64_t wait = std::max(guard.by_address.Try(request.address), guard.by_user.Try(user.substr(0, 2 * 64)));
  if (wait > 0) return TooMany(wait);
  guard.hashing.acquire();
  auto session = accounts.Login(user, password.substr(0, Accounts::kLongestPassword + 1));
  guard.hashing.release();
  RETURN_IF_ERROR(session);
  if (!*session) return Refusal(401, "unauthorized", "Cannot log in: user or password is wrong");
  guard.by_user.Forget(user);
  Response response = JsonResponse({{"user", user}, {"csrf", accounts.CsrfToken(**session)}});
  response.headers.emplace_back("Set-Cookie", gate.SessionCookie(**session));
  return response;
}

Result<Response> LogOut(const Gate& gate, Accounts& accounts, const Request& request) {
  if (!request.session.empty()) RETURN_IF_ERROR(accounts.EndSession(request.session));
  Response response = EmptyResponse();
  response.headers.emplace_back("Set-Cookie", gate.SessionCookie(""));
  return response;
}

Result<Response> TellSession(const Gate& gate, const Accounts& accounts, const Request& request) {
  ASSIGN_OR_RETURN(const bool needs_login, gate.NeedsLogin());
  nlohmann::json json{{"user", nullptr}, {"needs_login", needs_login}, {"csrf", accounts.CsrfToken(request.session)}};
  if (!request.user.empty()) json["user"] = request.user;
  return JsonResponse(json);
}

}  // namespace

void AddLoginRoutes(Router& router, const Gate& gate, Accounts& accounts, const Clock& clock) {
  const auto guard = std::make_shared<LoginGuard>(clock);
  router.Add({.method = Method::kGet,
              .pattern = "/api/session",
              .access = Access::kOpen,
              .handler = [&](const Request& request) { return TellSession(gate, accounts, request); }});
  router.Add({.method = Method::kPost,
              .pattern = "/api/login",
              .access = Access::kOpen,
              .handler = [&, guard](const Request& request) { return LogIn(gate, accounts, *guard, request); }});
  router.Add({.method = Method::kPost,
              .pattern = "/api/logout",
              .access = Access::kOpen,
              .changes = true,
              .handler = [&](const Request& request) { return LogOut(gate, accounts, request); }});
}

}  // namespace assay::server
