#include "fuzz/input.h"
#include "ingest/files/file_kind.h"
#include "ingest/files/glob.h"

// A pattern, then the name of a file.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view name = assay::fuzz::TextOf(data, size);
  const std::string_view pattern = assay::fuzz::TakePart(name);
  (void)assay::ingest::MatchesGlob(pattern, name);
  (void)assay::ingest::FileKindOf(name);
  return 0;
}
