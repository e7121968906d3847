#include "cli/usage_text.h"

#include <vector>

#include <fmt/format.h>

#include "base/near_name.h"

namespace assay::cli {
namespace {

std::vector<std::string> VerbNames(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* verb : app.get_subcommands([](const CLI::App*) { return true; }))
    names.push_back(verb->get_name());
  return names;
}

void AddOptionNames(const CLI::App& app, std::vector<std::string>& names) {
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
    for (const std::string& name : option->get_snames()) names.push_back("-" + name);
  }
}

// The verb that was given, or the verb's own one: "quarantine show".
const CLI::App& DeepestGiven(const CLI::App& app) {
  const auto given = app.get_subcommands();
  return given.empty() ? app : DeepestGiven(*given.front());
}

std::string PathOf(const CLI::App& app) {
  const CLI::App* parent = app.get_parent();
  if (parent == nullptr) return "assay";
  return PathOf(*parent) + " " + app.get_name();
}

}  // namespace

std::string UsageText(const CLI::App& app, const CLI::Error& error) {
  const CLI::App& verb = DeepestGiven(app);
  const std::string path = PathOf(verb);
  const std::vector<std::string> extras = app.remaining(true);
  const std::vector<std::string> verbs = VerbNames(verb);
  // Not by its name: the library puts the app's there.
  const auto is_of = [&](CLI::ExitCodes kind) { return error.get_exit_code() == static_cast<int>(kind); };
  if (is_of(CLI::ExitCodes::RequiredError) && !verbs.empty()) {
    if (extras.empty()) return fmt::format("Cannot run {}: expected a verb, got none; see `{} --help`", path, path);
    return fmt::format("Cannot run {}: expected a verb, got '{}'{}; see `{} --help`", path, extras.front(),
                       DidYouMean(extras.front(), verbs), path);
  }
  if (is_of(CLI::ExitCodes::ExtrasError) && !extras.empty()) {
    std::vector<std::string> options;
    for (const CLI::App* one = &verb; one != nullptr; one = one->get_parent()) AddOptionNames(*one, options);
    return fmt::format("Cannot run {}: expected nothing more than its options, got '{}'{}; see `{} --help`", path,
                       extras.front(), DidYouMean(extras.front(), options), path);
  }
  return fmt::format("Cannot run {}: {}; see `{} --help`", path, error.what(), path);
}

}  // namespace assay::cli
