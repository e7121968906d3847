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

bool MatchesPart(std::string_view pattern, std::string_view name) {
  if (pattern.empty()) return name.empty();
  if (pattern[0] == '*') {
    for (std::size_t taken = 0; taken <= name.size(); ++taken) {
      if (MatchesPart(pattern.substr(1), name.substr(taken))) return true;
    }
    return false;
  }
  if (name.empty()) return false;
  if (pattern[0] != '?') return pattern[0] == name[0] && MatchesPart(pattern.substr(1), name.substr(1));
  std::size_t size = 1;
  while (size < name.size() && IsContinuation(name[size])) ++size;
  return MatchesPart(pattern.substr(1), name.substr(size));
}

using PartIterator = std::vector<std::string_view>::const_iterator;

bool MatchesParts(PartIterator pattern, PartIterator pattern_end, PartIterator name, PartIterator name_end) {
  if (pattern == pattern_end) return name == name_end;
  if (*pattern == "**") {
    if (MatchesParts(pattern + 1, pattern_end, name, name_end)) return true;
    return name != name_end && !name->starts_with('.') && MatchesParts(pattern, pattern_end, name + 1, name_end);
  }
  if (name == name_end || (name->starts_with('.') && !pattern->starts_with('.'))) return false;
  return MatchesPart(*pattern, *name) && MatchesParts(pattern + 1, pattern_end, name + 1, name_end);
}

// A link to nothing counts as a file, so that reading it fails instead of passing it over.
bool IsFile(const fs::directory_entry& entry) {
  std::error_code failed;
  return entry.is_regular_file(failed) || (entry.is_symlink(failed) && !fs::exists(entry.path(), failed));
}

}  // namespace

bool MatchesGlob(std::string_view pattern, std::string_view name) {
  const auto patterns = Parts(pattern);
  const auto names = Parts(name);
  return MatchesParts(patterns.begin(), patterns.end(), names.begin(), names.end());
}

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
