#include "ingest/odbc/wide_text.h"

#include <cstdint>

namespace assay::ingest {
namespace {

constexpr std::uint32_t kReplacement = 0xFFFD;

std::uint32_t ByteAt(std::string_view text, std::size_t at) { return static_cast<unsigned char>(text[at]); }

struct Decoded {
  std::uint32_t code = kReplacement;
  std::size_t size = 1;
  bool valid = false;
};

Decoded DecodeUtf8(std::string_view text, std::size_t at) {
  const std::uint32_t first = ByteAt(text, at);
  if (first < 0x80) return {first, 1, true};
  const std::size_t size = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || at + size > text.size()) return {};
  std::uint32_t code = first & (0xFFU >> (size + 1));
  for (std::size_t i = 1; i < size; ++i) {
    const std::uint32_t next = ByteAt(text, at + i);
    if ((next & 0xC0U) != 0x80U) return {};
    code = (code << 6U) | (next & 0x3FU);
  }
  const bool overlong = (size == 3 && code < 0x800) || (size == 4 && code < 0x10000);
  if (overlong || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) return {};
  return {code, size, true};
}

void AppendUtf8(std::string& text, std::uint32_t code) {
  const auto add = [&](std::uint32_t byte) { text += static_cast<char>(byte); };
  if (code < 0x80) {
    add(code);
  } else if (code < 0x800) {
    add(0xC0U | (code >> 6U));
    add(0x80U | (code & 0x3FU));
  } else if (code < 0x10000) {
    add(0xE0U | (code >> 12U));
    add(0x80U | ((code >> 6U) & 0x3FU));
    add(0x80U | (code & 0x3FU));
  } else {
    add(0xF0U | (code >> 18U));
    add(0x80U | ((code >> 12U) & 0x3FU));
    add(0x80U | ((code >> 6U) & 0x3FU));
    add(0x80U | (code & 0x3FU));
  }
}

}  // namespace

std::vector<SQLWCHAR> ToWide(std::string_view utf8) {
  std::vector<SQLWCHAR> wide;
  wide.reserve(utf8.size() + 1);
  for (std::size_t at = 0; at < utf8.size();) {
    const Decoded decoded = DecodeUtf8(utf8, at);
    at += decoded.size;
    if (decoded.code < 0x10000) {
      wide.push_back(static_cast<SQLWCHAR>(decoded.code));
    } else {
      wide.push_back(static_cast<SQLWCHAR>(0xD800U + ((decoded.code - 0x10000U) >> 10U)));
      wide.push_back(static_cast<SQLWCHAR>(0xDC00U + ((decoded.code - 0x10000U) & 0x3FFU)));
    }
  }
  wide.push_back(0);
  return wide;
}

std::string FromWide(const SQLWCHAR* text, std::size_t units) {
  std::string utf8;
  for (std::size_t i = 0; i < units; ++i) {
    std::uint32_t code = text[i];
    const bool high = code >= 0xD800 && code < 0xDC00;
    const bool pair = high && i + 1 < units && text[i + 1] >= 0xDC00 && text[i + 1] < 0xE000;
    if (pair) {
      code = 0x10000U + ((code - 0xD800U) << 10U) + (static_cast<std::uint32_t>(text[++i]) - 0xDC00U);
    } else if (code >= 0xD800 && code < 0xE000) {
      code = kReplacement;
    }
    AppendUtf8(utf8, code);
  }
  return utf8;
}

bool IsUtf8(std::string_view bytes) {
  for (std::size_t at = 0; at < bytes.size();) {
    const Decoded decoded = DecodeUtf8(bytes, at);
    if (!decoded.valid) return false;
    at += decoded.size;
  }
  return true;
}

}  // namespace assay::ingest
