#include "ingest/odbc/value_probe.h"

#include <algorithm>
#include <charconv>

#include "ingest/odbc/select_text.h"

namespace assay::ingest {
namespace {

constexpr std::size_t kColumnsAtOnce = 50;
constexpr std::size_t kFactsPerColumn = 6;

// Numbers are compared with 0 and 1 only where nothing but integers stands; then min and max tell.
std::string FactsOfColumn(const std::string& column) {
  return fmt::format(
      "min(nullif(typeof({0}), 'null')), max(nullif(typeof({0}), 'null')), min({0}) >= 0, max({0}) <= 1, "
      "max(typeof({0}) = 'text' AND instr({0}, char(0)) > 0), max(length(CAST({0} AS BLOB)))",
      column);
}

std::optional<Stored> StoredOf(std::string_view name) {
  if (name == "blob") return Stored::kBlob;
  if (name == "integer") return Stored::kInteger;
  if (name == "real") return Stored::kReal;
  if (name == "text") return Stored::kText;
  return std::nullopt;
}

ValueFacts ReadFacts(const std::vector<std::string>& row, std::size_t at) {
  ValueFacts facts;
  facts.first = StoredOf(row[at]);
  facts.last = StoredOf(row[at + 1]);
  facts.bits = row[at + 2] != "0" && row[at + 3] != "0";
  facts.zero_bytes = row[at + 4] == "1";
  std::from_chars(row[at + 5].data(), row[at + 5].data() + row[at + 5].size(), facts.most_bytes);
  return facts;
}

}  // namespace

Result<std::vector<ValueFacts>> ProbeValues(const OdbcConnection& connection, std::string_view what,
                                            std::string_view from, const std::vector<DescribedColumn>& columns) {
  std::vector<ValueFacts> facts;
  for (std::size_t start = 0; start < columns.size(); start += kColumnsAtOnce) {
    const std::size_t end = std::min(columns.size(), start + kColumnsAtOnce);
    std::string list;
    for (std::size_t i = start; i < end; ++i)
      list += (i == start ? "" : ", ") + FactsOfColumn(QuoteName(columns[i].name, "\""));
    ASSIGN_OR_RETURN(OdbcStatement statement, connection.NewStatement(what));
    RETURN_IF_ERROR(statement.Execute(what, fmt::format("SELECT {} FROM {}", list, from)));
    ASSIGN_OR_RETURN(const auto rows, statement.FetchTexts(what));
    if (rows.size() != 1 || rows[0].size() != (end - start) * kFactsPerColumn)
      return Internal("{}: looking at its values gave no answer", what);
    for (std::size_t i = start; i < end; ++i) facts.push_back(ReadFacts(rows[0], (i - start) * kFactsPerColumn));
  }
  return facts;
}

void RestoreNames(const OdbcConnection& connection, std::string_view name, std::vector<DescribedColumn>& columns) {
  auto statement = connection.NewStatement("");
  if (!statement || !statement->Execute("", "SELECT name FROM pragma_table_info(?)", {std::string(name)})) return;
  const auto rows = statement->FetchTexts("");
  if (!rows || rows->size() != columns.size()) return;
  for (std::size_t i = 0; i < columns.size(); ++i) columns[i].name = (*rows)[i].at(0);
}

}  // namespace assay::ingest
