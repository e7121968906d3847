#include "ingest/rest/rest_url.h"

#include <memory>

#include <curl/curl.h>

namespace assay::ingest {
namespace {

struct UrlDeleter {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
using Url = std::unique_ptr<CURLU, UrlDeleter>;

// curl takes texts that end at their first NUL: what stands behind one would be lost, and curl 7.88 crashes on
// appending an empty query.
bool HasNul(std::string_view text) { return text.contains('\0'); }

Url ParseUrl(const std::string& text) {
  if (HasNul(text)) return {};
  Url url(curl_url());
  if (url && curl_url_set(url.get(), CURLUPART_URL, text.c_str(), CURLU_URLENCODE) != CURLUE_OK) url.reset();
  return url;
}

std::string Part(const Url& url, CURLUPart part, unsigned int flags = 0) {
  char* text = nullptr;
  if (!url || curl_url_get(url.get(), part, &text, flags) != CURLUE_OK) return {};
  std::string copy(text);
  curl_free(text);
  return copy;
}

bool IsWebAddress(std::string_view text) { return text.starts_with("http://") || text.starts_with("https://"); }

std::string Joined(std::string_view base_url, std::string_view path) {
  while (base_url.ends_with('/')) base_url.remove_suffix(1);
  while (path.starts_with('/')) path.remove_prefix(1);
  return path.empty() ? std::string(base_url) : fmt::format("{}/{}", base_url, path);
}

}  // namespace

Result<std::string> RestUrl(std::string_view base_url, std::string_view path,
                            const std::vector<std::pair<std::string, std::string>>& params) {
  if (path.contains("://")) {
    return InvalidInput(
        "Cannot use path {}: expected a path below base_url, got a whole address; declare a source with that base_url",
        ShownUrl(std::string(path)));
  }
  const Url url = IsWebAddress(base_url) ? ParseUrl(Joined(base_url, path)) : Url();
  if (!url)
    return InvalidInput("Cannot use base_url {}: expected http://host/... or https://host/...",
                        ShownUrl(std::string(base_url)));
  if (!Part(url, CURLUPART_USER).empty() || !Part(url, CURLUPART_PASSWORD).empty()) {
    return InvalidInput(
        "Cannot use base_url {}: expected no user and password in it; put them into 'auth: {{type: http_basic, ...}}'",
        ShownUrl(std::string(base_url)));
  }
  for (const auto& [name, value] : params) {
    const std::string pair = name + "=" + value;
    if (HasNul(pair) ||
        curl_url_set(url.get(), CURLUPART_QUERY, pair.c_str(), CURLU_URLENCODE | CURLU_APPENDQUERY) != CURLUE_OK) {
      return InvalidInput("Cannot use query parameter {}: it does not fit a URL", name);
    }
  }
  return Part(url, CURLUPART_URL);
}

std::string ShownUrl(const std::string& text) {
  const Url url = ParseUrl(text);
  if (!url) return "(not a web address)";
  curl_url_set(url.get(), CURLUPART_USER, nullptr, 0);
  curl_url_set(url.get(), CURLUPART_PASSWORD, nullptr, 0);
  curl_url_set(url.get(), CURLUPART_QUERY, nullptr, 0);
  curl_url_set(url.get(), CURLUPART_FRAGMENT, nullptr, 0);
  return Part(url, CURLUPART_URL);
}

bool IsSameServer(const std::string& from, const std::string& to) {
  const Url before = ParseUrl(from);
  const Url after = ParseUrl(to);
  if (!before || !after || Part(before, CURLUPART_HOST) != Part(after, CURLUPART_HOST)) return false;
  const std::string scheme = Part(before, CURLUPART_SCHEME);
  const std::string new_scheme = Part(after, CURLUPART_SCHEME);
  const std::string port = Part(before, CURLUPART_PORT, CURLU_DEFAULT_PORT);
  const std::string new_port = Part(after, CURLUPART_PORT, CURLU_DEFAULT_PORT);
  if (scheme == new_scheme) return port == new_port;
  return scheme == "http" && new_scheme == "https" && port == "80" && new_port == "443";
}

}  // namespace assay::ingest
