#include "fuzz/input.h"
#include "lake/publish_record.h"
#include "lake/release_json.h"

// Records, outcomes and releases: what was read can be written, and reads the same again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = assay::fuzz::TextOf(data, size);
  if (const auto plan = assay::lake::ParseRecord(text)) {
    const std::string written = assay::lake::RecordText(*plan, "attempt");
    const auto again = assay::lake::ParseRecord(written);
    assay::fuzz::Require(again && assay::lake::RecordText(*again, "attempt") == written);
  }
  if (const auto outcome = assay::lake::ParseOutcome(text)) {
    const std::string written = assay::lake::OutcomeText(*outcome);
    const auto again = assay::lake::ParseOutcome(written);
    assay::fuzz::Require(again && assay::lake::OutcomeText(*again) == written);
  }
  if (const auto release = assay::lake::ParseRelease(text)) {
    const std::string written = assay::lake::ReleaseText(*release);
    const auto again = assay::lake::ParseRelease(written);
    assay::fuzz::Require(again && assay::lake::ReleaseText(*again) == written);
    (void)assay::lake::ReleaseRows(*release);
  }
  return 0;
}
