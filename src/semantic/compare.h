#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "semantic/answer.h"

namespace assay::semantic {

struct CompareReport {
  std::int64_t states = 0;
  std::int64_t visuals = 0;
  std::int64_t cells = 0;
  std::vector<std::string> differences;  ///< the first 20: page, visual, cell, both values, state, SQL
};

/// Draws `states` page states from `seed` (filters on every dimension, days, options) and compares every cell that
/// AnswerPage gives from the cube with what VisualSql gives on the engine.
Result<CompareReport> ComparePageStates(const Shop& shop, const RunSql& run_sql, std::uint64_t seed, int states);

}  // namespace assay::semantic
