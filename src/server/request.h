#pragma once

#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace assay::server {

enum class Method { kGet, kHead, kPost, kDelete };

/// The method as it stands in a request, such as "GET".
std::string_view Name(Method method);

/// Names and values of a query string, decoded, in the order given; a name may come several times.
using Parameters = std::vector<std::pair<std::string, std::string>>;

/// What a client asks, free of how it came over the wire.
struct Request {
  Method method = Method::kGet;
  std::string path;  ///< decoded and checked, see target.h
  Parameters parameters = {};
  std::map<std::string, std::string> headers = {};  ///< names in lower case
  std::string body = {};
  std::string address = {};   ///< the client's, for rate limits; never logged
  std::stop_token stop = {};  ///< a stop is requested when the client leaves or the server must end

  /// Filled in on the way to a handler.
  std::map<std::string, std::string> path_values = {};  ///< by the router
  std::string user = {};                                ///< by the gate; empty where no login is needed
  std::string session = {};                             ///< by the gate: the session's token; empty without one

  std::string_view Header(std::string_view name) const;               ///< empty when absent
  std::optional<std::string> Parameter(std::string_view name) const;  ///< the first of that name
  const std::string& PathValue(const std::string& name) const { return path_values.at(name); }
};

}  // namespace assay::server
