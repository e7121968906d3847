#include "ingest/files/file_kind.h"

#include <array>
#include <string>

#include "base/ascii.h"

namespace assay::ingest {
namespace {

struct NamedKind {
  std::string_view ending;
  FileKind kind;
};

constexpr std::array kKinds{
    NamedKind{".csv", {config::FileFormat::kCsv, std::nullopt}},
    NamedKind{".tsv", {config::FileFormat::kCsv, '\t'}},
    NamedKind{".json", {config::FileFormat::kJson, std::nullopt}},
    NamedKind{".ndjson", {config::FileFormat::kJson, std::nullopt}},
    NamedKind{".jsonl", {config::FileFormat::kJson, std::nullopt}},
    NamedKind{".parquet", {config::FileFormat::kParquet, std::nullopt}},
};

}  // namespace

std::optional<FileKind> FileKindOf(std::string_view name) {
  const std::string lower = LowerAscii(name);
  std::string_view plain = lower;
  const bool zipped = plain.ends_with(".gz");
  if (zipped) plain.remove_suffix(3);
  for (const NamedKind& known : kKinds) {
    if (!plain.ends_with(known.ending)) continue;
    if (zipped && known.kind.format == config::FileFormat::kParquet) return std::nullopt;
    return known.kind;
  }
  return std::nullopt;
}

}  // namespace assay::ingest
