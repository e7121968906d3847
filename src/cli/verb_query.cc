#include <map>
#include <optional>
#include <string_view>

#include <CLI/CLI.hpp>

#include "cli/release_views.h"
#include "cli/rows_text.h"
#include "cli/verbs.h"
#include "cli/workspace.h"
#include "engine/duckdb/engine_message.h"

namespace assay::cli {
namespace {

struct QueryOptions {
  std::string sql;
  RowsFormat format = RowsFormat::kTable;
  std::optional<std::int64_t> release;
  std::vector<std::string> versions;  ///< table=version
};

Status BindVersions(Workspace& workspace, const lake::Release& release, const std::vector<std::string>& versions) {
  for (const std::string& text : versions) {
    const std::size_t equals = text.find('=');
    const bool numbered = equals != std::string::npos && equals + 1 < text.size() &&
                          text.find_first_not_of("0123456789", equals + 1) == std::string::npos;
    if (!numbered)
      return InvalidInput("Cannot read --version {}: expected <layer.table>=<version>, such as gold.fact_sales=3",
                          text);
    RETURN_IF_ERROR(BindVersion(workspace, release, text.substr(0, equals), std::stoll(text.substr(equals + 1))));
  }
  return {};
}

Status RunQuery(Invocation& invocation, const QueryOptions& options) {
  ASSIGN_OR_RETURN(const auto workspace, Workspace::Open(invocation));
  ASSIGN_OR_RETURN(const lake::Release release, BindRelease(*workspace, options.release));
  RETURN_IF_ERROR(BindVersions(*workspace, release, options.versions));
  RETURN_IF_ERROR(workspace->connection().RequireSingleSelect(options.sql));
  const auto rows = workspace->connection().Query(options.sql);
  // What only shows when the rows are computed, such as a cast that a value refuses.
  if (!rows && rows.error().kind == ErrorKind::kInvalidInput)
    return InvalidInput("Cannot run the query: {}", engine::duckdb::WithoutClass(rows.error().message));
  RETURN_IF_ERROR(rows);
  fmt::print("{}", RowsText(*rows, invocation.json ? RowsFormat::kJson : options.format));
  return {};
}

std::optional<RowsFormat> FormatNamed(std::string_view word) {
  if (word == "table") return RowsFormat::kTable;
  if (word == "csv") return RowsFormat::kCsv;
  return word == "json" ? std::optional(RowsFormat::kJson) : std::nullopt;
}

}  // namespace

void AddQuery(CLI::App& app, Invocation& invocation) {
  CLI::App* verb = app.add_subcommand("query",
                                      "Ask the current release in SQL; layers are schemas: gold.fact_sales, "
                                      "silver.transactions, bronze.<source>_<table>");
  auto options = std::make_shared<QueryOptions>();
  verb->add_option("sql", options->sql, "One SELECT")->required();
  verb->add_option_function<std::string>(
          "--format", [options](const std::string& word) { options->format = *FormatNamed(word); },
          "table, csv or json")
      ->check([](const std::string& word) {
        return FormatNamed(word) ? "" : fmt::format("expected table, csv or json, got '{}'", word);
      });
  verb->add_option("--release", options->release, "Number of a release; default the newest");
  verb->add_option("--version", options->versions, "layer.table=N: that table at its Delta version N");
  verb->footer(
      "Example:\n  assay -C myshop query \"SELECT customer_tier, count(*) FROM gold.dim_customer GROUP BY ALL\" "
      "--format csv");
  verb->callback([&invocation, options] {
    invocation.action = [&invocation, options] { return RunQuery(invocation, *options); };
  });
}

}  // namespace assay::cli
