#include "config/problems.h"

#include <algorithm>
#include <utility>

#include "base/check.h"

namespace assay::config {

void Problems::Add(int line, std::string message, ErrorKind kind) {
  found_.push_back({line, kind, std::move(message)});
}

Error Problems::ToError() const {
  CHECK(!found_.empty());
  constexpr std::size_t kShown = 20;
  std::vector<Problem> ordered = found_;
  std::ranges::stable_sort(ordered, {}, &Problem::line);
  Error error{ErrorKind::kUnsupported, ""};
  for (std::size_t i = 0; i < ordered.size(); ++i) {
    if (ordered[i].kind != ErrorKind::kUnsupported) error.kind = ErrorKind::kInvalidInput;
    if (i >= kShown) continue;
    if (i > 0) error.message += '\n';
    error.message += ordered[i].line > 0 ? fmt::format("{}:{}: {}", file_, ordered[i].line, ordered[i].message)
                                         : fmt::format("{}: {}", file_, ordered[i].message);
  }
  if (ordered.size() > kShown) error.message += fmt::format("\n{}: and {} more", file_, ordered.size() - kShown);
  return error;
}

}  // namespace assay::config
