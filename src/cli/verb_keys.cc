#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "cli/progress.h"
#include "cli/verbs.h"
#include "cli/workspace.h"
#include "pipeline/check_keys.h"

namespace assay::cli {
namespace {

Status ShowKeys(Invocation& invocation) {
  ASSIGN_OR_RETURN(const auto workspace, Workspace::Open(invocation));
  Result<std::vector<ledger::KeyReport>> reports = [&] {
    StderrProgress progress(invocation.show_progress);
    return pipeline::CheckKeysNow(workspace->MakeSession(progress, invocation.stop));
  }();
  RETURN_IF_ERROR(reports);
  nlohmann::json list = nlohmann::json::array();
  for (const ledger::KeyReport& report : *reports) {
    if (invocation.json) {
      list.push_back(ledger::ToJson(report));
    } else {
      fmt::print("{}\n", invocation.secrets.Mask(ledger::Describe(report)));
    }
  }
  if (invocation.json) fmt::print("{}\n", list.dump(2));
  return {};
}

}  // namespace

void AddKeys(CLI::App& app, Invocation& invocation) {
  CLI::App* verb = app.add_subcommand(
      "keys", "Show how the sales' ids match the customers, products and stores, with proposals where they do not");
  verb->footer("It looks at the rows already loaded.\nExample:\n  assay -C myshop keys");
  verb->callback([&invocation] { invocation.action = [&invocation] { return ShowKeys(invocation); }; });
}

}  // namespace assay::cli
