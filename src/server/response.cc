#include "server/response.h"

#include <nlohmann/json.hpp>

namespace assay::server {
namespace {

std::string Dump(const nlohmann::json& json) {
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace

int StatusOf(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::kInvalidInput:
      return 400;
    case ErrorKind::kNotFound:
      return 404;
    case ErrorKind::kAlreadyExists:
    case ErrorKind::kConflict:
    case ErrorKind::kGate:
      return 409;
    case ErrorKind::kUnsupported:
      return 501;
    case ErrorKind::kIo:
    case ErrorKind::kCancelled:
      return 503;
    case ErrorKind::kTimeout:
      return 504;
    case ErrorKind::kCorrupt:
    case ErrorKind::kInternal:
      return 500;
  }
  return 500;
}

Response JsonResponse(const nlohmann::json& json, int status) {
  return {.status = status, .body = std::make_shared<const std::string>(Dump(json))};
}

Response TextResponse(std::string body, std::string content_type) {
  return {.content_type = std::move(content_type), .body = std::make_shared<const std::string>(std::move(body))};
}

Response EmptyResponse() { return {.status = 204, .content_type = "", .body = nullptr}; }

Response ErrorResponse(const Error& error) { return Refusal(StatusOf(error.kind), Name(error.kind), error.message); }

Response Refusal(int status, std::string_view kind, std::string_view message) {
  return JsonResponse({{"error", {{"kind", kind}, {"message", message}}}}, status);
}

}  // namespace assay::server
