#pragma once

#include <span>
#include <string_view>

namespace assay::semantic {

/// A file that was built into the program; `path` is relative to the project, such as "dashboard/measures.yaml".
struct EmbeddedFile {
  std::string_view path;
  std::string_view text;
};

/// The files of dashboard/.
std::span<const EmbeddedFile> EmbeddedDashboard();

}  // namespace assay::semantic
