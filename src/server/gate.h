#pragma once

#include <optional>
#include <string>

#include "base/result.h"
#include "server/accounts.h"
#include "server/request.h"
#include "server/response.h"
#include "server/router.h"

namespace assay::server {

inline constexpr std::string_view kSessionCookie = "assay_session";

struct GateOptions {
  bool only_own_names = true;   ///< answer to the names of this machine only: listening on loopback without a proxy
  bool always_login = false;    ///< even while there is no user
  bool secure_cookies = false;  ///< the browser's side is HTTPS
};

/// Decides who may pass: right host name, same origin, known user, CSRF token.
class Gate {
 public:
  Gate(GateOptions options, Accounts& accounts) : options_(options), accounts_(accounts) {}

  /// The refusal, or nothing; then `request` says who asks.
  std::optional<Response> Check(const Route& route, Request& request) const;

  /// A name that a page of elsewhere made point to this machine is not ours; that page could read everything.
  bool IsOwnHost(const Request& request) const;

  Result<bool> NeedsLogin() const;

  /// Set-Cookie of a session; of an empty one: forget it.
  std::string SessionCookie(const std::string& session) const;

 private:
  Status Identify(const Route& route, Request& request) const;

  GateOptions options_;
  Accounts& accounts_;
};

/// The value of a cookie in a Cookie header; empty when absent.
std::string CookieValue(std::string_view header, std::string_view name);

}  // namespace assay::server
