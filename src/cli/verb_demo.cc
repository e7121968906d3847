#include <memory>

#include <unistd.h>
#include <CLI/CLI.hpp>

#include "cli/run_once.h"
#include "cli/serve_project.h"
#include "cli/verbs.h"
#include "demo/demo_shop.h"

namespace assay::cli {
namespace {

struct DemoChoices {
  std::string folder = "assay-demo";
  bool no_serve = false;
};

// A script wants the figures and its prompt back; a person at a terminal wants to see the pages.
bool ServesAtTheEnd(const Invocation& invocation, const DemoChoices& choices) {
  return !choices.no_serve && !invocation.json && ::isatty(STDIN_FILENO) != 0 && ::isatty(STDOUT_FILENO) != 0;
}

Status RunDemo(Invocation& invocation, const DemoChoices& choices) {
  RETURN_IF_ERROR(demo::CreateDemoProject(choices.folder));
  invocation.folder = choices.folder;
  RETURN_IF_ERROR(RunOnce(invocation));
  if (invocation.json) return {};
  fmt::print(
      "\nThe demo shop lies in {0}. Go on with:\n  {1} -C {0} serve\n  {1} -C {0} query \"SELECT * FROM "
      "gold.dim_store\"\n  {1} -C {0} quarantine show\n",
      choices.folder, invocation.program);
  if (!ServesAtTheEnd(invocation, choices)) return {};
  fmt::print("\nIts pages are served at the address below until Ctrl-C:\n");
  ServeChoices serve;
  serve.serve.access_log = "";
  return ServeProject(invocation, serve);
}

}  // namespace

void AddDemo(CLI::App& app, Invocation& invocation) {
  CLI::App* verb =
      app.add_subcommand("demo", "Create the demo shop (once), run it and, on a terminal, serve its pages");
  auto choices = std::make_shared<DemoChoices>();
  verb->add_option("--into", choices->folder, "Folder of the demo project")->capture_default_str();
  verb->add_flag("--no-serve", choices->no_serve, "End after the figures, also on a terminal");
  verb->footer("Example:\n  assay demo --into /tmp/shop");
  verb->callback(
      [&invocation, choices] { invocation.action = [&invocation, choices] { return RunDemo(invocation, *choices); }; });
}

}  // namespace assay::cli
