#pragma once

#include <string>

#include <CLI/CLI.hpp>

namespace assay::cli {

/// What is wrong with a command line that could not be read, as "Cannot ...: expected X, got Y; <what to do>", with the
/// near name where a verb or an option was misspelt.
std::string UsageText(const CLI::App& app, const CLI::Error& error);

}  // namespace assay::cli
