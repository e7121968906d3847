#include "config/file_text.h"

#include <filesystem>
#include <fstream>

namespace assay::config {

Result<std::string> ReadTextFile(const std::string& path) {
  constexpr std::uintmax_t kMaximumBytes = 16U << 20U;
  std::error_code error;
  if (!std::filesystem::exists(path, error)) return NotFound("Cannot read {}: there is no such file", path);
  if (!std::filesystem::is_regular_file(path, error))
    return Io("Cannot read {}: expected a file, got something else", path);
  const std::uintmax_t size = std::filesystem::file_size(path, error);
  if (error) return Io("Cannot read {}: {}", path, error.message());
  if (size > kMaximumBytes) return Io("Cannot read {}: expected at most 16 MiB, got {} bytes", path, size);
  std::ifstream stream(path, std::ios::binary);
  std::string text(static_cast<std::size_t>(size), '\0');
  if (!stream.read(text.data(), static_cast<std::streamsize>(size))) {
    return Io("Cannot read {}: reading failed; check that you may read it", path);
  }
  return text;
}

}  // namespace assay::config
