#pragma once

#include <span>
#include <string_view>

namespace assay::transform {

/// A text file that was built into the program; `path` is relative to the project, such as
/// "models/gold/fact_sales.sql".
struct EmbeddedFile {
  std::string_view path;
  std::string_view text;
};

/// The models (models/**/*.sql) and models/functions.yaml, by path.
std::span<const EmbeddedFile> EmbeddedModels();

}  // namespace assay::transform
