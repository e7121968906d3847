#pragma once

#include <nlohmann/json.hpp>

#include "semantic/plan.h"

/// Private to this folder: the answers of the kinds of visuals, made of cells.
namespace assay::semantic {

nlohmann::json LabelJson(const Member& member);
nlohmann::json ValueJson(const std::optional<Decimal>& value);

/// {measure: value} of one cell.
nlohmann::json ValuesJson(const VisualPlan& plan, const Cells& cells, std::uint32_t first, std::uint32_t second,
                          const Cells& total);

/// A plan and what became of its queries.
struct Answered {
  const Shop& shop;
  const State& state;
  const VisualPlan& plan;
  const Cells& cells;  ///< by the first group
  const Cells& total;
  const Cells* parts = nullptr;  ///< by both groups, where there are two
};

bool IsSelected(const Answered& answered, std::size_t group, const std::string& key);

nlohmann::json GroupedJson(const Answered& answered);
nlohmann::json LineJson(const Answered& answered);
nlohmann::json ChangeJson(const VisualPlan& plan, const Compared& compared, const Cells& period, const Cells& against);
Result<nlohmann::json> StoresTableJson(const Answered& answered);

/// The list that a table of customers shows a page of. kInvalidInput for a column that it cannot be sorted by.
Result<cube::ListOutput> ListOf(const Shop& shop, const VisualPlan& plan);

/// `list`: the answer to ListOf where the cube gave it, else null; then the engine is asked.
Result<nlohmann::json> CustomersTableJson(const Shop& shop, const VisualPlan& plan, const Cells& total,
                                          const cube::CustomerList* list, const AnswerContext& context);

}  // namespace assay::semantic
