#include "server/static_files.h"

#include <array>

#include <zlib.h>

#include "base/check.h"
#include "base/digest.h"

namespace assay::server {
namespace {

constexpr std::array<std::pair<std::string_view, const char*>, 8> kTypes{{
    {".html", "text/html"},
    {".js", "text/javascript"},
    {".css", "text/css"},
    {".svg", "image/svg+xml"},
    {".json", "application/json"},
    {".webmanifest", "application/manifest+json"},
    {".txt", "text/plain"},
    {".map", "application/json"},
}};

std::string TypeOf(std::string_view path) {
  for (const auto& [end, type] : kTypes) {
    if (path.ends_with(end)) return type;
  }
  return "application/octet-stream";
}

}  // namespace

std::string Gzip(std::string_view text) {
  z_stream stream{};
  constexpr int kGzipFormat = 16 + MAX_WBITS;
  CHECK(deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, kGzipFormat, 9, Z_DEFAULT_STRATEGY) == Z_OK);
  std::string compressed(deflateBound(&stream, text.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));  // zlib does not write there
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(compressed.data());
  stream.avail_out = static_cast<uInt>(compressed.size());
  CHECK(deflate(&stream, Z_FINISH) == Z_STREAM_END);
  compressed.resize(stream.total_out);
  deflateEnd(&stream);
  return compressed;
}

StaticFiles::StaticFiles(std::span<const EmbeddedFile> files, std::string_view folder) {
  for (const EmbeddedFile& embedded : files) {
    const std::size_t start = embedded.path.rfind(folder);
    CHECK(start != std::string_view::npos);
    const std::string path(embedded.path.substr(start + folder.size()));
    File file{.type = TypeOf(path),
              .etag = "\"" + Sha256Hex(embedded.text).substr(0, 32) + "\"",
              .plain = std::make_shared<const std::string>(embedded.text)};
    std::string compressed = Gzip(embedded.text);
    if (compressed.size() < embedded.text.size())
      file.compressed = std::make_shared<const std::string>(std::move(compressed));
    files_.emplace(path, std::move(file));
  }
}

std::vector<std::string> StaticFiles::paths() const {
  std::vector<std::string> paths;
  for (const auto& [path, file] : files_) paths.push_back(path);
  return paths;
}

Response StaticFiles::Answer(const Request& request, const std::string& path) const {
  const File& file = files_.at(path);
  Response response{.content_type = file.type};
  response.headers = {{"ETag", file.etag}, {"Cache-Control", "no-cache"}, {"Vary", "Accept-Encoding"}};
  if (request.Header("if-none-match").contains(file.etag)) {
    response.status = 304;
    return response;
  }
  const bool takes_gzip =
      request.Header("accept-encoding").contains("gzip") && !request.Header("accept-encoding").contains("gzip;q=0");
  response.body = takes_gzip && file.compressed ? file.compressed : file.plain;
  if (response.body == file.compressed) response.headers.emplace_back("Content-Encoding", "gzip");
  return response;
}

}  // namespace assay::server
