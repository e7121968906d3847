#include "engine/duckdb/engine_message.h"

#include <algorithm>
#include <array>
#include <regex>

namespace assay::engine::duckdb {
namespace {

// What DuckDB 1.5 says when the bytes of a Parquet file are not what their footer promises. It has no error type for
// them.
constexpr std::array<std::string_view, 11> kDamage{"too small to be a Parquet file",
                                                   "No magic bytes found",
                                                   "Footer length error",
                                                   "Failed to read file",
                                                   "ecompression failure",
                                                   "Out of buffer",
                                                   "orrupted",
                                                   "TProtocolException",
                                                   "found in Parquet file",
                                                   "Payload value bigger",
                                                   "know what type"};

bool IsDamage(std::string_view message) {
  return std::ranges::any_of(kDamage, [&](std::string_view sign) { return message.contains(sign); });
}

std::string FileIn(const std::string& message) {
  static const std::regex kQuotedPath(R"(['"](/[^'"]+)['"])");
  std::smatch path;
  return std::regex_search(message, path, kQuotedPath) ? " " + path[1].str() : "";
}

}  // namespace

std::optional<Error> DamageIn(std::string_view message) {
  if (!IsDamage(message)) return std::nullopt;
  return Error{ErrorKind::kCorrupt, fmt::format("Cannot read data file{}: its bytes are damaged; put it back from a "
                                                "copy, or look with `assay doctor`",
                                                FileIn(std::string(message)))};
}

std::string WithoutClass(std::string_view message) {
  static const std::regex kClass(R"(^([A-Z][A-Za-z]*( [A-Za-z]+)? )?Error: )");
  return std::regex_replace(std::string(message), kClass, "", std::regex_constants::format_first_only);
}

}  // namespace assay::engine::duckdb
