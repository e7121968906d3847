#include "server/web_routes.h"

namespace assay::server {
namespace {

constexpr const char* kIndex = "/index.html";

void AddFile(Router& router, const StaticFiles& files, const std::string& pattern, const std::string& path) {
  router.Add({.method = Method::kGet,
              .pattern = pattern,
              .access = Access::kOpen,
              .is_quick = true,
              .handler = [&files, path](const Request& request) -> Result<Response> {
                if (files.Has(path)) return files.Answer(request, path);
                return NotFound("Cannot show the page: the web pages were not built into this program");
              }});
}

}  // namespace

void AddWebRoutes(Router& router, const StaticFiles& files, const std::vector<std::string>& page_paths) {
  for (const std::string& path : page_paths) AddFile(router, files, path, kIndex);
  AddFile(router, files, "/login", kIndex);
  AddFile(router, files, "/customers/{key}", kIndex);
  for (const std::string& path : files.paths()) {
    if (path != kIndex) AddFile(router, files, path, path);
  }
}

Handler MissingPage(const StaticFiles& files) {
  return [&files](const Request& request) -> Result<Response> {
    if (!files.Has(kIndex)) return NotFound("Cannot show the page: the web pages were not built into this program");
    Request whole = request;
    whole.headers.erase("if-none-match");
    Response response = files.Answer(whole, kIndex);
    response.status = 404;
    return response;
  };
}

}  // namespace assay::server
