#include "ingest/csv_header.h"

#include <array>

#include <fmt/format.h>

namespace assay::ingest {
namespace {

std::vector<std::string> SplitRecord(std::string_view line, char delimiter, char quote) {
  std::vector<std::string> fields(1);
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (c == quote && quoted && i + 1 < line.size() && line[i + 1] == quote) {
      fields.back() += quote;
      ++i;
    } else if (c == quote) {
      quoted = !quoted;
    } else if (c == delimiter && !quoted) {
      fields.emplace_back();
    } else {
      fields.back() += c;
    }
  }
  return fields;
}

char GuessDelimiter(std::string_view line, char quote) {
  constexpr std::array kCandidates{',', ';', '\t', '|'};
  char best = ',';
  std::size_t most = 0;
  for (const char candidate : kCandidates) {
    const std::size_t fields = SplitRecord(line, candidate, quote).size();
    if (fields > most) {
      most = fields;
      best = candidate;
    }
  }
  return best;
}

}  // namespace

CsvHeader ReadCsvHeader(std::string_view first_line, const config::CsvOptions& options) {
  if (first_line.starts_with("\xEF\xBB\xBF")) first_line.remove_prefix(3);
  while (first_line.ends_with('\r') || first_line.ends_with('\n')) first_line.remove_suffix(1);
  CsvHeader header;
  header.quote = options.quote.value_or('"');
  header.delimiter = options.delimiter ? *options.delimiter : GuessDelimiter(first_line, header.quote);
  header.names = SplitRecord(first_line, header.delimiter, header.quote);
  if (!options.has_header) {
    for (std::size_t i = 0; i < header.names.size(); ++i) header.names[i] = fmt::format("column_{}", i + 1);
  }
  return header;
}

}  // namespace assay::ingest
