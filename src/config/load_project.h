#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "base/secrets.h"
#include "config/environment.h"
#include "config/project.h"

namespace assay::config {

/// Reads `<folder>/assay.yaml` with `<folder>/.env` and the environment of the process. What is secret in them is added
/// to `secrets`, also when reading fails. Opens no source.
/// - kNotFound: there is no assay.yaml in the folder.
/// - kInvalidInput: a mistake in it or in .env. The message lists every mistake found, one a line, as
///   "assay.yaml:12: Cannot ...: expected X, got Y; <what to do>", secrets masked.
/// - kUnsupported: it asks only for what this build does not have yet.
/// - kIo: a file cannot be read.
Result<Project> LoadProject(const std::string& folder, Secrets& secrets);

/// As LoadProject, on the text of an assay.yaml: touches neither disk nor process. Relative paths are relative to
/// `folder`, which must be absolute.
Result<Project> ParseProject(std::string_view text, const std::string& folder, const Environment& environment,
                             Secrets& secrets);

}  // namespace assay::config
