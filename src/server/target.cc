#include "server/target.h"

#include <algorithm>
#include <cstdint>

namespace assay::server {
namespace {

constexpr std::size_t kLongestTarget = 8192;
constexpr std::size_t kMostParameters = 512;

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool IsControl(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

enum class Part { kPath, kQuery };

Result<std::string> Decode(std::string_view text, Part part) {
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '%') {
      const int high = i + 1 < text.size() ? HexDigit(text[i + 1]) : -1;
      const int low = i + 2 < text.size() ? HexDigit(text[i + 2]) : -1;
      if (high < 0 || low < 0) return InvalidInput("Cannot read the address: an escape is not % and two hex digits");
      c = static_cast<char>(high * 16 + low);
      if (part == Part::kPath && c == '/') return InvalidInput("Cannot read the address: its path has an escaped /");
      i += 2;
    } else if (c == '+' && part == Part::kQuery) {
      c = ' ';
    }
    if (IsControl(c)) return InvalidInput("Cannot read the address: it has a control character");
    decoded.push_back(c);
  }
  if (!IsUtf8(decoded)) return InvalidInput("Cannot read the address: it is not UTF-8");
  return decoded;
}

Status CheckSegments(std::string_view path) {
  if (path.contains('\\')) return InvalidInput("Cannot read the address: its path has a backward slash");
  for (std::size_t start = 1; start < path.size();) {
    const std::size_t end = std::min(path.find('/', start), path.size());
    const std::string_view segment = path.substr(start, end - start);
    if (segment.empty() || segment == "." || segment == "..")
      return InvalidInput("Cannot read the address: its path has a segment that is empty, . or ..");
    start = end + 1;
  }
  return {};
}

Result<Parameters> ParseQuery(std::string_view query) {
  Parameters parameters;
  while (!query.empty()) {
    const std::size_t end = std::min(query.find('&'), query.size());
    const std::string_view pair = query.substr(0, end);
    query.remove_prefix(std::min(end + 1, query.size()));
    if (pair.empty()) continue;
    if (parameters.size() == kMostParameters) return InvalidInput("Cannot read the address: too many parameters");
    const std::size_t equals = std::min(pair.find('='), pair.size());
    ASSIGN_OR_RETURN(std::string name, Decode(pair.substr(0, equals), Part::kQuery));
    ASSIGN_OR_RETURN(std::string value, Decode(pair.substr(std::min(equals + 1, pair.size())), Part::kQuery));
    parameters.emplace_back(std::move(name), std::move(value));
  }
  return parameters;
}

// The number of bytes that a first byte announces; 0 when it can be none.
std::size_t SequenceLength(unsigned char first) {
  if (first < 0x80) return 1;
  if (first >= 0xc2 && first <= 0xdf) return 2;
  if (first >= 0xe0 && first <= 0xef) return 3;
  if (first >= 0xf0 && first <= 0xf4) return 4;
  return 0;
}

bool IsSequence(std::string_view bytes) {
  const auto at = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
  for (std::size_t i = 1; i < bytes.size(); ++i) {
    if ((at(i) & 0xc0) != 0x80) return false;
  }
  if (bytes.size() < 3) return true;
  if (at(0) == 0xe0) return at(1) >= 0xa0;
  if (at(0) == 0xed) return at(1) < 0xa0;
  if (at(0) == 0xf0) return at(1) >= 0x90;
  if (at(0) == 0xf4) return at(1) < 0x90;
  return true;
}

}  // namespace

bool IsUtf8(std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = SequenceLength(static_cast<unsigned char>(text[0]));
    if (length == 0 || length > text.size() || !IsSequence(text.substr(0, length))) return false;
    text.remove_prefix(length);
  }
  return true;
}

Result<Target> ParseTarget(std::string_view target) {
  if (target.size() > kLongestTarget) return InvalidInput("Cannot read the address: it is too long");
  if (!target.starts_with('/')) return InvalidInput("Cannot read the address: it does not start with /");
  if (target.contains('#')) return InvalidInput("Cannot read the address: it has a #");
  const std::size_t end = std::min(target.find('?'), target.size());
  Target result;
  ASSIGN_OR_RETURN(result.path, Decode(target.substr(0, end), Part::kPath));
  RETURN_IF_ERROR(CheckSegments(result.path));
  ASSIGN_OR_RETURN(result.parameters, ParseQuery(target.substr(std::min(end + 1, target.size()))));
  return result;
}

}  // namespace assay::server
