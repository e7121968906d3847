#include "base/secrets.h"

#include <algorithm>

namespace assay {

void Secrets::Add(std::string value) {
  if (value.size() < 4) return;
  values_.push_back(std::move(value));
  std::ranges::sort(values_, [](const std::string& a, const std::string& b) { return a.size() > b.size(); });
}

std::string Secrets::Mask(std::string_view text) const {
  std::string masked(text);
  for (const std::string& value : values_) {
    for (std::size_t at = masked.find(value); at != std::string::npos; at = masked.find(value, at + 3)) {
      masked.replace(at, value.size(), "***");
    }
  }
  return masked;
}

}  // namespace assay
