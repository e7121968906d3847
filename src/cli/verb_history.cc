#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "cli/money_text.h"
#include "cli/verbs.h"
#include "cli/workspace.h"
#include "lake/release.h"
#include "pipeline/run_log.h"

namespace assay::cli {
namespace {

constexpr std::size_t kShownRuns = 20;

std::string UtcText(std::int64_t ms) {
  const std::time_t seconds = static_cast<std::time_t>(ms / 1000);
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  return fmt::format("{:04}-{:02}-{:02} {:02}:{:02} UTC", parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday,
                     parts.tm_hour, parts.tm_min);
}

nlohmann::json TotalsOf(const lake::Release& release) {
  const auto facts = nlohmann::json::parse(release.facts, nullptr, false);
  return facts.is_object() ? facts.value("totals", nlohmann::json::object()) : nlohmann::json::object();
}

nlohmann::json ReleaseJson(const lake::Release& release) {
  return {{"number", release.number},
          {"as_of", release.as_of},
          {"run_id", release.run_id},
          {"published_ms", release.published_ms},
          {"totals", TotalsOf(release)}};
}

template <typename T>
nlohmann::json OrNull(const std::optional<T>& value) {
  return value ? nlohmann::json(*value) : nlohmann::json(nullptr);
}

nlohmann::json RunJson(const pipeline::RunRecord& run) {
  nlohmann::json error = nullptr;
  if (run.error) {
    error = {
        {"kind", Name(run.error->kind)}, {"exit_code", ExitCode(run.error->kind)}, {"message", run.error->message}};
  }
  return {{"run_id", run.run_id},
          {"started_ms", run.started_ms},
          {"ended_ms", OrNull(run.ended_ms)},
          {"seconds", OrNull(run.Seconds())},
          {"status", Name(run.status)},
          {"release", OrNull(run.release)},
          {"added_rows", OrNull(run.added_rows)},
          {"error", error}};
}

void PrintReleases(const std::vector<lake::Release>& releases) {
  fmt::print("{:>7}  {:<21} {:<11} {:>18} {:>10}\n", "release", "published", "data to", "total sales", "customers");
  for (const lake::Release& release : releases) {
    const auto totals = TotalsOf(release);
    const auto facts = nlohmann::json::parse(release.facts, nullptr, false);
    const std::string currency = facts.is_object() ? facts.value("currency", "") : "";
    fmt::print("{:>7}  {:<21} {:<11} {:>18} {:>10}\n", release.number, UtcText(release.published_ms), release.as_of,
               ShowAmount(totals.value("total_sales", ""), DecimalsOf(currency)) + " " + currency,
               ShowCount(totals.value("customers", 0)));
  }
  if (releases.empty()) fmt::print("nothing was published yet; run `assay run`\n");
}

std::string HowItEnded(const pipeline::RunRecord& run) {
  if (run.error) return run.error->message.substr(0, run.error->message.find('\n'));
  if (run.status == pipeline::RunStatus::kReleased) return fmt::format("release {}", run.release.value_or(0));
  if (run.status == pipeline::RunStatus::kUnchanged) return fmt::format("release {} stands", run.release.value_or(0));
  if (run.status == pipeline::RunStatus::kDied) return "ended without a word; run again";
  return "";
}

void PrintRuns(const std::vector<pipeline::RunRecord>& runs) {
  const std::size_t first = runs.size() > kShownRuns ? runs.size() - kShownRuns : 0;
  if (!runs.empty()) fmt::print("\n{:<21} {:<9} {:>8} {:>11}\n", "run", "status", "seconds", "rows added");
  for (std::size_t i = first; i < runs.size(); ++i) {
    const pipeline::RunRecord& run = runs[i];
    fmt::print("{:<21} {:<9} {:>8} {:>11}  {}\n", UtcText(run.started_ms), Name(run.status),
               run.Seconds() ? fmt::format("{:.1f}", *run.Seconds()) : "",
               run.added_rows ? ShowCount(*run.added_rows) : "", HowItEnded(run));
  }
}

Status ListHistory(Invocation& invocation) {
  ASSIGN_OR_RETURN(const auto workspace, Workspace::Open(invocation));
  ASSIGN_OR_RETURN(const std::vector<lake::Release> releases, lake::ListReleases(workspace->lake()));
  ASSIGN_OR_RETURN(const std::vector<pipeline::RunRecord> runs, pipeline::ListRuns(workspace->lake()));
  if (!invocation.json) {
    PrintReleases(releases);
    PrintRuns(runs);
    return {};
  }
  nlohmann::json history{{"releases", nlohmann::json::array()}, {"runs", nlohmann::json::array()}};
  for (const lake::Release& release : releases) history["releases"].push_back(ReleaseJson(release));
  for (const pipeline::RunRecord& run : runs) history["runs"].push_back(RunJson(run));
  fmt::print("{}\n", history.dump(2));
  return {};
}

}  // namespace

void AddHistory(CLI::App& app, Invocation& invocation) {
  CLI::App* verb =
      app.add_subcommand("history", "List the releases with their figures, and the runs with how they ended");
  verb->footer("Example:\n  assay -C myshop history --json");
  verb->callback([&invocation] { invocation.action = [&invocation] { return ListHistory(invocation); }; });
}

}  // namespace assay::cli
