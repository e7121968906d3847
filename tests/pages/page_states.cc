// page_states <project folder> <states> <seed>: draws page states and compares every cell that the cube answers with
// the engine's SQL on the newest release. Prints what was compared; exit code 1 when something differs.
#include <charconv>
#include <cstdio>
#include <filesystem>
#include <string_view>

#include <fmt/format.h>

#include "cli/invocation.h"
#include "cli/release_views.h"
#include "cli/workspace.h"
#include "pipeline/image.h"
#include "semantic/compare.h"
#include "semantic/description.h"
#include "semantic/shop.h"

namespace assay {
namespace {

Result<semantic::CompareReport> Compare(const std::string& folder, int states, std::uint64_t seed) {
  cli::Invocation invocation{.folder = folder};
  ASSIGN_OR_RETURN(const std::unique_ptr<cli::Workspace> workspace, cli::Workspace::Open(invocation));
  ASSIGN_OR_RETURN(const lake::Release release, cli::BindRelease(*workspace, std::nullopt));
  const std::string path = folder + "/page_states.image";
  ASSIGN_OR_RETURN(const auto image, pipeline::OpenImage(release, workspace->connection(), path));
  fmt::print("{} lines in {:.1f} bytes each\n", image->rows(),
             static_cast<double>(image->bytes()) / static_cast<double>(std::max<std::int64_t>(1, image->rows())));
  ASSIGN_OR_RETURN(semantic::Description description, semantic::LoadDescription(folder));
  ASSIGN_OR_RETURN(const auto settings, semantic::SettingsOf(workspace->project(), release.as_of, true));
  ASSIGN_OR_RETURN(const auto shop, semantic::OpenShop(std::make_shared<semantic::Description>(std::move(description)),
                                                       image, settings));
  const semantic::RunSql run_sql = [&](const std::string& sql) { return workspace->connection().Query(sql); };
  return semantic::ComparePageStates(*shop, run_sql, seed, states);
}

template <typename Number>
bool Read(std::string_view text, Number& number) {
  return std::from_chars(text.data(), text.data() + text.size(), number).ec == std::errc{};
}

int Main(int count, char** arguments) {
  int states = 0;
  std::uint64_t seed = 0;
  if (count != 4 || !Read(arguments[2], states) || !Read(arguments[3], seed)) {
    fmt::print(stderr, "usage: page_states <project folder> <states> <seed>\n");
    return 2;
  }
  const auto report = Compare(arguments[1], states, seed);
  if (!report) {
    fmt::print(stderr, "{}\n", report.error().message);
    return 1;
  }
  for (const std::string& difference : report->differences) fmt::print("{}\n", difference);
  fmt::print("{} states, {} visuals, {} cells compared, {} differences\n", report->states, report->visuals,
             report->cells, report->differences.size());
  return report->differences.empty() && report->cells > 0 ? 0 : 1;
}

}  // namespace
}  // namespace assay

int main(int count, char** arguments) { return assay::Main(count, arguments); }
