#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "base/secrets.h"

namespace assay::ingest {

/// An ODBC connection string taken apart: `Driver={SQLite3};Database=shop.db;`. Keys keep their spelling and are found
/// in any ASCII case; values in braces are without them ("}}" inside is one "}").
class ConnectionString {
 public:
  /// kInvalidInput, without showing the string, when it is empty or a part has no '=' or no closing brace.
  static Result<ConnectionString> Parse(std::string_view text);

  /// The value of `key`, or an empty text.
  std::string Get(std::string_view key) const;

  /// Adds `key` unless it is there: what the user wrote wins.
  void AddDefault(std::string_view key, std::string_view value);

  /// The string for the driver manager.
  std::string Text() const;

  /// What must not show up in a message: the string itself, user and password, and every value whose key sounds secret.
  Secrets SecretsOf(std::string_view original) const;

 private:
  std::vector<std::pair<std::string, std::string>> parts_;
};

}  // namespace assay::ingest
