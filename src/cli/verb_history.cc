#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "cli/money_text.h"
#include "cli/verbs.h"
#include "cli/workspace.h"
#include "lake/release.h"

namespace assay::cli {
namespace {

std::string UtcText(std::int64_t ms) {
  const std::time_t seconds = static_cast<std::time_t>(ms / 1000);
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  return fmt::format("{:04}-{:02}-{:02} {:02}:{:02} UTC", parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday,
                     parts.tm_hour, parts.tm_min);
}

Status ListHistory(Invocation& invocation) {
  ASSIGN_OR_RETURN(const auto workspace, Workspace::Open(invocation));
  ASSIGN_OR_RETURN(const std::vector<lake::Release> releases, lake::ListReleases(workspace->lake()));
  nlohmann::json list = nlohmann::json::array();
  if (!invocation.json)
    fmt::print("{:>7}  {:<21} {:<11} {:>18} {:>10}\n", "release", "published", "data to", "total sales", "customers");
  for (const lake::Release& release : releases) {
    const auto facts = nlohmann::json::parse(release.facts, nullptr, false);
    const auto totals = facts.is_object() ? facts.value("totals", nlohmann::json::object()) : nlohmann::json::object();
    if (invocation.json) {
      list.push_back({{"number", release.number},
                      {"as_of", release.as_of},
                      {"run_id", release.run_id},
                      {"published_ms", release.published_ms},
                      {"totals", totals}});
      continue;
    }
    const std::string currency = facts.is_object() ? facts.value("currency", "") : "";
    fmt::print("{:>7}  {:<21} {:<11} {:>18} {:>10}\n", release.number, UtcText(release.published_ms), release.as_of,
               ShowAmount(totals.value("total_sales", ""), DecimalsOf(currency)) + " " + currency,
               ShowCount(totals.value("customers", 0)));
  }
  if (invocation.json) fmt::print("{}\n", list.dump(2));
  if (!invocation.json && releases.empty()) fmt::print("nothing was published yet; run `assay run`\n");
  return {};
}

}  // namespace

void AddHistory(CLI::App& app, Invocation& invocation) {
  CLI::App* verb = app.add_subcommand("history", "List the releases with their figures");
  verb->footer("Example:\n  assay -C myshop history --json");
  verb->callback([&invocation] { invocation.action = [&invocation] { return ListHistory(invocation); }; });
}

}  // namespace assay::cli
