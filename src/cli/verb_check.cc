#include <algorithm>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "cli/progress.h"
#include "cli/verbs.h"
#include "cli/workspace.h"
#include "pipeline/check_project.h"

namespace assay::cli {
namespace {

using pipeline::CheckItem;

nlohmann::json ToJson(const Invocation& invocation, const CheckItem& item) {
  nlohmann::json entry{{"what", item.what}, {"ok", !item.problem.has_value()}};
  if (item.problem) {
    entry["kind"] = Name(item.problem->kind);
    entry["message"] = invocation.secrets.Mask(item.problem->message);
  } else {
    entry["note"] = invocation.secrets.Mask(item.note);
  }
  return entry;
}

void Print(const Invocation& invocation, const CheckItem& item) {
  const std::string text = item.problem ? item.problem->message : item.note;
  fmt::print("{:<8} {}{}{}\n", item.problem ? "PROBLEM" : "ok", item.what, text.empty() ? "" : ": ",
             invocation.secrets.Mask(text));
}

Status Check(Invocation& invocation) {
  ASSIGN_OR_RETURN(const auto workspace, Workspace::Open(invocation));
  Result<std::vector<CheckItem>> items = [&] {
    StderrProgress progress(invocation.show_progress);
    return pipeline::CheckProject(workspace->MakeSession(progress, invocation.stop));
  }();
  RETURN_IF_ERROR(items);
  const auto problems = std::ranges::count_if(*items, [](const CheckItem& item) { return item.problem.has_value(); });
  if (invocation.json) {
    nlohmann::json list = nlohmann::json::array();
    for (const CheckItem& item : *items) list.push_back(ToJson(invocation, item));
    fmt::print("{}\n", nlohmann::json{{"problems", problems}, {"items", list}}.dump(2));
  } else {
    for (const CheckItem& item : *items) Print(invocation, item);
    if (problems == 0) fmt::print("Nothing stands in the way; next: assay -C {} run\n", invocation.folder);
  }
  if (problems == 0) return {};
  const auto first = std::ranges::find_if(*items, [](const CheckItem& item) { return item.problem.has_value(); });
  invocation.json_printed = true;
  return Fail(first->problem->kind,
              "Cannot pass the check: {} of {} things have a problem, first {}; mend them and run `assay check` again",
              problems, items->size(), first->what);
}

}  // namespace

void AddCheck(CLI::App& app, Invocation& invocation) {
  CLI::App* verb =
      app.add_subcommand("check", "Look whether a run can work: guesses to confirm, sources, tables, columns");
  verb->footer("It loads nothing. It ends with the exit code of the first problem.\nExample:\n  assay -C myshop check");
  verb->callback([&invocation] { invocation.action = [&invocation] { return Check(invocation); }; });
}

}  // namespace assay::cli
