#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "config/project.h"

namespace assay::ingest {

/// The dialect of a CSV file and the names in its first record.
struct CsvHeader {
  char delimiter = ',';
  char quote = '"';
  std::vector<std::string> names;
};

/// Reads the first line of a CSV file. Without a configured delimiter it is the one of , ; tab | that stands most often
/// outside quotes, the comma on a tie or when none does. Without a header the names are column_1, column_2, ... A
/// quoted name must not contain a line break. Pure.
CsvHeader ReadCsvHeader(std::string_view first_line, const config::CsvOptions& options);

}  // namespace assay::ingest
