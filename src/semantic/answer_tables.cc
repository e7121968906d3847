#include <algorithm>

#include <fmt/format.h>

#include "base/ascii.h"
#include "config/scalar_forms.h"
#include "cube/query.h"
#include "semantic/answer_parts.h"
#include "semantic/customers_sql.h"
#include "semantic/state_fields.h"

namespace assay::semantic {
namespace {

using nlohmann::json;

json ColumnJson(const std::string& id, const Text& label, std::string_view format) {
  return {{"id", id}, {"label", ToJson(label)}, {"format", format}};
}

const Text& LabelOf(const Shop& shop, std::string_view dimension) {
  return shop.description->FindDimension(dimension)->label;
}

json MeasureColumn(const Measure& measure) { return ColumnJson(measure.id, measure.label, Name(measure.format)); }

/// "-total_sales": what to sort by, and which way.
struct Sort {
  std::string column;
  bool is_descending = false;
};

Result<Sort> SortOf(const VisualPlan& plan, const std::string& usual, const std::vector<std::string>& known) {
  std::string text = plan.options.sort.empty() ? usual : plan.options.sort;
  const bool is_descending = text.starts_with('-');
  if (is_descending) text.erase(0, 1);
  RETURN_IF_ERROR(RequireWord(text, "column to sort " + plan.visual->id + " by", known));
  return Sort{text, is_descending};
}

/// Rows of members of one dimension, sorted and paged here.
class MemberTable {
 public:
  explicit MemberTable(const Answered& answered)
      : answered_(answered), dimension_(*answered.plan.cells.groups[0].dimension) {
    for (const char* id : {"location", "country"}) {
      const ShopDimension* beside = answered.shop.Find(id);
      if (beside != nullptr && beside->axis == dimension_.axis && beside->attribute) beside_.push_back(beside);
    }
  }

  Result<json> ToJson() {
    json columns = Columns();
    std::vector<std::string> ids;
    for (const json& column : columns) ids.push_back(column["id"]);
    ASSIGN_OR_RETURN(const Sort sort, SortOf(answered_.plan, "-" + answered_.plan.measures[0]->id, ids));
    Gather();
    Order(sort);
    const VisualOptions& options = answered_.plan.options;
    json rows = json::array();
    for (std::size_t i = options.offset; i < rows_.size() && i < options.offset + options.limit; ++i) {
      rows.push_back(RowJson(rows_[i]));
    }
    return json{{"columns", std::move(columns)},
                {"rows", std::move(rows)},
                {"total_rows", rows_.size()},
                {"offset", options.offset},
                {"limit", options.limit},
                {"total", {{"cells", ValuesJson(answered_.plan, answered_.total, 0, 0, answered_.total)}}}};
  }

 private:
  json Columns() const {
    json columns = json::array({ColumnJson(answered_.plan.group_ids[0], dimension_.description->label, "text")});
    for (const ShopDimension* beside : beside_) {
      columns.push_back(ColumnJson(beside->description->id, beside->description->label, "text"));
    }
    for (const Measure* measure : answered_.plan.measures) columns.push_back(MeasureColumn(*measure));
    return columns;
  }

  Member Beside(const ShopDimension& beside, std::uint32_t position) const {
    return beside.At(answered_.shop.image->code(beside.axis, *beside.attribute, position));
  }

  bool Matches(const Member& member, std::uint32_t position) const {
    const std::string wanted = LowerAscii(answered_.plan.options.search);
    const auto holds = [&](const std::string& text) { return LowerAscii(text).find(wanted) != std::string::npos; };
    if (wanted.empty() || holds(member.key) || holds(member.label.en) || holds(member.label.ar)) return true;
    return std::ranges::any_of(beside_,
                               [&](const ShopDimension* one) { return holds(Beside(*one, position).label.en); });
  }

  void Gather() {
    for (const std::uint32_t position : dimension_.shown) {
      const Member member = dimension_.At(position);
      if (!answered_.cells.HasLines(position, 0) && !IsSelected(answered_, 0, member.key)) continue;
      if (Matches(member, position)) rows_.push_back(position);
    }
  }

  void Order(const Sort& sort) {
    const Measure* measure = answered_.shop.description->FindMeasure(sort.column);
    const auto value = [&](std::uint32_t position) {
      return answered_.cells.Value(*measure, position, 0, answered_.total);
    };
    const auto text = [&](std::uint32_t position) {
      for (const ShopDimension* beside : beside_) {
        if (beside->description->id == sort.column) return Beside(*beside, position).label.en;
      }
      return dimension_.At(position).label.en;
    };
    const auto is_less = [&](std::uint32_t left, std::uint32_t right) {
      if (measure == nullptr) return text(left) < text(right);
      const auto a = value(left);
      const auto b = value(right);
      return a && b ? IsLess(*a, *b) : !a && b;
    };
    std::ranges::stable_sort(rows_, [&](std::uint32_t left, std::uint32_t right) {
      return sort.is_descending ? is_less(right, left) : is_less(left, right);
    });
  }

  json RowJson(std::uint32_t position) const {
    const Member member = dimension_.At(position);
    json cells = ValuesJson(answered_.plan, answered_.cells, position, 0, answered_.total);
    cells[answered_.plan.group_ids[0]] = LabelJson(member);
    for (const ShopDimension* beside : beside_) {
      cells[beside->description->id] = LabelJson(Beside(*beside, position));
    }
    return {{"key", member.key},
            {"dimension", answered_.plan.group_ids[0]},
            {"grey", member.is_grey},
            {"selected", IsSelected(answered_, 0, member.key)},
            {"cells", std::move(cells)}};
  }

  const Answered& answered_;
  const ShopDimension& dimension_;
  std::vector<const ShopDimension*> beside_;
  std::vector<std::uint32_t> rows_;
};

cube::ListOutput::Order OrderOf(std::string_view column) {
  using Order = cube::ListOutput::Order;
  if (column == "total_sales") return Order::kSum;
  if (column == "transactions") return Order::kOrders;
  return column == "last_purchase" ? Order::kLastDay : Order::kLabel;
}

Result<Sort> SortOfCustomers(const VisualPlan& plan) {
  return SortOf(plan, "-total_sales", {"customer", "total_sales", "transactions", "last_purchase"});
}

Result<cube::CustomerList> ListFromSql(const Shop& shop, const VisualPlan& plan, const Sort& sort,
                                       const AnswerContext& context) {
  if (!context.run_sql) {
    return Unsupported("Cannot answer: expected days that follow one another, got several spans; choose one span");
  }
  const std::string sql = CustomersSql(shop, plan, {sort.column, sort.is_descending});
  ASSIGN_OR_RETURN(const engine::Rows rows, context.run_sql(sql));
  cube::CustomerList list;
  const ShopDimension& customers = *shop.Find("customer");
  for (std::size_t row = 0; row < rows.size(); ++row) {
    std::string sum = rows.Text(row, 1);
    std::erase(sum, '.');
    ASSIGN_OR_RETURN(const std::int64_t orders, rows.Integer(row, 2));
    ASSIGN_OR_RETURN(list.total, rows.Integer(row, 4));
    const auto customer = customers.Find(rows.Text(row, 0));
    if (customer) list.lines.push_back({*customer, std::stoll(sum), orders, ParseDay(rows.Text(row, 3))});
  }
  // Behind the end there is no row that could tell how long the list is.
  if (rows.size() == 0 && plan.options.offset > 0) {
    VisualPlan first = plan;
    first.options.offset = 0;
    first.options.limit = 1;
    ASSIGN_OR_RETURN(const cube::CustomerList shown, ListFromSql(shop, first, sort, context));
    list.total = shown.total;
  }
  return list;
}

json CustomerRow(const Shop& shop, const cube::CustomerLine& line) {
  const Member customer = shop.Find("customer")->At(line.customer);
  json cells{{"customer", customer.label.en},
             {"total_sales", Decimal{line.sum, 4}.ToText()},
             {"transactions", std::to_string(line.orders)},
             {"last_purchase", line.last_day ? json(DayText(*line.last_day)) : json(nullptr)}};
  for (const char* id : {"tier", "segment", "country"}) {
    const ShopDimension* dimension = shop.Find(id);
    if (dimension == nullptr || !dimension->IsOfCustomers()) continue;
    const Member member = dimension->At(shop.image->code(dimension->axis, *dimension->attribute, line.customer));
    cells[id] = std::string_view(id) == "country" ? LabelJson(member) : json(member.key);
  }
  return {{"key", customer.key}, {"dimension", "customer"}, {"cells", std::move(cells)}};
}

json CustomerColumns(const Shop& shop) {
  json columns = json::array({ColumnJson("customer", LabelOf(shop, "customer"), "text")});
  for (const char* id : {"tier", "segment", "country"}) {
    const ShopDimension* dimension = shop.Find(id);
    if (dimension == nullptr || !dimension->IsOfCustomers()) continue;
    columns.push_back(ColumnJson(id, LabelOf(shop, id), std::string_view(id) == "country" ? "text" : id));
  }
  for (const char* id : {"total_sales", "transactions"}) {
    columns.push_back(MeasureColumn(*shop.description->FindMeasure(id)));
  }
  columns.push_back(ColumnJson("last_purchase", shop.description->phrases.Fill("column_last_purchase", {}), "date"));
  return columns;
}

}  // namespace

Result<json> StoresTableJson(const Answered& answered) { return MemberTable(answered).ToJson(); }

Result<cube::ListOutput> ListOf(const Shop& shop, const VisualPlan& plan) {
  ASSIGN_OR_RETURN(const Sort sort, SortOfCustomers(plan));
  return cube::ListOutput{.measure = shop.columns.at("total_sale_amount"),
                          .search = plan.options.search,
                          .order = OrderOf(sort.column),
                          .descending = sort.is_descending,
                          .offset = plan.options.offset,
                          .limit = plan.options.limit};
}

Result<json> CustomersTableJson(const Shop& shop, const VisualPlan& plan, const Cells& total,
                                const cube::CustomerList* of_cube, const AnswerContext& context) {
  cube::CustomerList list;
  if (of_cube != nullptr) {
    list = *of_cube;
  } else {
    ASSIGN_OR_RETURN(const Sort sort, SortOfCustomers(plan));
    ASSIGN_OR_RETURN(list, ListFromSql(shop, plan, sort, context));
  }
  json rows = json::array();
  for (const cube::CustomerLine& line : list.lines) rows.push_back(CustomerRow(shop, line));
  json cells = json::object();
  if (plan.options.search.empty()) {
    const Atom bought{Atom::Kind::kCustomerSum, "total_sale_amount"};
    cells["total_sales"] = Decimal{total.At(bought, 0, 0), 4}.ToText();
    cells["customer"] = std::to_string(list.total);
  }
  return json{{"columns", CustomerColumns(shop)}, {"rows", std::move(rows)},
              {"total_rows", list.total},         {"offset", plan.options.offset},
              {"limit", plan.options.limit},      {"total", {{"cells", std::move(cells)}}}};
}

}  // namespace assay::semantic
