#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "retail/entity.h"

namespace assay::retail {

/// What the values of a source column look like.
struct ColumnFacts {
  std::string name;
  std::int64_t values = 0;     ///< neither null nor blank
  std::int64_t distinct = 0;   ///< different ones among them
  bool is_number = false;      ///< every value reads as a decimal
  bool decimal_comma = false;  ///< but only with a comma before the decimals
  bool is_date = false;        ///< every value reads as a date, in `date_format`
  std::string date_format;     ///< dmy | mdy; empty = ISO or a date by type
  std::string only_value;      ///< the value, when there is but one
};

struct TableFacts {
  std::string name;
  std::int64_t rows = 0;
  std::vector<ColumnFacts> columns;
  /// Two columns that identify a row together, where none does alone; empty = none do, or nobody looked.
  std::vector<std::string> key_pair = {};
};

/// A column chosen for a canonical one; `doubt` says why a person should look, empty = found by its name.
struct ColumnGuess {
  std::string column;
  std::string doubt;
};

/// A table whose rows are looked up for each row of the role's own table, such as the order of an order line.
struct JoinGuess {
  std::size_t table = 0;
  std::string column;        ///< of the role's own table
  std::string other_column;  ///< of the joined table, unique there
  std::string doubt;
};

/// A table that probably plays an entity.
struct RoleGuess {
  Entity entity = Entity::kTransactions;
  std::size_t table = 0;  ///< position in the tables given
  std::map<std::string, ColumnGuess, std::less<>> columns;
  std::optional<JoinGuess> join = std::nullopt;  ///< transactions only; some of `columns` are columns of its table
  std::string doubt;                             ///< why a person should look at the whole role
};

/// The permille of different values of a column of the first table that stand in a column of the second.
using MatchShare = std::function<int(std::size_t table, const std::string& column, std::size_t other,
                                     const std::string& other_column)>;

/// Which tables play which entities, at most one each, by column names and values: the transactions have a date and a
/// quantity, price or amount, if need be together with the table of their orders: one whose order number is unique and
/// has every order number of the lines. Amounts are never taken from that table: they would count once a line. The
/// others have a unique key that the transactions' values are found in. Empty when no table can be the transactions.
std::vector<RoleGuess> ProposeRoles(const std::vector<TableFacts>& tables, const MatchShare& match);

/// The columns that identify a row; `doubt` as in ColumnGuess.
struct KeyGuess {
  std::vector<std::string> columns;
  std::string doubt;
};

/// What identifies a row, by data and name: one column, or the table's `key_pair`; nothing when none does. In doubt
/// when a few values repeat, and about a pair.
std::optional<KeyGuess> ProposeKey(const TableFacts& table);

/// The pairs of columns that by their names may identify a row together, such as (order number, line number), likely
/// ones first; empty when one column does alone.
std::vector<std::pair<std::string, std::string>> KeyPairs(const TableFacts& table);

/// The currency of all amounts: the only value of the transactions' currency column; empty when that does not tell.
std::string ProposeCurrency(const std::vector<TableFacts>& tables, const std::vector<RoleGuess>& roles);

/// Columns that by their names hold personal data.
std::vector<std::string> ProposePii(const TableFacts& table, bool is_customers);

}  // namespace assay::retail
