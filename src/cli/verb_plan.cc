#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "cli/progress.h"
#include "cli/verbs.h"
#include "cli/workspace.h"
#include "pipeline/plan.h"

namespace assay::cli {
namespace {

using nlohmann::json;
using pipeline::Plan;
using pipeline::PlanScope;
using pipeline::TablePlan;

json ScopeJson(PlanScope scope) {
  switch (scope) {
    case PlanScope::kNothing:
      return "nothing";
    case PlanScope::kMonths:
      return "months";
    case PlanScope::kAll:
      return "all";
    case PlanScope::kUnknown:
      break;
  }
  return {};
}

json ToJson(const Plan& plan) {
  json tables = json::array();
  for (const TablePlan& table : plan.tables) {
    tables.push_back({{"source", table.ref.source + "." + table.ref.table},
                      {"loaded", table.is_loaded},
                      {"method", table.method},
                      {"new_files", table.new_files}});
  }
  json confirm = json::array();
  for (const auto& [line, text] : plan.to_confirm) confirm.push_back({{"line", line}, {"text", text}});
  json full_if_new = json::array();
  for (const auto& [ref, why] : plan.full_if_new)
    full_if_new.push_back({{"source", ref.source + "." + ref.table}, {"because", why}});
  return {{"sources", tables},
          {"to_confirm", confirm},
          {"unfinished_publish", plan.unfinished ? json(*plan.unfinished) : json()},
          {"release", plan.release ? json(*plan.release) : json()},
          {"rebuild", !plan.reasons.empty()},
          {"because", plan.reasons},
          {"scope", ScopeJson(plan.scope)},
          {"full_because", plan.full_because},
          {"full_if_new", full_if_new}};
}

void PrintFiles(const TablePlan& table) {
  constexpr std::size_t kShown = 5;
  for (std::size_t i = 0; i < table.new_files.size() && i < kShown; ++i) fmt::print("    {}\n", table.new_files[i]);
  if (table.new_files.size() > kShown) fmt::print("    and {} more\n", table.new_files.size() - kShown);
}

void PrintScope(const Plan& plan) {
  switch (plan.scope) {
    case PlanScope::kNothing:
      fmt::print("Release {} stands, unless a source has new rows\n", plan.release.value_or(0));
      return;
    case PlanScope::kUnknown:
      fmt::print("What is rebuilt then shows when that publish is finished; plan again after a run\n");
      return;
    case PlanScope::kMonths:
      fmt::print("The months that changed are rebuilt, with all that counts over every line, because\n");
      break;
    case PlanScope::kAll:
      fmt::print("Silver and gold are built anew, because\n");
      break;
  }
  for (const std::string& reason : plan.reasons) fmt::print("  - {}\n", reason);
}

void Print(const Plan& plan) {
  if (!plan.to_confirm.empty())
    fmt::print("The run would stop: {} guesses of assay.yaml wait to be confirmed; see `assay check`\n",
               plan.to_confirm.size());
  if (plan.unfinished) fmt::print("First finish the publish of release {}, which was interrupted\n", *plan.unfinished);
  fmt::print("Sources\n");
  for (const TablePlan& table : plan.tables) {
    fmt::print("  {:<28} {}\n", table.ref.source + "." + table.ref.table, table.method);
    PrintFiles(table);
  }
  PrintScope(plan);
  if (!plan.full_because.empty())
    fmt::print("Every month is rebuilt, not only those that changed: {}\n", plan.full_because);
  for (const auto& [ref, why] : plan.full_if_new)
    fmt::print("If {}.{} has new rows, every month is rebuilt: {}\n", ref.source, ref.table, why);
}

Status ShowPlan(Invocation& invocation) {
  ASSIGN_OR_RETURN(const auto workspace, Workspace::Open(invocation));
  Result<Plan> plan = [&] {
    StderrProgress progress(invocation.show_progress);
    return pipeline::MakePlan(workspace->MakeSession(progress, invocation.stop));
  }();
  RETURN_IF_ERROR(plan);
  if (invocation.json) {
    fmt::print("{}\n", invocation.secrets.Mask(ToJson(*plan).dump(2)));
  } else {
    Print(*plan);
  }
  return {};
}

}  // namespace

void AddPlan(CLI::App& app, Invocation& invocation) {
  CLI::App* verb = app.add_subcommand("plan", "Show what a run would do, and why; nothing is changed");
  verb->footer("Example:\n  assay -C myshop plan\n  assay -C myshop plan --json | jq .because");
  verb->callback([&invocation] { invocation.action = [&invocation] { return ShowPlan(invocation); }; });
}

}  // namespace assay::cli
