#include "config/load_project.h"
#include "fuzz/input.h"

// Any assay.yaml is either a project or an error.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  assay::Secrets secrets;
  const assay::config::Environment environment({{"NAME", "value"}}, {});
  (void)assay::config::ParseProject(assay::fuzz::TextOf(data, size), "/project", environment, secrets);
  return 0;
}
