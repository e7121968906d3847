#pragma once

/// The server's way through this folder, in this order:
///   description.h  LoadDescription(project folder), once at start
///   shop.h         SettingsOf, OpenShop(description, image, settings), once per release
///   pages.h        PagesJson, MembersJson: /api/pages, /api/members
///   state.h        ParsePageRequest (bodies), ParseParameters (addresses), ParseState, ParseWhere
///   answer.h       AnswerPage: /api/query
///   sql.h          RowsQuery, ExplainMeasure, VisualCsvSql: /api/rows, /api/explain, /api/csv
///   statements.h   is part of AnswerPage
///   compare.h      ComparePageStates: cube against SQL, for tests
#include <functional>
#include <stop_token>
#include <string>

#include <nlohmann/json.hpp>

#include "base/result.h"
#include "engine/rows.h"
#include "semantic/answer_memory.h"
#include "semantic/state.h"

namespace assay::semantic {

/// Runs one SELECT over the release's gold tables (gold.fact_sales, gold.dim_*).
using RunSql = std::function<Result<engine::Rows>(const std::string& sql)>;

struct AnswerContext {
  unsigned threads = 0;            ///< of the cube; 0 = all cores
  std::stop_token stop = {};       ///< kCancelled soon after a stop
  RunSql run_sql = {};             ///< for what the cube cannot answer (days that do not follow one another)
  AnswerMemory* memory = nullptr;  ///< of this release; looked into first
};

/// Every visual asked for, from one pass over the image: {"as_of", "days", "missing", "visuals": {id: answer}} as the
/// page expects it (docs/reference/openapi.yaml). Chosen values that the shop no longer has are listed in "missing" and
/// let nothing pass. kInvalidInput for what the request cannot ask, kUnsupported for days that need `run_sql` without
/// it, kCancelled.
Result<nlohmann::json> AnswerPage(const Shop& shop, const PageRequest& request, const AnswerContext& context);

}  // namespace assay::semantic
