#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace assay::ingest {

/// The URL of `path` below `base_url` with `params` added to its query, encoded. kInvalidInput when `base_url` is no
/// http or https address or holds user and password, when `path` is an address of its own (credentials are sent to
/// the base URL's host only), or when something holds a NUL.
Result<std::string> RestUrl(std::string_view base_url, std::string_view path,
                            const std::vector<std::pair<std::string, std::string>>& params);

/// The URL as messages show it: without user, password and query.
std::string ShownUrl(const std::string& url);

/// Whether a redirect from `from` to `to` keeps the credentials where they belong: same host and port, or the same host
/// from http to https on their default ports; never from https to http.
bool IsSameServer(const std::string& from, const std::string& to);

}  // namespace assay::ingest
