#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace assay::config {

/// Everything found wrong while one file is read, so that a person sees all of it at once.
class Problems {
 public:
  explicit Problems(std::string file) : file_(std::move(file)) {}

  /// Notes that `message` holds at `line` (from 1; 0 = the file as a whole).
  void Add(int line, std::string message, ErrorKind kind = ErrorKind::kInvalidInput);

  bool empty() const { return found_.empty(); }

  /// The problems in the order of their lines, one a line as "<file>:<line>: <message>", the first 20 of them. The kind
  /// is kInvalidInput, or kUnsupported when all problems are. Call it only when there are some.
  Error ToError() const;

 private:
  struct Problem {
    int line;
    ErrorKind kind;
    std::string message;
  };
  std::string file_;
  std::vector<Problem> found_;
};

}  // namespace assay::config
