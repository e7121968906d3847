#include "storage/object_key.h"

namespace assay::storage {
namespace {

const char* WhatIsWrong(std::string_view part) {
  if (part.empty()) return "no empty part between '/'";
  if (part == "." || part == "..") return "no part '.' or '..'";
  if (part.starts_with(kTemporaryPrefix)) return "no part that starts with '.tmp-'";
  return nullptr;
}

}  // namespace

Status CheckKey(std::string_view key) {
  if (key.find('\0') != key.npos) return InvalidInput("Cannot use object name '{}': expected no NUL byte", key);
  std::size_t begin = 0;
  while (true) {
    const std::size_t end = key.find('/', begin);
    if (const char* wrong = WhatIsWrong(key.substr(begin, end - begin))) {
      return InvalidInput("Cannot use object name '{}': expected {}", key, wrong);
    }
    if (end == key.npos) return {};
    begin = end + 1;
  }
}

bool IsBelow(std::string_view folder, std::string_view key) {
  if (folder.empty()) return true;
  return key.size() > folder.size() && key.starts_with(folder) && key[folder.size()] == '/';
}

}  // namespace assay::storage
