#include "fuzz/input.h"
#include "ingest/csv_header.h"

// The first line of a CSV file, with the dialect found and with given ones.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view line = assay::fuzz::TextOf(data, size);
  for (const auto& options : {assay::config::CsvOptions{}, {.has_header = false}, {.delimiter = ';', .quote = '\''}}) {
    assay::fuzz::Require(!assay::ingest::ReadCsvHeader(line, options).names.empty());
  }
  return 0;
}
