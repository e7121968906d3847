#include "fuzz/input.h"
#include "semantic/description.h"

// A project's own files of the dashboard.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::vector<assay::semantic::DescriptionFile> kProduct = assay::semantic::ProductDescription();
  std::string_view rest = assay::fuzz::TextOf(data, size);
  std::vector<assay::semantic::DescriptionFile> project;
  for (const std::string name : {"measures.yaml", "dimensions.yaml", "phrases.yaml", "pages/own.yaml"}) {
    const std::string_view part = assay::fuzz::TakePart(rest);
    if (!part.empty()) project.push_back({name, std::string(part), "dashboard/" + name});
  }
  (void)assay::semantic::ReadDescription(kProduct, project);
  return 0;
}
