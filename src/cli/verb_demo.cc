#include <memory>

#include <CLI/CLI.hpp>

#include "cli/run_once.h"
#include "cli/verbs.h"
#include "demo/demo_shop.h"

namespace assay::cli {
namespace {

Status RunDemo(Invocation& invocation, const std::string& folder) {
  RETURN_IF_ERROR(demo::CreateDemoProject(folder));
  invocation.folder = folder;
  RETURN_IF_ERROR(RunOnce(invocation));
  if (!invocation.json) {
    fmt::print(
        "\nThe demo shop lies in {}. Go on with:\n  assay -C {} query \"SELECT * FROM gold.dim_store\"\n  assay -C {} "
        "quarantine show\n",
        folder, folder, folder);
  }
  return {};
}

}  // namespace

void AddDemo(CLI::App& app, Invocation& invocation) {
  CLI::App* verb = app.add_subcommand("demo", "Create the demo shop (once) and run it");
  auto folder = std::make_shared<std::string>("assay-demo");
  verb->add_option("--into", *folder, "Folder of the demo project")->capture_default_str();
  verb->footer("Example:\n  assay demo --into /tmp/shop");
  verb->callback(
      [&invocation, folder] { invocation.action = [&invocation, folder] { return RunDemo(invocation, *folder); }; });
}

}  // namespace assay::cli
