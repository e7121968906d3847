#include <algorithm>

#include <fmt/format.h>

#include "semantic/read_fields.h"

namespace assay::semantic {
namespace {

using config::Value;

// A value while it is read; a ratio or share may only stand outermost.
struct Formula {
  Linear value;
  Linear divisor;
  bool is_share = false;
  bool IsLinear() const { return divisor.empty() && !is_share; }
};

class FormulaReader {
 public:
  explicit FormulaReader(const std::vector<Measure>& known) : known_(known) {}

  Formula Read(const Value& value) const {
    const Fields fields(
        value, {"sum", "sum_over_customers", "count", "measure", "add", "subtract", "divide", "share", "goods_only"});
    if (const auto column = fields.Get("sum")) return Sum(*column, Atom::Kind::kSum, fields.FlagOf("goods_only"));
    if (const auto column = fields.Get("sum_over_customers")) return Sum(*column, Atom::Kind::kCustomerSum, false);
    if (const auto what = fields.Get("count")) return Count(*what, fields.FlagOf("goods_only"));
    if (const auto id = fields.Get("measure")) return Reference(*id);
    if (const auto parts = fields.Get("add")) return Combine(*parts, 1);
    if (const auto parts = fields.Get("subtract")) return Combine(*parts, -1);
    if (const auto parts = fields.Get("divide")) return Quotient(*parts);
    if (const auto part = fields.Get("share")) return Share(*part);
    value.Refuse("one of sum, sum_over_customers, count, measure, add, subtract, divide, share");
    return {};
  }

 private:
  static Formula Sum(const Value& value, Atom::Kind kind, bool goods_only) {
    const std::string column = value.Text().value_or("");
    std::vector<std::string> columns;
    for (const FactColumn& one : FactColumns()) columns.push_back(one.name);
    if (FindFactColumn(column) == nullptr) {
      RefuseName(value, "column of the facts", column, columns);
      return {};
    }
    return {{{1, {kind, column, goods_only}}}, {}, false};
  }

  static Formula Count(const Value& value, bool goods_only) {
    const auto kind = value.Choice<Atom::Kind>({{"lines", Atom::Kind::kLines},
                                                {"customers", Atom::Kind::kCustomers},
                                                {"repeat_customers", Atom::Kind::kRepeatCustomers},
                                                {"orders", Atom::Kind::kOrders}});
    if (!kind) return {};
    if (goods_only && *kind != Atom::Kind::kOrders) value.Report("expected goods_only with sum or orders only");
    return {{{1, {*kind, "", goods_only && *kind == Atom::Kind::kOrders}}}, {}, false};
  }

  Formula Reference(const Value& value) const {
    const std::string id = value.Text().value_or("");
    const auto found = std::ranges::find(known_, id, &Measure::id);
    if (found != known_.end()) return {found->value, found->divisor, found->is_share};
    std::vector<std::string> ids;
    for (const Measure& measure : known_) ids.push_back(measure.id);
    RefuseName(value, "measure that stands above", id, ids);
    return {};
  }

  Linear LinearOf(const Value& value) const {
    const Formula formula = Read(value);
    if (!formula.IsLinear()) value.Report("expected no ratio inside another value; divide and share stand outermost");
    return formula.value;
  }

  Formula Combine(const Value& value, int sign_of_others) const {
    Formula combined;
    int sign = 1;
    for (const Value& part : value.Items()) {
      for (const Term& term : LinearOf(part)) combined.value.push_back({term.sign * sign, term.atom});
      sign = sign_of_others;
    }
    return combined;
  }

  Formula Quotient(const Value& value) const {
    const std::vector<Value> parts = value.Items();
    if (parts.size() != 2) {
      value.Refuse("a list of two values", "write divide: [a, b]");
      return {};
    }
    return {LinearOf(parts[0]), LinearOf(parts[1]), false};
  }

  Formula Share(const Value& value) const { return {LinearOf(value), {}, true}; }

  const std::vector<Measure>& known_;
};

Measure ReadMeasure(const ListedEntry& entry, const std::vector<Measure>& known) {
  const Fields fields(entry.value, {"id", "label", "sentence", "definition", "format", "value"});
  Measure measure;
  measure.id = entry.id;
  measure.label = ReadText(fields, "label");
  measure.sentence = ReadText(fields, "sentence");
  measure.definition = ReadText(fields, "definition");
  if (const auto format = fields.Require("format")) {
    measure.format = format
                         ->Choice<Format>({{"money", Format::kMoney},
                                           {"count", Format::kCount},
                                           {"percent", Format::kPercent},
                                           {"quantity", Format::kQuantity}})
                         .value_or(Format::kMoney);
  }
  if (const auto value = fields.Require("value")) {
    Formula formula = FormulaReader(known).Read(*value);
    measure.value = std::move(formula.value);
    measure.divisor = std::move(formula.divisor);
    measure.is_share = formula.is_share;
  }
  return measure;
}

}  // namespace

std::vector<Measure> ReadMeasures(const SourceFiles& files) {
  for (const auto& file : files) {
    if (file->name != "measures.yaml" || !file->root) continue;
    const Fields fields(Value(file->reading, *file->root, 1, ""), {"measures", "hide"});
  }
  std::vector<Measure> measures;
  for (const ListedEntry& entry : ListEntries(files, "measures.yaml", "measures")) {
    measures.push_back(ReadMeasure(entry, measures));
  }
  return measures;
}

}  // namespace assay::semantic
