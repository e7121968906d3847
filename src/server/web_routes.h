#pragma once

#include <string>
#include <vector>

#include "server/router.h"
#include "server/static_files.h"

namespace assay::server {

/// The web pages: each of `page_paths`, /login and /customers/<key> give index.html, which draws what the address says;
/// every other file has its own path. Open to all, since no page holds data of the shop. `files` must outlive the
/// router.
void AddWebRoutes(Router& router, const StaticFiles& files, const std::vector<std::string>& page_paths);

/// index.html with status 404: it says in the reader's language that there is no page at the address.
Handler MissingPage(const StaticFiles& files);

}  // namespace assay::server
