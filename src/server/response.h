#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "base/result.h"

namespace assay::server {

/// What goes back to a client. The body is shared, so that a cached answer is not copied for each reader.
struct Response {
  int status = 200;
  std::string content_type = "application/json";
  std::shared_ptr<const std::string> body;
  std::vector<std::pair<std::string, std::string>> headers = {};
  std::string route = "-";  ///< the pattern that answered, for log and metrics; set by the dispatcher

  std::string_view text() const { return body ? std::string_view(*body) : std::string_view(); }
};

/// The HTTP status of an error's kind.
int StatusOf(ErrorKind kind);

Response JsonResponse(const nlohmann::json& json, int status = 200);
Response TextResponse(std::string body, std::string content_type);
Response EmptyResponse();  ///< 204

/// {"error": {"kind", "message"}} with the status of the kind.
Response ErrorResponse(const Error& error);

/// The same for what only HTTP knows: `kind` is then a word of its own, such as "unauthorized".
Response Refusal(int status, std::string_view kind, std::string_view message);

}  // namespace assay::server
