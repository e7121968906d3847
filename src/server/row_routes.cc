#include <fmt/chrono.h>
#include <nlohmann/json.hpp>

#include "semantic/sql.h"
#include "server/csv_text.h"
#include "server/data_routes.h"
#include "server/json_body.h"

namespace assay::server {
namespace {

using Json = nlohmann::json;

constexpr std::int64_t kMostRows = 1000;
constexpr std::int64_t kFurthestRow = 1'000'000'000;
constexpr std::size_t kMostCsvBytes = 512UL * 1024 * 1024;

// The cells of a row by the ids of the columns; null stays null.
Json RowsJson(const std::vector<semantic::RowsQuery::Column>& columns, const engine::Rows& rows) {
  Json list = Json::array();
  for (const auto& cells : rows.cells) {
    Json row = Json::object();
    for (std::size_t i = 0; i < columns.size() && i < cells.size(); ++i)
      row[columns[i].id] = cells[i] ? Json(*cells[i]) : Json(nullptr);
    list.push_back(std::move(row));
  }
  return list;
}

Result<Response> RunRows(const Served& served, const semantic::RowsQuery& query, const std::stop_token& stop) {
  ASSIGN_OR_RETURN(const engine::Rows rows, served.Query(query.sql, stop));
  ASSIGN_OR_RETURN(const engine::Rows counted, served.Query(query.count_sql, stop));
  if (counted.size() != 1) return Internal("Cannot count rows: expected one row, got {}", counted.size());
  Json columns = Json::array();
  for (const auto& column : query.columns)
    columns.push_back({{"id", column.id}, {"label", semantic::ToJson(column.label)}, {"format", column.format}});
  Json answer{{"release", served.release().number}, {"columns", columns}, {"rows", RowsJson(query.columns, rows)}};
  ASSIGN_OR_RETURN(answer["total_rows"], counted.Integer(0, 0));
  answer["total_amount"] =
      counted.columns.size() > 1 && counted.cells[0][1] ? Json(*counted.cells[0][1]) : Json(nullptr);
  return JsonResponse(answer);
}

// Lines that were held back: why, and where they stand in the source. What the row itself says may be personal and is
// left out.
semantic::RowsQuery HeldBackRows(std::int64_t offset, std::int64_t limit) {
  const std::string from = "FROM ops.quarantine WHERE entity = 'transactions'";
  semantic::RowsQuery query{.columns = {{"date", {"Date", "التاريخ"}, "date"},
                                        {"row_key", {"Line", "السطر"}, "text"},
                                        {"rule", {"Rule", "القاعدة"}, "text"},
                                        {"message", {"Why", "السبب"}, "text"},
                                        {"source", {"Source", "المصدر"}, "text"},
                                        {"file", {"File", "الملف"}, "text"},
                                        {"line", {"Line in the file", "السطر في الملف"}, "text"},
                                        {"amount", {"Amount", "المبلغ"}, "money"}}};
  query.sql = fmt::format(
      "SELECT business_date, row_key, rule, message, source, file, line, amount {} ORDER BY business_date, source, "
      "line, row_key, rule LIMIT {} OFFSET {}",
      from, limit, offset);
  query.count_sql = fmt::format("SELECT count(*), CAST(COALESCE(sum(amount), 0) AS DECIMAL(38,4)) {}", from);
  return query;
}

struct Asked {
  semantic::State state;
  semantic::State where;
};

Result<Asked> ParseAsked(const Json& state, const Json& where, const semantic::Shop& shop) {
  Asked asked;
  ASSIGN_OR_RETURN(asked.state, semantic::ParseState(state, shop));
  ASSIGN_OR_RETURN(asked.where, semantic::ParseWhere(where, shop));
  return asked;
}

Result<Response> Rows(DataContext& data, const Request& request) {
  ASSIGN_OR_RETURN(const Json body, ParseJsonBody(request.body));
  Fields fields(body);
  const auto release = fields.Integer("release", 0, INT64_MAX);
  (void)fields.Text("page", "");  // pages send it; rows do not depend on it
  const Json state = fields.Object("state");
  const Json where = fields.Object("where");
  const std::string special = fields.Text("special", "");
  const auto offset = fields.Integer("offset", 0, kFurthestRow).value_or(0);
  const auto limit = fields.Integer("limit", 1, kMostRows).value_or(100);
  RETURN_IF_ERROR(fields.Done());
  const ServedRelease served = data.releases->Find(release);
  if (!served) return Gone(*release);
  if (special == "quarantine")
    return OrGone(data, *served, RunRows(*served, HeldBackRows(offset, limit), request.stop));
  ASSIGN_OR_RETURN(const Asked asked, ParseAsked(state, where, served->shop()));
  ASSIGN_OR_RETURN(const semantic::RowsQuery query,
                   semantic::RowsSql(served->shop(), asked.state, asked.where, special,
                                     static_cast<std::size_t>(offset), static_cast<std::size_t>(limit)));
  return OrGone(data, *served, RunRows(*served, query, request.stop));
}

// The tables that a statement reads, at the versions of its release.
Json InputsOf(const lake::Release& release, const std::string& sql) {
  Json inputs = Json::array();
  for (const lake::ReleaseTable& table : release.tables) {
    if (sql.contains(table.name)) inputs.push_back({{"table", table.name}, {"version", table.version}});
  }
  return inputs;
}

Result<Response> Explain(DataContext& data, const Request& request) {
  ASSIGN_OR_RETURN(const Json body, ParseJsonBody(request.body));
  Fields fields(body);
  const auto number = fields.Integer("release", 0, INT64_MAX);
  const std::string page = fields.Text("page");
  const std::string visual = fields.Text("visual");
  const std::string measure = fields.Text("measure");
  const Json state = fields.Object("state");
  const Json where = fields.Object("where");
  RETURN_IF_ERROR(fields.Done());
  const ServedRelease served = data.releases->Find(number);
  if (!served) return Gone(*number);
  ASSIGN_OR_RETURN(const Asked asked, ParseAsked(state, where, served->shop()));
  ASSIGN_OR_RETURN(const semantic::Explanation why,
                   semantic::ExplainMeasure(served->shop(), page, visual, measure, asked.state, asked.where));
  const lake::Release& release = served->release();
  const auto published = static_cast<std::time_t>(release.published_ms / 1000);
  return JsonResponse({{"sentence", semantic::ToJson(why.sentence)},
                       {"definition", semantic::ToJson(why.definition)},
                       {"sql", why.sql},
                       {"inputs", InputsOf(release, why.sql)},
                       {"release", release.number},
                       {"published", fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(published))},
                       {"as_of", release.as_of}});
}

Result<Response> RunCsv(const Served& served, const std::string& sql, const std::stop_token& stop) {
  std::string text;
  RETURN_IF_ERROR(served.Stream(sql, stop, [&](const engine::Rows& rows) -> Status {
    if (text.empty()) AppendCsvHeader(rows, text);
    AppendCsvRows(rows, text);
    if (text.size() > kMostCsvBytes)
      return Unsupported("Cannot export: the table is larger than {} bytes; filter it first", kMostCsvBytes);
    return {};
  }));
  return TextResponse(std::move(text), "text/csv; charset=utf-8");
}

Result<Response> Csv(DataContext& data, const Request& request) {
  ASSIGN_OR_RETURN(const auto number, ReleaseParameter(request));
  const ServedRelease served = data.releases->Find(number);
  if (!served) return Gone(*number);
  const std::string& visual = request.PathValue("visual");
  ASSIGN_OR_RETURN(const semantic::PageRequest asked,
                   semantic::ParseParameters(request.PathValue("page"), request.parameters, served->shop()));
  ASSIGN_OR_RETURN(const std::string sql, semantic::VisualCsvSql(served->shop(), asked, visual));
  auto response = OrGone(data, *served, RunCsv(*served, sql, request.stop));
  if (response && response->status == 200)
    response->headers.emplace_back("Content-Disposition", fmt::format("inline; filename=\"{}.csv\"", visual));
  return response;
}

}  // namespace

void AddRowRoutes(Router& router, DataContext& data) {
  router.Add({.method = Method::kPost, .pattern = "/api/rows", .handler = [&data](const Request& request) {
                return Rows(data, request);
              }});
  router.Add({.method = Method::kPost, .pattern = "/api/explain", .handler = [&data](const Request& request) {
                return Explain(data, request);
              }});
  router.Add({.method = Method::kGet,
              .pattern = "/api/csv/{page}/{visual}",
              .access = Access::kToken,
              .handler = [&data](const Request& request) { return Csv(data, request); }});
}

}  // namespace assay::server
