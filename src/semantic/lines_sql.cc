#include "semantic/lines_sql.h"

#include <algorithm>

#include <fmt/ranges.h>

#include "engine/sql_text.h"
#include "semantic/sold_line.h"

namespace assay::semantic {
namespace {

using engine::SqlString;

char AliasOf(std::string_view axis) { return axis == "customer" ? 'c' : axis == "product" ? 'p' : 's'; }

std::string JoinSql(char alias) {
  switch (alias) {
    case 'c':
      return "\n  JOIN gold.dim_customer AS c ON c.customer_key = f.customer_key";
    case 'p':
      return "\n  JOIN gold.dim_product AS p ON p.product_key = f.product_key";
    case 's':
      return "\n  JOIN gold.dim_store AS s ON s.store_key = f.store_key";
    default:
      return "\n  JOIN gold.dim_date AS d ON d.date = f.date";
  }
}

std::string DaySql(Day day) { return "DATE '" + DayText(day) + "'"; }

std::string PeriodKeySql(Grain grain) {
  switch (grain) {
    case Grain::kDay:
      return "strftime(f.date, '%Y-%m-%d')";
    case Grain::kWeek:
      // The fourth day of a week says whose week it is.
      return "strftime(d.week_start + 3, '%Y') || '-W' || lpad(CAST((dayofyear(d.week_start + 3) - 1) // 7 + 1 AS "
             "VARCHAR), 2, '0')";
    case Grain::kMonth:
      return "strftime(f.date, '%Y-%m')";
    case Grain::kQuarter:
      return "strftime(f.date, '%Y') || '-Q' || CAST(d.quarter AS VARCHAR)";
    case Grain::kYear:
      return "strftime(f.date, '%Y')";
    case Grain::kFiscalQuarter:
      return "'FY' || CAST(d.fiscal_year AS VARCHAR) || '-Q' || CAST(d.fiscal_quarter AS VARCHAR)";
    case Grain::kFiscalYear:
      return "'FY' || CAST(d.fiscal_year AS VARCHAR)";
  }
  return "";
}

std::string OrdersSql(std::string_view condition) {
  return fmt::format("count(DISTINCT order_id) FILTER ({0}) + count(*) FILTER ({0} AND order_id IS NULL)", condition);
}

bool IsOfBuyers(const Atom& atom) {
  return atom.kind == Atom::Kind::kCustomers || atom.kind == Atom::Kind::kCustomerSum ||
         atom.kind == Atom::Kind::kRepeatCustomers || atom.kind == Atom::Kind::kSeveral;
}

std::string SumSql(const Atom& atom, const std::string& column, std::string_view filter) {
  return fmt::format("CAST(COALESCE(sum({}){}, 0) AS DECIMAL(38,{}))", column, filter, ScaleOf(atom));
}

std::string AtomSql(const Atom& atom) {
  switch (atom.kind) {
    case Atom::Kind::kLines:
      return "count(*)";
    case Atom::Kind::kSum:
      return SumSql(atom, atom.column, atom.goods_only ? " FILTER (is_goods)" : "");
    case Atom::Kind::kOrders:
      return OrdersSql(atom.goods_only ? "is_sold AND is_goods" : "is_sold");
    case Atom::Kind::kCustomers:
      return "count(*)";
    case Atom::Kind::kCustomerSum:
      return SumSql(atom, atom.column, "");
    case Atom::Kind::kRepeatCustomers:
      return "count(*) FILTER (orders >= 2)";
    case Atom::Kind::kSeveral:
      return "count(*) FILTER (stores >= 2)";
  }
  return "";
}

std::string KeyList(std::size_t keys, std::string_view before, std::string_view after) {
  std::string list;
  for (std::size_t i = 1; i <= keys; ++i) list += fmt::format("{}key{}{}", before, i, after);
  return list;
}

std::string GroupBy(std::size_t keys, std::string_view more) {
  if (keys == 0 && more.empty()) return "";
  std::vector<std::string> names;
  for (std::size_t i = 1; i <= keys; ++i) names.push_back(fmt::format("key{}", i));
  if (!more.empty()) names.emplace_back(more);
  return fmt::format(" GROUP BY {}", fmt::join(names, ", "));
}

std::string LinearSql(const Linear& linear, const std::string& cells) {
  std::string sql;
  for (const Term& term : linear) {
    const std::string_view sign = term.sign < 0 ? " - " : " + ";
    const bool is_first = sql.empty();
    if (!is_first || term.sign < 0) sql += is_first ? "-" : sign;
    sql += cells + "." + ColumnOf(term.atom);
  }
  return sql;
}

int LinearScale(const Linear& linear) {
  int scale = 0;
  for (const Term& term : linear) scale = std::max(scale, ScaleOf(term.atom));
  return scale;
}

std::string PowerOfTenSql(int exponent) { return "1" + std::string(static_cast<std::size_t>(exponent), '0'); }

}  // namespace

std::string ColumnOf(const Atom& atom) {
  const std::string_view suffix = atom.goods_only ? "_of_goods" : "";
  switch (atom.kind) {
    case Atom::Kind::kLines:
      return "lines";
    case Atom::Kind::kSum:
      return fmt::format("sum_{}{}", atom.column, suffix);
    case Atom::Kind::kCustomers:
      return "customers";
    case Atom::Kind::kCustomerSum:
      return fmt::format("customers_{}", atom.column);
    case Atom::Kind::kRepeatCustomers:
      return "repeat_customers";
    case Atom::Kind::kOrders:
      return fmt::format("orders{}", suffix);
    case Atom::Kind::kSeveral:
      return "customers_of_several_stores";
  }
  return "";
}

std::string KeySql(const Grouping& group) {
  if (group.dimension == nullptr) return PeriodKeySql(group.grain);
  const ShopDimension& dimension = *group.dimension;
  if (!dimension.attribute) return fmt::format("CAST(f.{}_key AS VARCHAR)", dimension.source.axis);
  const std::string value = fmt::format("COALESCE({}.{}, '')", AliasOf(dimension.source.axis), dimension.source.column);
  if (!dimension.unknown_label) return value;
  return fmt::format("CASE WHEN {0} = {1} THEN '-1' ELSE {0} END", value, SqlString(*dimension.unknown_label));
}

LinesSql::LinesSql(const Shop& shop, const CellsQuery& query) : shop_(shop) {
  AddDays(query.days);
  for (const Grouping& group : query.groups) {
    if (group.dimension == nullptr) {
      if (KeySql(group).find("d.") != std::string::npos) Join('d');
    } else if (group.dimension->attribute) {
      Join(AliasOf(group.dimension->source.axis));
    }
  }
  for (const auto& [id, keys] : query.filters) AddFilter(id, keys);
  if (query.goods != Goods::kAll && shop.non_goods) {
    Join('p');
    conditions_.push_back(query.goods == Goods::kGoodsOnly ? "NOT p.is_non_goods" : "p.is_non_goods");
  }
  if (query.known_stores_only) conditions_.emplace_back("f.store_key <> -1");
}

void LinesSql::AddFilter(std::string_view id, const std::vector<std::string>& keys) {
  const ShopDimension* dimension = shop_.Find(id);
  std::vector<std::string> literals;
  for (const std::string& key : keys) {
    if (dimension != nullptr && dimension->Find(key)) literals.push_back(dimension->attribute ? SqlString(key) : key);
  }
  if (literals.empty()) {
    conditions_.emplace_back("false");
    return;
  }
  if (dimension->attribute) Join(AliasOf(dimension->source.axis));
  const std::string value =
      dimension->attribute ? KeySql({dimension}) : fmt::format("f.{}_key", dimension->source.axis);
  conditions_.push_back(fmt::format("{} IN ({})", value, fmt::join(literals, ", ")));
}

void LinesSql::AddDays(const Days& days) {
  if (days.is_all) {
    conditions_.push_back("f.date <= " + DaySql(shop_.settings.as_of));
    return;
  }
  std::vector<std::string> spans;
  for (const DayRange& span : days.spans) {
    spans.push_back(fmt::format("f.date BETWEEN {} AND {}", DaySql(span.first), DaySql(span.last)));
  }
  if (spans.empty()) spans.emplace_back("false");
  conditions_.push_back(fmt::format("({})", fmt::join(spans, " OR ")));
}

std::string LinesSql::FromWhere() const {
  std::string sql = "\n  FROM gold.fact_sales AS f";
  for (const char alias : joins_) sql += JoinSql(alias);
  return sql + fmt::format("\n  WHERE {}", fmt::join(conditions_, "\n    AND "));
}

std::string LinesCte(const Shop& shop, const CellsQuery& query) {
  LinesSql lines(shop, query);
  std::string columns;
  for (std::size_t i = 0; i < query.groups.size(); ++i) {
    columns += fmt::format("\n    {} AS key{},", KeySql(query.groups[i]), i + 1);
  }
  columns +=
      "\n    f.customer_key, f.store_key, f.order_id,"
      "\n    f.is_purchase AND f.customer_key > 0 AS is_purchase,"
      "\n    " +
      SoldLineSql("f") + " AS is_sold";
  std::set<std::string> needed;
  bool needs_goods = false;
  for (const Atom& atom : query.atoms) {
    if (!atom.column.empty()) needed.insert(atom.column);
    needs_goods |= atom.goods_only;
  }
  for (const std::string& column : needed)
    columns += fmt::format(",\n    {} AS {}", FindFactColumn(column)->sql, column);
  if (needs_goods) {
    if (shop.non_goods) lines.Join('p');
    columns += shop.non_goods ? ",\n    NOT p.is_non_goods AS is_goods" : ",\n    true AS is_goods";
  }
  return fmt::format("lines AS (\n  SELECT{}{}\n)", columns, lines.FromWhere());
}

std::string AtomsCte(const std::string& name, std::size_t keys, const std::vector<Atom>& atoms) {
  std::string of_lines;
  std::string of_buyers;
  std::string each_buyer;
  std::string all;
  for (const Atom& atom : atoms) {
    std::string& side = IsOfBuyers(atom) ? of_buyers : of_lines;
    side += fmt::format(",\n    {} AS {}", AtomSql(atom), ColumnOf(atom));
    if (atom.kind == Atom::Kind::kCustomerSum) each_buyer += fmt::format(", sum({0}) AS {0}", atom.column);
    all += IsOfBuyers(atom) ? fmt::format(", COALESCE(b.{0}, 0) AS {0}", ColumnOf(atom))
                            : fmt::format(", l.{}", ColumnOf(atom));
  }
  const std::string select_keys = KeyList(keys, "", ", ");
  const std::string lines = fmt::format("{}_of_lines AS (\n  SELECT {}count(*) AS any_lines{}\n  FROM lines{}\n)", name,
                                        select_keys, of_lines, GroupBy(keys, ""));
  if (of_buyers.empty()) {
    return fmt::format("{},\n{} AS (\n  SELECT {}any_lines{} FROM {}_of_lines AS l\n)", lines, name,
                       KeyList(keys, "l.", ", "), all, name);
  }
  const std::string buyers = fmt::format(
      "{}_buyers AS (\n  SELECT {}customer_key{},\n    {} AS orders,\n    count(DISTINCT store_key) FILTER "
      "(is_purchase) "
      "AS stores\n  FROM lines WHERE customer_key > 0{} HAVING bool_or(is_purchase)\n)",
      name, select_keys, each_buyer, OrdersSql("is_purchase"), GroupBy(keys, "customer_key"));
  const std::string people =
      fmt::format("{0}_of_buyers AS (\n  SELECT {1}count(*) AS any_buyers{2}\n  FROM {0}_buyers{3}\n)", name,
                  select_keys, of_buyers, GroupBy(keys, ""));
  std::string on = keys == 0 ? "true" : "";
  for (std::size_t i = 1; i <= keys; ++i) on += fmt::format("{0}b.key{1} = l.key{1}", i > 1 ? " AND " : "", i);
  return fmt::format(
      "{0},\n{1},\n{2},\n{3} AS (\n  SELECT {4}any_lines{5}\n  FROM {3}_of_lines AS l LEFT JOIN {3}_of_buyers AS b ON "
      "{6}\n)",
      lines, buyers, people, name, KeyList(keys, "l.", ", "), all, on);
}

// DuckDB divides decimals as binary floating point, so the division is one of whole numbers, rounded half away from
// zero.
std::string RatioSql(const std::string& above, int above_scale, const std::string& below, int below_scale, int scale) {
  const auto whole = [](const std::string& value, int value_scale) {
    return fmt::format("CAST(({}) * {} AS HUGEINT)", value, PowerOfTenSql(value_scale));
  };
  const int shift = scale + below_scale - above_scale;
  const std::string n = fmt::format("abs({}) * {}", whole(above, above_scale), PowerOfTenSql(std::max(shift, 0)));
  const std::string d = fmt::format("abs({}) * {}", whole(below, below_scale), PowerOfTenSql(std::max(-shift, 0)));
  return fmt::format(
      "CASE WHEN {1} <> 0 THEN CAST(CASE WHEN ({0} < 0) = ({1} < 0) THEN 1 ELSE -1 END * ((2 * {2} + {3}) // (2 * "
      "{3})) AS DECIMAL({5},0)) * CAST({4} AS DECIMAL({6},{7})) END",
      above, below, n, d, scale == 0 ? "1" : "0." + std::string(static_cast<std::size_t>(scale) - 1, '0') + "1",
      37 - scale, scale + 1, scale);
}

std::string MeasureSql(const Measure& measure, const std::string& cells, const std::string& total) {
  const std::string value = LinearSql(measure.value, cells);
  const int value_scale = LinearScale(measure.value);
  if (measure.is_share) {
    return RatioSql(value, value_scale, LinearSql(measure.value, total), value_scale, measure.Scale());
  }
  if (measure.divisor.empty()) return value;
  const std::string below = LinearSql(measure.divisor, cells);
  return RatioSql(value, value_scale, measure.divisor.size() > 1 ? "(" + below + ")" : below,
                  LinearScale(measure.divisor), measure.Scale());
}

}  // namespace assay::semantic
