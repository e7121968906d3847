#include <CLI/CLI.hpp>

#include "cli/progress.h"
#include "cli/run_once.h"
#include "cli/run_report.h"
#include "cli/verbs.h"
#include "cli/workspace.h"
#include "pipeline/run.h"

namespace assay::cli {

Status RunOnce(Invocation& invocation, bool full_refresh) {
  ASSIGN_OR_RETURN(const auto workspace, Workspace::Open(invocation));
  std::vector<TimedStep> steps;
  Result<pipeline::RunResult> result = [&] {
    StderrProgress progress(invocation.show_progress);
    auto run = pipeline::Run(workspace->MakeSession(progress, invocation.stop), full_refresh);
    steps = progress.Finish();
    return run;
  }();
  RETURN_IF_ERROR(result);
  const std::string report = invocation.json ? RunReportJson(*result, steps).dump(2) + "\n" : RunReportText(*result);
  fmt::print("{}", invocation.secrets.Mask(report));
  return {};
}

void AddRun(CLI::App& app, Invocation& invocation) {
  CLI::App* verb = app.add_subcommand("run", "Load what is new, transform, check and publish a release");
  verb->footer("Example:\n  assay -C myshop run\n  assay -C myshop run --json | jq .totals");
  auto full = std::make_shared<bool>(false);
  verb->add_flag("--full", *full, "Rebuild all months of silver and gold from bronze, not only those that changed");
  verb->callback(
      [&invocation, full] { invocation.action = [&invocation, full] { return RunOnce(invocation, *full); }; });
}

}  // namespace assay::cli
