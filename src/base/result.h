#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "base/error_kind.h"

namespace assay {

/// Code switches on `kind`; people read `message`, worded as
/// "Cannot <verb> <noun> <name>: expected X, got Y; <what to do>".
struct Error {
  ErrorKind kind;
  std::string message;

  /// Puts where it happened (a table, a file, a row) before the message while the error climbs.
  Error WithContext(std::string_view context) && { return {kind, fmt::format("{}: {}", context, message)}; }
};

/// A value or an Error. Unlike a plain alias of std::expected it warns when it is ignored.
template <typename T>
class [[nodiscard]] Result : public std::expected<T, Error> {
 public:
  using std::expected<T, Error>::expected;
};

using Status = Result<void>;

template <typename... Args>
std::unexpected<Error> Fail(ErrorKind kind, fmt::format_string<Args...> format, Args&&... args) {
  return std::unexpected(Error{kind, fmt::format(format, std::forward<Args>(args)...)});
}

#define ASSAY_ERROR_FACTORY(name)                                                                        \
  template <typename... Args>                                                                            \
  std::unexpected<Error> name(fmt::format_string<Args...> format, Args&&... args) {                      \
    return std::unexpected(Error{ErrorKind::k##name, fmt::format(format, std::forward<Args>(args)...)}); \
  }
ASSAY_ERROR_FACTORY(InvalidInput)
ASSAY_ERROR_FACTORY(NotFound)
ASSAY_ERROR_FACTORY(AlreadyExists)
ASSAY_ERROR_FACTORY(Conflict)
ASSAY_ERROR_FACTORY(Corrupt)
ASSAY_ERROR_FACTORY(Io)
ASSAY_ERROR_FACTORY(Timeout)
ASSAY_ERROR_FACTORY(Cancelled)
ASSAY_ERROR_FACTORY(Unsupported)
ASSAY_ERROR_FACTORY(Gate)
ASSAY_ERROR_FACTORY(Internal)
#undef ASSAY_ERROR_FACTORY

}  // namespace assay

#define ASSAY_CONCAT_INNER(a, b) a##b
#define ASSAY_CONCAT(a, b) ASSAY_CONCAT_INNER(a, b)

#define RETURN_IF_ERROR_INNER(temporary, expression)                                                     \
  do {                                                                                                   \
    if (auto temporary = (expression); !temporary) return std::unexpected(std::move(temporary).error()); \
  } while (false)
#define RETURN_IF_ERROR(expression) RETURN_IF_ERROR_INNER(ASSAY_CONCAT(status_, __COUNTER__), expression)

#define ASSIGN_OR_RETURN_INNER(temporary, lhs, expression)              \
  auto temporary = (expression);                                        \
  if (!temporary) return std::unexpected(std::move(temporary).error()); \
  lhs = *std::move(temporary)
#define ASSIGN_OR_RETURN(lhs, expression) ASSIGN_OR_RETURN_INNER(ASSAY_CONCAT(result_, __COUNTER__), lhs, expression)
