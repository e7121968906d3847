#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "server/request.h"
#include "server/response.h"

namespace assay::server {

/// Who may call a route.
enum class Access {
  kOpen,   ///< anybody
  kUser,   ///< who is logged in, where a login is needed
  kToken,  ///< the same, or who shows a personal token
};

using Handler = std::function<Result<Response>(const Request&)>;

/// One line of the table of routes. `pattern` has segments of text, {name} (any text) or {name:int} (digits, with a
/// minus sign or without): "/api/customer/{key:int}". GET answers HEAD too.
struct Route {
  Method method = Method::kGet;
  std::string pattern;
  Access access = Access::kUser;
  bool changes = false;   ///< alters something that is kept: needs the CSRF token
  bool is_quick = false;  ///< answers from memory at once: may run on the network's thread
  Handler handler;
};

/// The table of routes: finds the one for a request.
class Router {
 public:
  /// `route.pattern` must differ from those of its method.
  void Add(Route route);
  const std::vector<Route>& routes() const { return routes_; }

  struct Match {
    const Route* route = nullptr;  ///< nullptr: none has this path and method
    std::string allowed;           ///< the methods that the path has, "GET, HEAD"; empty: no such path
    std::map<std::string, std::string> path_values = {};
  };
  /// Fixed segments win over named ones, earlier segments first.
  Match Find(Method method, std::string_view path) const;

 private:
  std::vector<Route> routes_;
};

}  // namespace assay::server
