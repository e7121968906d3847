#include "ingest/odbc/odbc_connector.h"

#include "base/stop.h"
#include "ingest/odbc/cursor_stream.h"
#include "ingest/odbc/odbc_table.h"
#include "ingest/odbc/select_text.h"
#include "ingest/odbc/table_listing.h"

namespace assay::ingest {
namespace {

struct Selected {
  OdbcStatement statement;
  CursorPoint from;
  bool all_rows = true;
  std::string nulls;  // what to say about rows without a cursor value
};

// Only a resume point of the same cursor column counts.
Result<CursorPoint> StartOf(const LoadRequest& request, const std::string& column) {
  if (!request.resume.is_object() || !request.resume.contains("cursor"))
    return CursorPoint{.column = column, .last = {}, .boundary = {}};
  ASSIGN_OR_RETURN(CursorPoint point, CursorPointFromJson(request.resume));
  if (point.column != column) return CursorPoint{.column = column, .last = {}, .boundary = {}};
  return point;
}

Result<std::string> RowsWithoutCursor(const OdbcConnection& connection, const OdbcTable& table,
                                      const std::string& column, const std::string& what) {
  ASSIGN_OR_RETURN(OdbcStatement statement, connection.NewStatement(what));
  RETURN_IF_ERROR(statement.Execute(what, fmt::format("SELECT COUNT(*) FROM {} WHERE {} IS NULL", table.from, column)));
  ASSIGN_OR_RETURN(const auto rows, statement.FetchTexts(what));
  if (rows.empty() || rows[0].empty() || rows[0][0] == "0") return std::string();
  return fmt::format("; {} rows without a value there are read by the first load only", rows[0][0]);
}

Result<Selected> SelectAll(const OdbcConnection& connection, const OdbcTable& table, const std::string& what) {
  ASSIGN_OR_RETURN(OdbcStatement statement, connection.NewStatement(what));
  RETURN_IF_ERROR(statement.Execute(what, "SELECT * FROM " + table.from));
  return Selected{std::move(statement), {}, true, {}};
}

Result<Selected> SelectByCursor(const OdbcConnection& connection, const DriverTraits& traits, const OdbcTable& table,
                                const LoadRequest& request, const std::string& what) {
  const ColumnPlan& plan = table.plans[*table.cursor];
  const std::string column = QuoteName(plan.field.name, table.quote);
  auto from = StartOf(request, plan.field.name);
  if (!from) return std::unexpected(std::move(from).error().WithContext(what));
  // Asked for also the first time, so that an unsuitable column is refused before anything was loaded.
  const auto suitable = AtLeast(
      plan, column,
      from->last.value_or(plan.field.type.kind == table::TypeKind::kTimestamp ? "2000-01-01 00:00:00.000000" : "0"),
      table.numeric_cursor, traits.binary_prefix);
  if (!suitable) return std::unexpected(Error(suitable.error()).WithContext(what));
  std::string nulls;
  std::string where;
  if (from->last) {
    ASSIGN_OR_RETURN(nulls, RowsWithoutCursor(connection, table, column, what));
    where = " WHERE " + suitable->sql;
  }
  ASSIGN_OR_RETURN(OdbcStatement statement, connection.NewStatement(what));
  RETURN_IF_ERROR(statement.Execute(what, fmt::format("SELECT * FROM {}{} ORDER BY {}", table.from, where, column),
                                    from->last ? suitable->parameters : std::vector<std::string>{}));
  const bool all_rows = !from->last.has_value();
  return Selected{std::move(statement), *std::move(from), all_rows, std::move(nulls)};
}

std::string Method(const OdbcTable& table, const Selected& selected) {
  std::string text = "reads all rows";
  if (table.cursor) {
    const std::string& column = table.plans[*table.cursor].field.name;
    text = selected.all_rows
               ? fmt::format("reads all rows this first time, later those whose {} is at least the highest one read",
                             column)
               : fmt::format("reads rows whose {} is at least {}", column,
                             table.plans[*table.cursor].hidden ? "the highest one read" : *selected.from.last);
    text +=
        "; rows deleted in the source, changed without a new value, or committed late with a lower one are not seen" +
        selected.nulls;
  }
  for (const ColumnPlan& plan : table.plans) {
    if (plan.cut_to_micros) text += fmt::format("; {} is cut to microseconds", plan.field.name);
  }
  return text;
}

}  // namespace

Result<std::unique_ptr<OdbcConnection>> OdbcConnector::Connect(const config::Source& source, const std::string& what,
                                                               const std::stop_token& stop) const {
  auto parsed = ConnectionString::Parse(source.connection);
  if (!parsed) return std::unexpected(std::move(parsed).error().WithContext(fmt::format("source {}", source.name)));
  AddDriverDefaults(*parsed);
  const std::string text = parsed->Text();
  const Secrets secrets = parsed->SecretsOf(source.connection);
  ASSIGN_OR_RETURN(auto connection, Retry<std::unique_ptr<OdbcConnection>>(options_.retry, options_.clock, stop, [&] {
                     return OdbcConnection::Open(what, text, options_.timeouts, secrets);
                   }));
  const std::string_view session = TraitsOf(connection->InfoText(SQL_DBMS_NAME)).session;
  if (!session.empty()) {
    ASSIGN_OR_RETURN(OdbcStatement statement, connection->NewStatement(what));
    RETURN_IF_ERROR(statement.Execute(what, session));
  }
  return connection;
}

Result<Extract> OdbcConnector::Open(const LoadRequest& request) {
  const std::string what = fmt::format("Cannot read table {}.{}", request.source.name, request.table.name);
  RETURN_IF_ERROR(CheckStop(request.stop));
  ASSIGN_OR_RETURN(auto connection, Connect(request.source, what, request.stop));
  const DriverTraits& traits = TraitsOf(connection->InfoText(SQL_DBMS_NAME));
  ASSIGN_OR_RETURN(OdbcTable table, InspectTable(*connection, traits, request, what));
  ASSIGN_OR_RETURN(Selected selected, table.cursor ? SelectByCursor(*connection, traits, table, request, what)
                                                   : SelectAll(*connection, table, what));
  Extract extract{.rows = {},
                  .reach = selected.all_rows ? Reach::kFull : Reach::kNew,
                  .resume = {},
                  .method = Method(table, selected)};
  std::unique_ptr<table::BatchStream> rows = std::make_unique<OdbcStream>(
      std::move(connection), std::move(selected.statement), std::move(table.plans), options_.sizes, what, request.stop);
  if (!table.cursor) {
    extract.rows = std::move(rows);
    extract.resume = [] { return nlohmann::json::object(); };
    return extract;
  }
  auto reached = std::make_shared<CursorPoint>();
  extract.rows = std::make_unique<CursorStream>(std::move(rows), *table.cursor, std::move(selected.from), reached);
  extract.resume = [reached] { return ToJson(*reached); };
  return extract;
}

Result<std::vector<std::string>> OdbcConnector::ListTables(const config::Source& source) {
  const std::string what = fmt::format("Cannot list the tables of source {}", source.name);
  ASSIGN_OR_RETURN(const auto connection, Connect(source, what, {}));
  return ListTableNames(*connection, what);
}

Status OdbcConnector::Ping(const config::Source& source) {
  const std::string what = fmt::format("Cannot connect to source {}", source.name);
  RETURN_IF_ERROR(Connect(source, what, {}));
  return {};
}

}  // namespace assay::ingest
