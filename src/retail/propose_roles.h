#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "retail/entity.h"

namespace assay::retail {

/// What the values of a source column look like.
struct ColumnFacts {
  std::string name;
  std::int64_t values = 0;    ///< neither null nor blank
  std::int64_t distinct = 0;  ///< different ones among them
  bool is_number = false;     ///< every value reads as a decimal
  bool is_date = false;       ///< every value reads as a date, in `date_format`
  std::string date_format;    ///< dmy | mdy; empty = ISO or a date by type
};

struct TableFacts {
  std::string name;
  std::int64_t rows = 0;
  std::vector<ColumnFacts> columns;
};

/// A column chosen for a canonical one; `doubt` says why a person should look, empty = found by its name.
struct ColumnGuess {
  std::string column;
  std::string doubt;
};

/// A table that probably plays an entity.
struct RoleGuess {
  Entity entity = Entity::kTransactions;
  std::size_t table = 0;  ///< position in the tables given
  std::map<std::string, ColumnGuess, std::less<>> columns;
  std::string doubt;  ///< why a person should look at the whole role
};

/// The permille of different values of a column of the first table that stand in a column of the second.
using MatchShare = std::function<int(std::size_t table, const std::string& column, std::size_t other,
                                     const std::string& other_column)>;

/// Which tables play which entities, at most one each, by column names and values: the transactions have a date and a
/// quantity, price or amount; the others have a unique key that the transactions' values are found in. Empty when no
/// table can be the transactions.
std::vector<RoleGuess> ProposeRoles(const std::vector<TableFacts>& tables, const MatchShare& match);

/// The column that identifies a row, by data and name; nothing when none does. In doubt when a few values repeat.
std::optional<ColumnGuess> ProposeKey(const TableFacts& table);

/// Columns that by their names hold personal data.
std::vector<std::string> ProposePii(const TableFacts& table, bool is_customers);

}  // namespace assay::retail
