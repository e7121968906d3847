#include "ingest/files/glob.h"

#include <algorithm>
#include <filesystem>

namespace assay::ingest {
namespace {

namespace fs = std::filesystem;

std::vector<std::string_view> Parts(std::string_view path) {
  std::vector<std::string_view> parts;
  std::size_t start = 0;
  while (start <= path.size()) {
    const std::size_t end = std::min(path.find('/', start), path.size());
    if (end > start) parts.push_back(path.substr(start, end - start));
    start = end + 1;
  }
  return parts;
}

bool IsContinuation(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

std::size_t CharacterSize(std::string_view text) {
  std::size_t size = 1;
  while (size < text.size() && IsContinuation(text[size])) ++size;
  return size;
}

// Only the last star met is ever given another length: what one before it could still take, this one can, too. So the
// time is bounded by the product of both lengths.
bool MatchesPart(std::string_view pattern, std::string_view name) {
  std::size_t at = 0;
  std::size_t star = std::string_view::npos;
  std::size_t after_star = 0;
  for (std::size_t i = 0; i < name.size();) {
    if (at < pattern.size() && pattern[at] == '*') {
      star = at++;
      after_star = i;
    } else if (at < pattern.size() && pattern[at] == '?') {
      i += CharacterSize(name.substr(i));
      ++at;
    } else if (at < pattern.size() && pattern[at] == name[i]) {
      ++i;
      ++at;
    } else if (star != std::string_view::npos) {
      at = star + 1;
      i = ++after_star;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', at) == std::string_view::npos;
}

// The same over folders, where "**" is the star, which passes no hidden one.
bool MatchesParts(const std::vector<std::string_view>& pattern, const std::vector<std::string_view>& names) {
  const auto matches = [](std::string_view one, std::string_view name) {
    return (!name.starts_with('.') || one.starts_with('.')) && MatchesPart(one, name);
  };
  std::size_t at = 0;
  std::size_t star = pattern.size();
  std::size_t after_star = 0;
  for (std::size_t i = 0; i < names.size();) {
    if (at < pattern.size() && pattern[at] == "**") {
      star = at++;
      after_star = i;
    } else if (at < pattern.size() && matches(pattern[at], names[i])) {
      ++i;
      ++at;
    } else if (star < pattern.size() && !names[after_star].starts_with('.')) {
      at = star + 1;
      i = ++after_star;
    } else {
      return false;
    }
  }
  return std::all_of(pattern.begin() + static_cast<std::ptrdiff_t>(at), pattern.end(),
                     [](std::string_view part) { return part == "**"; });
}

// A link to nothing counts as a file, so that reading it fails instead of passing it over.
bool IsFile(const fs::directory_entry& entry) {
  std::error_code failed;
  return entry.is_regular_file(failed) || (entry.is_symlink(failed) && !fs::exists(entry.path(), failed));
}

}  // namespace

bool MatchesGlob(std::string_view pattern, std::string_view name) { return MatchesParts(Parts(pattern), Parts(name)); }

Result<std::vector<FoundFile>> ListFiles(const std::string& folder) {
  std::error_code failed;
  const fs::path base = fs::absolute(folder).lexically_normal();
  if (!fs::exists(base, failed)) {
    return InvalidInput("Cannot read folder {}: it does not exist; check 'path' of the source", base.string());
  }
  if (!fs::is_directory(base, failed)) {
    return InvalidInput("Cannot read folder {}: it is a file; set 'path' to its folder and 'files' to its name",
                        base.string());
  }
  std::vector<FoundFile> found;
  fs::recursive_directory_iterator entry(base, failed);
  const fs::recursive_directory_iterator end;
  while (!failed && entry != end) {
    if (IsFile(*entry))
      found.push_back({entry->path().string(), entry->path().lexically_relative(base).generic_string()});
    if (entry->path().filename().string().starts_with('.')) entry.disable_recursion_pending();
    entry.increment(failed);
  }
  if (failed) return Io("Cannot read folder {}: {}; check its permissions", base.string(), failed.message());
  std::ranges::sort(found, {}, &FoundFile::name);
  return found;
}

}  // namespace assay::ingest
