#include <fmt/format.h>

#include "semantic/cells.h"
#include "semantic/lines_sql.h"

namespace assay::semantic {
namespace {

// Where each key of a group stands.
std::map<std::string, std::uint32_t> PositionsOf(const Shop& shop, const Grouping& group) {
  std::map<std::string, std::uint32_t> positions;
  if (group.dimension != nullptr) {
    for (std::uint32_t i = 0; i < group.dimension->size(); ++i) positions.emplace(group.dimension->At(i).key, i);
  } else {
    for (const Period& period : PeriodsOf(shop, group.grain)) {
      positions.emplace(period.key, static_cast<std::uint32_t>(positions.size()));
    }
  }
  return positions;
}

// The integer of a decimal text: "12.3400" is 123400.
Result<std::int64_t> Unscaled(std::string text) {
  std::erase(text, '.');
  try {
    return std::stoll(text);
  } catch (const std::exception&) {
    return Internal("Cannot read a cell of SQL: expected a number, got '{}'", text);
  }
}

}  // namespace

std::string CellsSql(const Shop& shop, const CellsQuery& query) {
  std::string columns;
  for (std::size_t i = 1; i <= query.groups.size(); ++i) columns += fmt::format("key{}, ", i);
  for (std::size_t i = 0; i < query.atoms.size(); ++i) {
    columns += fmt::format("{}{}", i == 0 ? "" : ", ", ColumnOf(query.atoms[i]));
  }
  return fmt::format("WITH {},\n{}\nSELECT {}\nFROM cells", LinesCte(shop, query),
                     AtomsCte("cells", query.groups.size(), query.atoms), columns);
}

Result<Cells> CellsFromSql(const Shop& shop, const CellsQuery& query, const RunSql& run_sql) {
  if (!run_sql) {
    return Unsupported("Cannot answer: expected days that follow one another, got several spans; choose one span");
  }
  ASSIGN_OR_RETURN(const engine::Rows rows, run_sql(CellsSql(shop, query)));
  std::vector<std::map<std::string, std::uint32_t>> positions;
  for (const Grouping& group : query.groups) positions.push_back(PositionsOf(shop, group));
  Cells cells;
  cells.atoms = query.atoms;
  if (!positions.empty()) cells.size1 = static_cast<std::uint32_t>(positions[0].size());
  if (positions.size() == 2) cells.size2 = static_cast<std::uint32_t>(positions[1].size());
  cells.values.assign(query.atoms.size(), std::vector<std::int64_t>(std::size_t{cells.size1} * cells.size2));
  for (std::size_t row = 0; row < rows.size(); ++row) {
    std::size_t cell = 0;
    for (std::size_t i = 0; i < positions.size(); ++i) {
      const auto found = positions[i].find(rows.Text(row, i));
      if (found == positions[i].end()) {
        return Internal("Cannot answer from SQL: expected a known member, got '{}'", rows.Text(row, i));
      }
      cell = cell * (i == 0 ? 1 : cells.size2) + found->second;
    }
    for (std::size_t i = 0; i < query.atoms.size(); ++i) {
      ASSIGN_OR_RETURN(cells.values[i][cell], Unscaled(rows.Text(row, positions.size() + i)));
    }
  }
  return cells;
}

}  // namespace assay::semantic
