#include "config/environment.h"
#include "fuzz/input.h"

// A .env file, then a text with ${NAME} in it.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view rest = assay::fuzz::TextOf(data, size);
  const auto variables = assay::config::ParseDotEnv(assay::fuzz::TakePart(rest), ".env");
  const assay::config::Environment environment({{"NAME", "value"}}, variables.value_or(assay::config::Variables{}));
  assay::Secrets secrets;
  (void)assay::config::Expand(rest, environment, secrets);
  return 0;
}
