#include "ingest/odbc/odbc_table.h"

#include <algorithm>

#include "base/near_name.h"
#include "ingest/odbc/select_text.h"
#include "ingest/odbc/table_listing.h"
#include "ingest/odbc/value_probe.h"

namespace assay::ingest {
namespace {

bool EqualIgnoringCase(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::ranges::equal(a, b, [&](char x, char y) { return lower(x) == lower(y); });
}

std::vector<std::string> NamesOf(const std::vector<DescribedColumn>& columns) {
  std::vector<std::string> names;
  for (const DescribedColumn& column : columns) names.push_back(column.name);
  return names;
}

// A dotted name is schema and table, unless a table is really called so.
std::string FromOf(const OdbcConnection& connection, const config::SourceTable& table, const std::string& quote,
                   std::string_view what) {
  if (!table.query.empty()) return AsSubquery(table.query);
  if (!table.name.contains('.')) return QuoteName(table.name, quote);
  const bool is_lone_name = connection.InfoBits(SQL_SCHEMA_USAGE) == 0;
  if (is_lone_name) {
    const auto names = ListTableNames(connection, what);
    if (names && std::ranges::find(*names, table.name) != names->end()) return QuoteName(table.name, quote);
  }
  return QuotePath(table.name, quote);
}

bool IsListed(const std::vector<std::string>& names, const std::string& table) {
  return std::ranges::any_of(names, [&](const std::string& name) {
    return EqualIgnoringCase(name, table) || EqualIgnoringCase(name.substr(name.find('.') + 1), table);
  });
}

// The driver's complaint, or, when the table is simply not there, what is.
Error WhyUnreadable(const OdbcConnection& connection, const config::SourceTable& table, std::string_view what,
                    Error error) {
  if (!table.query.empty() || error.kind != ErrorKind::kInvalidInput) return error;
  const auto names = ListTableNames(connection, what);
  if (!names || names->empty() || IsListed(*names, table.name)) return error;
  std::vector<std::string> guesses = *names;
  for (const std::string& name : *names) guesses.push_back(name.substr(name.find('.') + 1));
  constexpr std::size_t kShown = 10;
  const auto shown = std::vector<std::string>(
      names->begin(), names->begin() + static_cast<std::ptrdiff_t>(std::min(names->size(), kShown)));
  return {ErrorKind::kInvalidInput,
          fmt::format("{}: there is no such table{}; the source has {}{}", what, DidYouMean(table.name, guesses),
                      fmt::join(shown, ", "),
                      names->size() > kShown ? fmt::format(" and {} more", names->size() - kShown) : "")};
}

Result<std::vector<DescribedColumn>> DescribeSource(const OdbcConnection& connection, const config::SourceTable& table,
                                                    const std::string& from, std::string_view what) {
  ASSIGN_OR_RETURN(OdbcStatement statement, connection.NewStatement(what));
  if (auto executed = statement.Execute(what, fmt::format("SELECT * FROM {} WHERE 1=0", from)); !executed) {
    return std::unexpected(WhyUnreadable(connection, table, what, std::move(executed).error()));
  }
  return statement.Describe(what);
}

Status CheckNames(const std::vector<DescribedColumn>& columns, std::string_view what) {
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (columns[i].name.empty())
      return InvalidInput("{}: column {} has no name; name it in the query (\"... AS name\")", what, i + 1);
    for (std::size_t j = 0; j < i; ++j) {
      if (!EqualIgnoringCase(columns[i].name, columns[j].name)) continue;
      return InvalidInput("{}: two columns are called {} (ignoring case); read the table by a query that renames one",
                          what, columns[i].name);
    }
  }
  return {};
}

Result<std::size_t> FindColumn(const std::vector<DescribedColumn>& columns, const std::string& name,
                               std::string_view use, std::string_view what) {
  const std::vector<std::string> names = NamesOf(columns);
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (EqualIgnoringCase(names[i], name)) return i;
  }
  return InvalidInput("{}: {} column {} is not one of its columns{}; it has {}", what, use, name,
                      DidYouMean(name, names), fmt::join(names, ", "));
}

Status CheckProbed(const DescribedColumn& column, const ValueFacts& facts, bool is_cursor, std::string_view what) {
  if (facts.zero_bytes) {
    return InvalidInput(
        "{}: a text in column {} holds a zero byte, behind which the driver would cut it; clean it in the source, or "
        "read the "
        "table by a query with replace({}, char(0), '')",
        what, column.name, column.name);
  }
  if (is_cursor && !facts.Only(Stored::kInteger) && !facts.Only(Stored::kText)) {
    return InvalidInput(
        "{}: cursor column {} must hold integers only or texts only to have one order, but it holds a mixture, "
        "floating point or "
        "binary values; remove 'cursor' to read all rows each time",
        what, column.name);
  }
  return {};
}

Status PlanColumns(const OdbcConnection& connection, const DriverTraits& traits,
                   const std::vector<DescribedColumn>& columns, OdbcTable& table, std::string_view what) {
  if (traits.typing == Typing::kDeclared) {
    for (const DescribedColumn& column : columns) table.plans.push_back(PlanDeclared(column, traits));
    return {};
  }
  ASSIGN_OR_RETURN(const auto facts, ProbeValues(connection, what, table.from, columns));
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const bool is_cursor = table.cursor == i;
    RETURN_IF_ERROR(CheckProbed(columns[i], facts[i], is_cursor, what));
    table.plans.push_back(PlanPerValue(columns[i], facts[i]));
    if (is_cursor) table.numeric_cursor = facts[i].first == Stored::kInteger;
  }
  return {};
}

}  // namespace

Result<OdbcTable> InspectTable(const OdbcConnection& connection, const DriverTraits& traits, const LoadRequest& request,
                               std::string_view what) {
  OdbcTable table;
  table.quote = connection.InfoText(SQL_IDENTIFIER_QUOTE_CHAR);
  table.from = FromOf(connection, request.table, table.quote, what);
  ASSIGN_OR_RETURN(auto columns, DescribeSource(connection, request.table, table.from, what));
  if (traits.typing == Typing::kPerValue && request.table.query.empty())
    RestoreNames(connection, request.table.name, columns);
  RETURN_IF_ERROR(CheckNames(columns, what));
  for (const std::string& key : request.table.key) RETURN_IF_ERROR(FindColumn(columns, key, "key", what));
  if (request.table.cursor) {
    ASSIGN_OR_RETURN(table.cursor, FindColumn(columns, *request.table.cursor, "cursor", what));
  }
  RETURN_IF_ERROR(PlanColumns(connection, traits, columns, table, what));
  for (ColumnPlan& plan : table.plans) {
    plan.hidden = std::ranges::any_of(
        request.table.pii, [&](const std::string& name) { return EqualIgnoringCase(name, plan.field.name); });
  }
  const bool any_column = (connection.InfoBits(SQL_GETDATA_EXTENSIONS) & SQL_GD_ANY_COLUMN) != 0;
  if (!any_column) UnbindTail(table.plans);
  return table;
}

}  // namespace assay::ingest
