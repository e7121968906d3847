#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/secrets.h"

namespace assay::config {

using Variables = std::map<std::string, std::string>;

/// The names that `${NAME}` in assay.yaml may use: those of the process and, where it has none, those of `.env`.
/// Immutable.
class Environment {
 public:
  Environment(Variables process, Variables dot_env);

  /// The value of `name`, possibly empty; nothing when neither the process nor `.env` sets it.
  std::optional<std::string> Get(const std::string& name) const;

  /// The names that `.env` sets, for suggestions.
  std::vector<std::string> DotEnvNames() const;

 private:
  Variables process_;
  Variables dot_env_;
};

/// Reads the text of a `.env` file: one `NAME=value` a line, optionally after `export`. Blank lines and lines starting
/// with `#` are skipped. A value is
/// - bare: up to the end of the line or a `#` after a space, without surrounding spaces,
/// - in single quotes: taken as it is,
/// - in double quotes: with `\n`, `\t`, `\"`, `\\` and `\$` replaced.
/// Quotes close on their own line. A name set twice keeps its last value. Nothing is expanded inside values.
/// Fails with kInvalidInput naming `file` and the line; the message never shows a value.
Result<Variables> ParseDotEnv(std::string_view text, std::string_view file);

/// The variables of this process.
Variables ProcessVariables();

/// The process and `<folder>/.env`, which may be missing. kIo when it exists and cannot be read; else as ParseDotEnv.
Result<Environment> LoadEnvironment(const std::string& folder);

/// `text` with each `${NAME}` replaced by its value and each `$${` by a literal `${`. What was put in is not expanded
/// again; it is added to `secrets` when its name sounds like one, and so are the passwords inside it in any case.
/// kInvalidInput for an undefined or malformed name; the message starts at what is wrong, so that the caller can say
/// where.
Result<std::string> Expand(std::string_view text, const Environment& environment, Secrets& secrets);

}  // namespace assay::config
