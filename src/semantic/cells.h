#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "cube/query.h"
#include "semantic/answer.h"
#include "semantic/period.h"
#include "semantic/shop.h"

/// Private to this folder: what a visual asks, before it is known who answers.
namespace assay::semantic {

/// A dimension, or with none the periods of a grain.
struct Grouping {
  const ShopDimension* dimension = nullptr;
  Grain grain = Grain::kMonth;
  bool is_draw = false;  ///< instead: the shop's groups of customers to draw; the cube alone knows them
};

enum class Goods { kAll, kGoodsOnly, kNonGoodsOnly };

struct CellsQuery {
  std::vector<Grouping> groups;  ///< up to two
  std::vector<Atom> atoms;
  Filters filters;
  Days days;
  Goods goods = Goods::kAll;
  bool known_stores_only = false;
};

/// The answer: one integer (in the atom's scale) for each atom and cell.
struct Cells {
  std::vector<Atom> atoms;
  std::uint32_t size1 = 1;
  std::uint32_t size2 = 1;
  std::vector<std::vector<std::int64_t>> values;  ///< [atom][first * size2 + second]

  /// 0 for members without rows.
  std::int64_t At(const Atom& atom, std::uint32_t first, std::uint32_t second) const;
  /// Nothing when it is undefined (divided by zero).
  std::optional<Decimal> Value(const Measure& measure, std::uint32_t first, std::uint32_t second,
                               const Cells& total) const;
  bool HasLines(std::uint32_t first, std::uint32_t second) const { return At({}, first, second) > 0; }
};

/// All that the answer of a query depends on, equal for equal questions.
std::string KeyOf(const CellsQuery& query);

/// A period of the data.
struct Period {
  std::string key;
  DayRange whole;
};

/// The periods that cover the data, in order.
std::vector<Period> PeriodsOf(const Shop& shop, Grain grain);

/// Whether the cube can answer: days that follow one another.
bool FitsCube(const CellsQuery& query);

/// The days of such a query as the cube takes them; nothing = all.
std::optional<DayRange> SpanOf(const CellsQuery& query);

/// A list of the customers with lines that pass; its groups and atoms are not looked at. The cube must be able to
/// answer.
struct ListQuery {
  CellsQuery lines;
  cube::ListOutput list;
};

struct CellsAnswers {
  std::vector<Cells> cells;
  std::vector<cube::CustomerList> lists;
};

/// The cells of every query: from the context's memory, else from the cube in one pass with all lists, or from the
/// engine where the cube cannot answer.
Result<CellsAnswers> AnswerCells(const Shop& shop, const std::vector<CellsQuery>& queries,
                                 const std::vector<ListQuery>& lists, const AnswerContext& context);

/// One SELECT that gives the same: columns key1, key2 (one a group), then one an atom.
std::string CellsSql(const Shop& shop, const CellsQuery& query);
Result<Cells> CellsFromSql(const Shop& shop, const CellsQuery& query, const RunSql& run_sql);

/// The conditions of a query but its days, as the cube takes them.
std::vector<cube::Selection> SelectionsOf(const Shop& shop, const CellsQuery& query);

}  // namespace assay::semantic
