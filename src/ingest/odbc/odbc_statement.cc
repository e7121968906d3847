#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "ingest/odbc/odbc_error.h"
#include "ingest/odbc/odbc_handle.h"
#include "ingest/odbc/wide_text.h"

namespace assay::ingest {
namespace {

std::string AttributeText(SQLHSTMT statement, SQLUSMALLINT number, SQLUSMALLINT attribute) {
  std::array<SQLWCHAR, 256> text{};
  SQLSMALLINT bytes = 0;
  const SQLRETURN code = SQLColAttributeW(statement, number, attribute, text.data(),
                                          static_cast<SQLSMALLINT>(text.size() * sizeof(SQLWCHAR)), &bytes, nullptr);
  if (!SQL_SUCCEEDED(code)) return {};
  const auto end = std::ranges::find(text, SQLWCHAR{0});
  return FromWide(text.data(), static_cast<std::size_t>(end - text.begin()));
}

}  // namespace

Error OdbcStatement::Failure(std::string_view what) const {
  return ToError(what, ReadRecords(SQL_HANDLE_STMT, get()), *secrets_);
}

Status OdbcStatement::Execute(std::string_view what, std::string_view sql, const std::vector<std::string>& parameters) {
  parameters_.resize(parameters.size());
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    Parameter& bound = parameters_[i];
    bound.text = ToWide(parameters[i]);
    const std::size_t units = bound.text.size() - 1;
    bound.bytes = static_cast<SQLLEN>(units * sizeof(SQLWCHAR));
    const SQLRETURN code = SQLBindParameter(get(), static_cast<SQLUSMALLINT>(i + 1), SQL_PARAM_INPUT, SQL_C_WCHAR,
                                            SQL_WVARCHAR, std::max<SQLULEN>(units, 1), 0, bound.text.data(),
                                            static_cast<SQLLEN>(bound.text.size() * sizeof(SQLWCHAR)), &bound.bytes);
    if (!SQL_SUCCEEDED(code)) return std::unexpected(Failure(what));
  }
  auto wide = ToWide(sql);
  const SQLRETURN code = SQLExecDirectW(get(), wide.data(), SQL_NTS);
  if (!SQL_SUCCEEDED(code) && code != SQL_NO_DATA) return std::unexpected(Failure(what));
  return {};
}

Status OdbcStatement::ExecuteTables(std::string_view what) {
  auto types = ToWide("TABLE,VIEW");
  const SQLRETURN code = SQLTablesW(get(), nullptr, 0, nullptr, 0, nullptr, 0, types.data(), SQL_NTS);
  if (!SQL_SUCCEEDED(code)) return std::unexpected(Failure(what));
  return {};
}

Result<std::vector<DescribedColumn>> OdbcStatement::Describe(std::string_view what) const {
  SQLSMALLINT count = 0;
  if (!SQL_SUCCEEDED(SQLNumResultCols(get(), &count))) return std::unexpected(Failure(what));
  std::vector<DescribedColumn> columns;
  std::array<SQLWCHAR, 1024> name{};
  for (SQLUSMALLINT number = 1; number <= static_cast<SQLUSMALLINT>(count); ++number) {
    DescribedColumn column;
    SQLSMALLINT name_size = 0;
    SQLSMALLINT nullable = 0;
    const SQLRETURN code = SQLDescribeColW(get(), number, name.data(), static_cast<SQLSMALLINT>(name.size()),
                                           &name_size, &column.sql_type, &column.size, &column.digits, &nullable);
    if (!SQL_SUCCEEDED(code)) return std::unexpected(Failure(what));
    column.name = FromWide(name.data(), std::min(static_cast<std::size_t>(name_size), name.size() - 1));
    column.type_name = LowerAscii(AttributeText(get(), number, SQL_DESC_TYPE_NAME));
    SQLLEN is_unsigned = SQL_FALSE;
    SQLColAttributeW(get(), number, SQL_DESC_UNSIGNED, nullptr, 0, nullptr, &is_unsigned);
    column.is_unsigned = is_unsigned == SQL_TRUE;
    columns.push_back(std::move(column));
  }
  return columns;
}

Result<std::vector<std::vector<std::string>>> OdbcStatement::FetchTexts(std::string_view what) {
  SQLSMALLINT count = 0;
  if (!SQL_SUCCEEDED(SQLNumResultCols(get(), &count))) return std::unexpected(Failure(what));
  std::vector<std::vector<std::string>> rows;
  std::array<SQLWCHAR, 512> text{};
  while (true) {
    const SQLRETURN fetched = SQLFetch(get());
    if (fetched == SQL_NO_DATA) return rows;
    if (!SQL_SUCCEEDED(fetched)) return std::unexpected(Failure(what));
    std::vector<std::string> row;
    for (SQLUSMALLINT number = 1; number <= static_cast<SQLUSMALLINT>(count); ++number) {
      SQLLEN bytes = 0;
      const SQLRETURN code = SQLGetData(get(), number, SQL_C_WCHAR, text.data(),
                                        static_cast<SQLLEN>(text.size() * sizeof(SQLWCHAR)), &bytes);
      if (!SQL_SUCCEEDED(code)) return std::unexpected(Failure(what));
      const auto end = std::ranges::find(text, SQLWCHAR{0});
      row.push_back(bytes == SQL_NULL_DATA ? std::string()
                                           : FromWide(text.data(), static_cast<std::size_t>(end - text.begin())));
    }
    rows.push_back(std::move(row));
  }
}

}  // namespace assay::ingest
