#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace assay::ingest {

/// Whether `name` (a path relative to the searched folder, with '/') matches `pattern`, byte by byte and
/// case-sensitive:
/// '*' any run inside one folder, '?' one character (a whole UTF-8 character), '**' as a whole part any number of
/// folders (also none). A part whose pattern does not start with '.' matches no hidden name. Pure.
bool MatchesGlob(std::string_view pattern, std::string_view name);

/// A file found below a folder.
struct FoundFile {
  std::string path;  ///< absolute
  std::string name;  ///< relative to the folder, with '/'
};

/// Every file below `folder`, ordered by name; also symbolic links to nothing, which fail when they are read. Folders
/// behind symbolic links are not entered; hidden ones neither. kInvalidInput when `folder` is missing or no folder; kIo
/// when it, or one below it, cannot be read.
Result<std::vector<FoundFile>> ListFiles(const std::string& folder);

}  // namespace assay::ingest
