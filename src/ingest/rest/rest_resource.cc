#include "ingest/rest/rest_resource.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "config/secret_parts.h"
#include "ingest/rest/http_status.h"
#include "ingest/rest/rest_url.h"

namespace assay::ingest {
namespace {

constexpr int kMostRedirects = 5;

bool IsPublicHeader(std::string_view name) {
  constexpr std::array<std::string_view, 3> kNames{"accept", "accept-language", "user-agent"};
  return std::ranges::find(kNames, LowerAscii(name)) != kNames.end();
}

std::string PathOf(const config::SourceTable* table) {
  if (table == nullptr) return {};
  return table->path.empty() ? table->name : table->path;
}

bool HasHeader(const std::vector<HttpHeader>& headers, std::string_view name) {
  return std::ranges::any_of(headers, [&](const HttpHeader& header) { return LowerAscii(header.name) == name; });
}

std::string Base64(std::string_view bytes) {
  constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    std::uint32_t group = 0;
    for (std::size_t i = at; i < at + 3; ++i)
      group = (group << 8U) | (i < bytes.size() ? static_cast<unsigned char>(bytes[i]) : 0U);
    const std::size_t digits = std::min<std::size_t>(bytes.size() - at, 3) + 1;
    for (std::size_t i = 0; i < 4; ++i) text += i < digits ? kDigits[(group >> (18 - 6 * i)) & 0x3FU] : '=';
  }
  return text;
}

std::string BasicCredentials(const config::RestAuth& auth) { return Base64(auth.username + ":" + auth.token); }

void AddAuth(const config::RestAuth& auth, HttpRequest& request) {
  switch (auth.kind) {
    case config::RestAuth::Kind::kNone:
      return;
    case config::RestAuth::Kind::kBearer:
      request.headers.push_back({"Authorization", "Bearer " + auth.token});
      return;
    case config::RestAuth::Kind::kApiKey:
      if (auth.location != "query") request.headers.push_back({auth.name, auth.token});
      return;
    case config::RestAuth::Kind::kBasic:
      request.headers.push_back({"Authorization", "Basic " + BasicCredentials(auth)});
      return;
  }
}

Status CheckHeaders(const std::vector<HttpHeader>& headers, std::string_view what) {
  for (const HttpHeader& header : headers) {
    if (header.name.find_first_of("\r\n") == std::string::npos &&
        header.value.find_first_of("\r\n") == std::string::npos)
      continue;
    return InvalidInput("{}: header {} holds a line break; check the variable it comes from", what,
                        header.name.substr(0, 40));
  }
  return {};
}

}  // namespace

Secrets RestSecrets(const config::Source& source, const config::SourceTable* table) {
  Secrets secrets;
  secrets.Add(source.rest.auth.token);
  if (source.rest.auth.kind == config::RestAuth::Kind::kBasic) secrets.Add(BasicCredentials(source.rest.auth));
  for (const auto& [name, value] : source.rest.headers) {
    if (!IsPublicHeader(name)) secrets.Add(value);
  }
  if (table == nullptr) return secrets;
  for (const auto& [name, value] : table->params) {
    if (config::SoundsSecret(name)) secrets.Add(value);
  }
  return secrets;
}

RestResource::RestResource(const config::Source& source, const config::SourceTable* table, std::string what,
                           RetryPolicy retry, RetryClock clock, std::stop_token stop)
    : source_(source),
      table_(table),
      what_(std::move(what)),
      retry_(retry),
      clock_(std::move(clock)),
      stop_(std::move(stop)),
      secrets_(RestSecrets(source, table)) {
  retry_.max_attempts = std::max(1, source.rest.max_attempts);
}

std::string RestResource::Place(std::optional<std::int64_t> page) const {
  const auto url = RestUrl(source_.rest.base_url, PathOf(table_), {});
  const std::string shown = url ? ShownUrl(*url) : std::string("its address");
  return page ? fmt::format("{}, page {} of {}", what_, *page, shown) : fmt::format("{} from {}", what_, shown);
}

Result<HttpRequest> RestResource::RequestFor(std::optional<std::int64_t> page) const {
  std::vector<std::pair<std::string, std::string>> params;
  if (table_ != nullptr) params.assign(table_->params.begin(), table_->params.end());
  if (page) {
    std::erase_if(params, [&](const auto& param) { return param.first == source_.rest.paginator.page_param; });
    params.emplace_back(source_.rest.paginator.page_param, fmt::format("{}", *page));
  }
  const config::RestAuth& auth = source_.rest.auth;
  if (auth.kind == config::RestAuth::Kind::kApiKey && auth.location == "query")
    params.emplace_back(auth.name, auth.token);
  HttpRequest request;
  auto url = RestUrl(source_.rest.base_url, PathOf(table_), params);
  if (!url) return std::unexpected(std::move(url).error().WithContext(what_));
  request.url = *std::move(url);
  for (const auto& [name, value] : source_.rest.headers) request.headers.push_back({name, value});
  if (!HasHeader(request.headers, "accept")) request.headers.push_back({"Accept", "application/json"});
  if (!HasHeader(request.headers, "user-agent")) request.headers.push_back({"User-Agent", "assay"});
  AddAuth(auth, request);
  RETURN_IF_ERROR(CheckHeaders(request.headers, what_));
  request.timeout = std::chrono::seconds(std::max(1, source_.rest.timeout_s));
  return request;
}

std::expected<HttpReply, FailedAttempt> RestResource::GetOnce(const std::string& place, HttpRequest request) {
  for (int redirects = 0;; ++redirects) {
    auto reply = client_.Get(place, request, stop_);
    if (!reply) {
      FailedAttempt failed = std::move(reply).error();
      failed.error.message = secrets_.Mask(failed.error.message);
      return std::unexpected(std::move(failed));
    }
    if (reply->status >= 200 && reply->status < 300) return reply;
    const bool follows =
        !reply->redirect.empty() && redirects < kMostRedirects && IsSameServer(request.url, reply->redirect);
    if (!follows) return std::unexpected(StatusFailure(place, source_.name, *reply, secrets_));
    request.url = reply->redirect;
  }
}

Result<HttpReply> RestResource::Get(std::optional<std::int64_t> page) {
  ASSIGN_OR_RETURN(const HttpRequest request, RequestFor(page));
  const std::string place = Place(page);
  return Retry<HttpReply>(retry_, clock_, stop_, [&] { return GetOnce(place, request); });
}

}  // namespace assay::ingest
