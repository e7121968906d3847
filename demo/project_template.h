#pragma once

#include <string_view>

namespace assay::demo {

/// The text of demo/assay.yaml, put in at build time.
extern const std::string_view kProjectFile;

/// The text of demo/demo_readme.txt, put in at build time.
extern const std::string_view kReadme;

}  // namespace assay::demo
