#pragma once

#include <optional>
#include <string>
#include <vector>

#include "pipeline/session.h"

namespace assay::pipeline {

/// One thing that was looked at.
struct CheckItem {
  std::string what;              ///< "source shop", "table shop.lines", "roles.products"
  std::string note;              ///< what was found, or why it could not be looked at
  std::optional<Error> problem;  ///< its message says what to do
};

/// Looks at everything of a project that can be known without loading rows: guesses left to confirm, whether each
/// source answers, whether each table is there, and whether the roles' columns are (in the rows held, else in the
/// source itself; tables of an API that were never loaded cannot be looked at). Goes on behind a problem. Changes
/// nothing. Fails only when it was stopped.
Result<std::vector<CheckItem>> CheckProject(const Session& session);

}  // namespace assay::pipeline
