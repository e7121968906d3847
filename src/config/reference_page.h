#pragma once

#include <string>

namespace assay::config {

/// The reference page of assay.yaml as Markdown, made from the table of keys.
std::string ReferenceMarkdown();

}  // namespace assay::config
