#include "config/folder.h"

#include <filesystem>

namespace assay::config {

std::optional<std::string> ReadFolder(const Value& value) {
  const auto text = value.Text();
  if (!text) return std::nullopt;
  if (const auto scheme = text->find("://"); scheme != std::string::npos) {
    value.Report(fmt::format("{}:// storage is not available in this build yet; use a local folder such as ./lake",
                             text->substr(0, scheme)),
                 ErrorKind::kUnsupported);
    return std::nullopt;
  }
  std::string path = (std::filesystem::path(value.reading().folder) / *text).lexically_normal().string();
  while (path.size() > 1 && path.ends_with('/')) path.pop_back();
  return path;
}

}  // namespace assay::config
