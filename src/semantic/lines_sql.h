#pragma once

#include <set>
#include <string>
#include <vector>

#include "semantic/cells.h"

/// Private to this folder: pieces of SQL over the gold tables.
namespace assay::semantic {

/// The name of an atom as a column.
std::string ColumnOf(const Atom& atom);

/// A member's key as text, over the joined tables.
std::string KeySql(const Grouping& group);

/// The FROM and WHERE of the fact lines that a query looks at, with the dimensions it needs joined: c (customers),
/// p (products), s (stores), d (days).
class LinesSql {
 public:
  LinesSql(const Shop& shop, const CellsQuery& query);
  /// Joins the table of an alias also when no condition needs it.
  void Join(char alias) { joins_.insert(alias); }
  std::string FromWhere() const;

 private:
  void AddFilter(std::string_view id, const std::vector<std::string>& keys);
  void AddDays(const Days& days);
  const Shop& shop_;
  std::set<char> joins_;
  std::vector<std::string> conditions_;
};

/// "lines AS (...)": one row a fact line with what the atoms need, and its keys key1, key2.
std::string LinesCte(const Shop& shop, const CellsQuery& query);

/// The atoms of `lines`, grouped by the first `keys` keys, as the CTE called `name` (with helpers before it).
std::string AtomsCte(const std::string& name, std::size_t keys, const std::vector<Atom>& atoms);

/// above / below, both decimals of the scales given, rounded as Divide does it; null when `below` is zero.
std::string RatioSql(const std::string& above, int above_scale, const std::string& below, int below_scale, int scale);

/// The measure over the atoms' columns of `cells`, and for shares of `total`.
std::string MeasureSql(const Measure& measure, const std::string& cells, const std::string& total);

}  // namespace assay::semantic
