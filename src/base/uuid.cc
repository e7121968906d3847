#include "base/uuid.h"

#include <array>
#include <random>

#include <fmt/format.h>

namespace assay {

std::string NewUuid() {
  std::random_device device;
  std::array<unsigned, 4> words{};
  for (unsigned& word : words) word = device();
  words[1] = (words[1] & 0xFFFF0FFFU) | 0x00004000U;
  words[2] = (words[2] & 0x3FFFFFFFU) | 0x80000000U;
  return fmt::format("{:08x}-{:04x}-{:04x}-{:04x}-{:04x}{:08x}", words[0], words[1] >> 16, words[1] & 0xFFFFU,
                     words[2] >> 16, words[2] & 0xFFFFU, words[3]);
}

}  // namespace assay
