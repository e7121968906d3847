#include <cstddef>
#include <cstdint>
#include <string_view>

#include "config/load_project.h"

// Any text is either a project or an error: never a crash, a hang or an exception.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  assay::Secrets secrets;
  const assay::config::Environment environment({{"NAME", "value"}}, {});
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  (void)assay::config::ParseProject(text, "/project", environment, secrets);
  (void)assay::config::ParseDotEnv(text, ".env");
  return 0;
}
