#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

/// What the fuzzers share. Each defines LLVMFuzzerTestOneInput; a broken promise ends the program, which libFuzzer
/// reports together with the input that broke it.
namespace assay::fuzz {

inline std::string_view TextOf(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

/// Takes what stands before the next line of its own "====" off `rest`; everything when there is none. So one input
/// holds several texts and stays readable.
inline std::string_view TakePart(std::string_view& rest) {
  constexpr std::string_view kLine = "\n====\n";
  const std::size_t end = rest.find(kLine);
  const std::string_view part = rest.substr(0, end);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + kLine.size());
  return part;
}

/// What must hold for every input.
inline void Require(bool holds) {
  if (!holds) __builtin_trap();
}

}  // namespace assay::fuzz
