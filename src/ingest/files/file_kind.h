#pragma once

#include <optional>
#include <string_view>

#include "config/project.h"

namespace assay::ingest {

/// What a file's name says about its content.
struct FileKind {
  config::FileFormat format = config::FileFormat::kCsv;
  std::optional<char> delimiter;  ///< a tab for .tsv
  bool operator==(const FileKind&) const = default;
};

/// The kind of .csv, .tsv, .json, .ndjson, .jsonl and .parquet in any ASCII case; all but Parquet also with .gz behind.
/// Nothing for other names.
std::optional<FileKind> FileKindOf(std::string_view name);

}  // namespace assay::ingest
