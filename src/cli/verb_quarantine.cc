#include <algorithm>
#include <map>
#include <memory>
#include <optional>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "cli/money_text.h"
#include "cli/release_views.h"
#include "cli/rows_text.h"
#include "cli/verbs.h"
#include "cli/workspace.h"
#include "engine/sql_text.h"

namespace assay::cli {
namespace {

using engine::SqlString;

struct QuarantineOptions {
  std::string rule;
  std::int64_t limit = 20;
};

Status ListRules(Invocation& invocation) {
  ASSIGN_OR_RETURN(const auto workspace, Workspace::Open(invocation));
  RETURN_IF_ERROR(BindRelease(*workspace, std::nullopt));
  ASSIGN_OR_RETURN(const engine::Rows rows, workspace->connection().Query(
                                                "SELECT rule, column_name, source, count(*) AS lines, sum(amount) AS "
                                                "amount, min(COALESCE(file, source) || ' line ' || line) AS example "
                                                "FROM ops.quarantine GROUP BY ALL ORDER BY rule, column_name, source"));
  if (rows.size() == 0 && !invocation.json) {
    fmt::print("nothing is in quarantine\n");
    return {};
  }
  fmt::print("{}", RowsText(rows, invocation.json ? RowsFormat::kJson : RowsFormat::kTable));
  return {};
}

std::vector<std::string> PiiColumns(const config::Project& project) {
  std::vector<std::string> columns;
  for (const config::Source& source : project.sources) {
    for (const config::SourceTable& table : source.tables)
      columns.insert(columns.end(), table.pii.begin(), table.pii.end());
  }
  return columns;
}

// The original row with every column that is marked as personal hidden.
std::string MaskOriginal(const std::string& original, const std::vector<std::string>& pii) {
  auto row = nlohmann::ordered_json::parse(original, nullptr, false);
  if (!row.is_object()) return "";
  for (auto& [name, value] : row.items()) {
    if (std::ranges::find(pii, name) != pii.end() && !value.is_null()) value = "***";
  }
  return row.dump();
}

Status ShowLines(Invocation& invocation, const QuarantineOptions& options) {
  ASSIGN_OR_RETURN(const auto workspace, Workspace::Open(invocation));
  RETURN_IF_ERROR(BindRelease(*workspace, std::nullopt));
  const std::string where = options.rule.empty() ? "" : "WHERE rule = " + SqlString(options.rule);
  ASSIGN_OR_RETURN(engine::Rows rows,
                   workspace->connection().Query(fmt::format("SELECT rule, message, COALESCE(file, source) AS place, "
                                                             "line, row_key, amount, original FROM ops.quarantine {} "
                                                             "ORDER BY source, file, line LIMIT {}",
                                                             where, options.limit)));
  const std::vector<std::string> pii = PiiColumns(workspace->project());
  for (auto& cells : rows.cells) {
    if (cells.back()) cells.back() = MaskOriginal(*cells.back(), pii);
  }
  fmt::print("{}", RowsText(rows, invocation.json ? RowsFormat::kJson : RowsFormat::kTable));
  return {};
}

}  // namespace

void AddQuarantine(CLI::App& app, Invocation& invocation) {
  CLI::App* verb = app.add_subcommand("quarantine", "Rejected lines of the newest release: which rule, which row, why");
  verb->require_subcommand(1);
  verb->footer("Example:\n  assay -C myshop quarantine list\n  assay -C myshop quarantine show bad_date");
  CLI::App* list = verb->add_subcommand("list", "Count them by rule");
  list->footer("Example:\n  assay -C myshop quarantine list --json");
  list->callback([&invocation] { invocation.action = [&invocation] { return ListRules(invocation); }; });
  CLI::App* show = verb->add_subcommand("show", "Show the lines, with the original row; columns marked pii are hidden");
  auto options = std::make_shared<QuarantineOptions>();
  show->add_option("rule", options->rule, "Only this rule");
  show->add_option("--limit", options->limit, "At most this many lines")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  show->footer("Example:\n  assay -C myshop quarantine show bad_date");
  show->callback([&invocation, options] {
    invocation.action = [&invocation, options] { return ShowLines(invocation, *options); };
  });
}

}  // namespace assay::cli
