#pragma once

#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "server/request.h"
#include "server/response.h"

namespace assay::server {

/// A file that was built into the program; `path` ends with its place in web/dist, such as "web/dist/assets/app.js".
struct EmbeddedFile {
  std::string_view path;
  std::string_view text;
};

/// The files of web/dist; none when the pages were not built.
std::span<const EmbeddedFile> EmbeddedWeb();

/// The web pages, held in memory plain and compressed. Their ETag is the hash of their content, so that a browser asks
/// whether they changed and mostly gets 304.
class StaticFiles {
 public:
  /// Every path is cut off up to the end of `folder`, "web/dist".
  StaticFiles(std::span<const EmbeddedFile> files, std::string_view folder);

  bool Has(const std::string& path) const { return files_.contains(path); }
  std::vector<std::string> paths() const;

  /// The file at `path` ("/assets/app.js"), compressed if the client takes gzip; `path` must be there.
  Response Answer(const Request& request, const std::string& path) const;

 private:
  struct File {
    std::string type;
    std::string etag;
    std::shared_ptr<const std::string> plain;
    std::shared_ptr<const std::string> compressed;  // nullptr when it would not be smaller
  };
  std::map<std::string, File> files_;
};

/// gzip of `text`.
std::string Gzip(std::string_view text);

}  // namespace assay::server
