#include "semantic/compare.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "semantic/answer_parts.h"
#include "semantic/draw_state.h"
#include "semantic/sql.h"

namespace assay::semantic {
namespace {

using nlohmann::json;

constexpr std::size_t kMostDifferences = 20;

/// The cells of one visual by name: "3 / Gold: total_sales" -> text, "null" for undefined.
using NamedCells = std::map<std::string, std::string>;

std::string Shown(const json& value) { return value.is_string() ? value.get<std::string>() : value.dump(); }

void AddValues(const std::string& key, const json& values, NamedCells& cells) {
  for (const auto& [measure, value] : values.items()) cells[key + ": " + measure] = Shown(value);
}

NamedCells CellsOfAnswer(const json& answer) {
  NamedCells cells;
  for (const json& member : answer.value("members", json::array())) {
    const std::string key = member["key"];
    if (!member.contains("parts")) AddValues(key, member["values"], cells);
    for (const json& part : member.value("parts", json::array())) {
      AddValues(key + " / " + part["key"].get<std::string>(), part["values"], cells);
    }
  }
  for (const json& row : answer.value("rows", json::array())) {
    for (const auto& [column, value] : row["cells"].items()) {
      cells[row["key"].get<std::string>() + ": " + column] = Shown(value);
    }
  }
  return cells;
}

NamedCells TotalsOfAnswer(const json& answer) {
  NamedCells cells;
  if (answer.contains("values")) AddValues("", answer["values"], cells);
  if (answer.contains("total") && answer["total"].contains("values")) AddValues("", answer["total"]["values"], cells);
  return cells;
}

NamedCells CellsOfRows(const engine::Rows& rows) {
  NamedCells cells;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    std::string key;
    for (std::size_t column = 0; column < rows.columns.size(); ++column) {
      const std::string& name = rows.columns[column].name;
      const std::string text = rows.cells[row][column].value_or("null");
      if (name == "key1") {
        key = text;
      } else if (name == "key2") {
        key += " / " + text;
      } else {
        cells[key + ": " + name] = text;
      }
    }
  }
  return cells;
}

// A cell without lines has no row in SQL; a chart may show it with nothing sold.
bool IsNothing(const std::string& value) {
  return value == "null" || value.find_first_not_of("-0.") == std::string::npos;
}

class PageComparison {
 public:
  PageComparison(const Shop& shop, const RunSql& run_sql, CompareReport& report)
      : shop_(shop), run_sql_(run_sql), report_(report) {}

  Status Compare(const PageRequest& request) {
    ASSIGN_OR_RETURN(const json answer, AnswerPage(shop_, request, {.run_sql = run_sql_}));
    for (const auto& [visual, content] : answer["visuals"].items()) {
      if (content.contains("statements")) continue;
      ++report_.visuals;
      const bool is_card = content.contains("change");
      RETURN_IF_ERROR(CompareOne(request, visual, TotalsOfAnswer(content), true));
      if (!is_card) RETURN_IF_ERROR(CompareOne(request, visual, CellsOfAnswer(content), false));
      if (is_card) RETURN_IF_ERROR(CompareChange(request, visual, content["change"]));
      RETURN_IF_ERROR(CompareBeside(request, visual, content));
    }
    ++report_.states;
    return {};
  }

 private:
  Status CompareOne(const PageRequest& request, const std::string& visual, const NamedCells& shown, bool total) {
    if (total && shown.empty()) return {};
    ASSIGN_OR_RETURN(const std::string sql, VisualSql(shop_, request, visual, total));
    ASSIGN_OR_RETURN(const engine::Rows rows, run_sql_(sql));
    const NamedCells expected = CellsOfRows(rows);
    for (const auto& [cell, value] : shown) {
      const auto found = expected.find(cell);
      if (found == expected.end() && IsOnlyShown(cell)) continue;
      ++report_.cells;
      const bool is_equal = found == expected.end() ? IsNothing(value) : found->second == value;
      if (!is_equal) Note(request, visual, cell, value, found == expected.end() ? "no row" : found->second, sql);
    }
    return CompareMissing(request, visual, shown, expected, sql);
  }

  // The period compared with, asked as a choice of its own.
  Status CompareChange(PageRequest request, const std::string& visual, const json& change) {
    if (change.is_null()) return {};
    request.state.date = {};
    request.state.date.from = ParseDay(change["against"]["from"].get<std::string>());
    request.state.date.to = ParseDay(change["against"]["to"].get<std::string>());
    NamedCells cells;
    AddValues("", change["values"], cells);
    return CompareOne(request, visual, cells, true);
  }

  // What stands beside a chart: non-goods, customers of several stores.
  Status CompareBeside(const PageRequest& request, const std::string& id, const json& content) {
    ASSIGN_OR_RETURN(const Visual* visual, FindVisual(shop_, request.page, id));
    ASSIGN_OR_RETURN(const VisualPlan plan, PlanVisual(shop_, request, *visual));
    if (content.contains("non_goods")) {
      const CellsQuery query = NonGoodsOf(plan.cells);
      ASSIGN_OR_RETURN(const Cells cells, CellsFromSql(shop_, query, run_sql_));
      Expect(request, id, "non_goods", content["non_goods"]["values"], ValuesJson(plan, cells, 0, 0, cells), query);
    }
    if (content.contains("several")) {
      const CellsQuery query = SeveralOf(plan.cells);
      ASSIGN_OR_RETURN(const Cells cells, CellsFromSql(shop_, query, run_sql_));
      const json expected{{"customers", std::to_string(cells.At({Atom::Kind::kSeveral}, 0, 0))},
                          {"of", std::to_string(cells.At({Atom::Kind::kCustomers}, 0, 0))}};
      Expect(request, id, "several", content["several"], expected, query);
    }
    return {};
  }

  void Expect(const PageRequest& request, const std::string& visual, const std::string& cell, const json& shown,
              const json& expected, const CellsQuery& query) {
    ++report_.cells;
    if (shown != expected) Note(request, visual, cell, shown.dump(), expected.dump(), CellsSql(shop_, query));
  }

  // What SQL has and the page does not show: only members beyond the top and pages of tables may be missing.
  Status CompareMissing(const PageRequest& request, const std::string& visual, const NamedCells& shown,
                        const NamedCells& expected, const std::string& sql) {
    const auto options = request.options.find(visual);
    const bool is_cut = options == request.options.end() || !options->second.top.has_value();
    for (const auto& [cell, value] : expected) {
      if (shown.contains(cell) || is_cut || cell.ends_with(": listed")) continue;
      ++report_.cells;
      Note(request, visual, cell, "not shown", value, sql);
    }
    return {};
  }

  // Columns of a table that are names, not measures.
  bool IsOnlyShown(const std::string& cell) const {
    const std::string column = cell.substr(cell.rfind(": ") + 2);
    return shop_.description->FindMeasure(column) == nullptr && column != "last_purchase";
  }

  void Note(const PageRequest& request, const std::string& visual, const std::string& cell, const std::string& cube,
            const std::string& engine, const std::string& sql) {
    if (report_.differences.size() == kMostDifferences) return;
    report_.differences.push_back(fmt::format("{} {} {}: cube {}, SQL {}; state {}; SQL:\n{}", request.page, visual,
                                              cell, cube, engine, StateText(request), sql));
  }

  const Shop& shop_;
  const RunSql& run_sql_;
  CompareReport& report_;
};

}  // namespace

Result<CompareReport> ComparePageStates(const Shop& shop, const RunSql& run_sql, std::uint64_t seed, int states) {
  CompareReport report;
  StateDrawer drawer(shop, seed);
  PageComparison comparison(shop, run_sql, report);
  for (int i = 0; i < states; ++i) RETURN_IF_ERROR(comparison.Compare(drawer.Draw()));
  return report;
}

}  // namespace assay::semantic
