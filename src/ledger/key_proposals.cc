#include "ledger/key_proposals.h"

#include <algorithm>

#include <fmt/format.h>

#include "engine/sql_text.h"

namespace assay::ledger {
namespace {

using engine::SqlString;
using engine::duckdb::Connection;

constexpr int kMostIds = 100000;
constexpr int kSampleIds = 300;

// Distinct ids of both sides as text and, where they are, as numbers.
Status MakeIdTables(Connection& connection, const Relationship& r) {
  const std::string number = r.integer ? "CAST(id AS BIGINT)" : "TRY_CAST(id AS BIGINT)";
  const auto table = [&](std::string_view name, const std::string& relation) {
    return fmt::format(
        "CREATE OR REPLACE TEMP TABLE {0} AS SELECT CAST(id AS VARCHAR) AS t, {1} AS n FROM (SELECT DISTINCT {2} AS id "
        "FROM {3} WHERE {2} IS NOT NULL "
        "ORDER BY id LIMIT {4});",
        name, number, r.column, relation, kMostIds);
  };
  return connection.Execute(
      table("sales_ids", r.sales) + table("entity_ids", r.entity) +
      fmt::format("CREATE OR REPLACE TEMP TABLE sample_ids AS SELECT * FROM sales_ids ORDER BY md5(t) LIMIT {}",
                  kSampleIds));
}

Result<std::int64_t> Coverage(Connection& connection, const std::string& sales_id, const std::string& entity_id) {
  ASSIGN_OR_RETURN(
      const std::string matched,
      connection.Scalar(fmt::format("SELECT count(*) FROM sales_ids AS s WHERE {} IN (SELECT {} FROM entity_ids AS e)",
                                    sales_id, entity_id)));
  return std::stoll(matched);
}

// The offsets that match most of a sample are few; each is then counted over all ids.
Status ProposeOffsets(Connection& connection, std::vector<KeyProposal>& proposals) {
  ASSIGN_OR_RETURN(const engine::Rows candidates,
                   connection.Query("WITH hits AS (SELECT e.n - s.n AS o, count(*) AS c FROM sample_ids AS s JOIN "
                                    "entity_ids AS e ON s.n IS NOT NULL AND e.n IS NOT NULL "
                                    "GROUP BY o) SELECT o FROM hits WHERE o <> 0 AND c * 2 >= (SELECT max(c) FROM "
                                    "hits) ORDER BY c DESC, abs(o), o LIMIT 2000"));
  if (candidates.size() == 0) return {};
  std::string offsets;
  for (std::size_t i = 0; i < candidates.size(); ++i)
    offsets += fmt::format("{}({})", i == 0 ? "" : ", ", candidates.Text(i, 0));
  ASSIGN_OR_RETURN(
      const engine::Rows best,
      connection.Query(fmt::format("WITH counted AS (SELECT o, count(*) AS c FROM (VALUES {}) AS offsets(o) JOIN "
                                   "sales_ids AS s ON true JOIN entity_ids AS e ON e.n = s.n + o GROUP BY o) "
                                   "SELECT c, count(*), min(o), max(o), arg_min(o, abs(o)) FROM counted WHERE c = "
                                   "(SELECT max(c) FROM counted) GROUP BY c",
                                   offsets)));
  if (best.size() == 0) return {};
  KeyProposal proposal;
  ASSIGN_OR_RETURN(proposal.matched_ids, best.Integer(0, 0));
  ASSIGN_OR_RETURN(proposal.equally_good, best.Integer(0, 1));
  ASSIGN_OR_RETURN(const std::int64_t low, best.Integer(0, 2));
  ASSIGN_OR_RETURN(const std::int64_t high, best.Integer(0, 3));
  proposal.yaml = fmt::format("offset: {}", best.Text(0, 4));
  if (proposal.equally_good > 1) {
    const bool dense = high - low + 1 == proposal.equally_good;
    proposal.equally_good_text =
        fmt::format("{} offsets fit equally ({}{} to {})", proposal.equally_good, dense ? "" : "between ", low, high);
  }
  proposals.push_back(std::move(proposal));
  return {};
}

Status ProposeForms(Connection& connection, std::vector<KeyProposal>& proposals) {
  const auto form = [&](const char* yaml, const std::string& expression) -> Status {
    const auto on = [&](const char* side) { return fmt::format(fmt::runtime(expression), side); };
    KeyProposal proposal{.yaml = yaml};
    ASSIGN_OR_RETURN(proposal.matched_ids, Coverage(connection, on("s.t"), on("e.t")));
    proposals.push_back(std::move(proposal));
    return {};
  };
  RETURN_IF_ERROR(form("trim: true", "trim({})"));
  RETURN_IF_ERROR(form("ignore_case: true", "lower(trim({}))"));
  return form("strip_zeros: true", "regexp_replace({}, '^0+([^0].*|0)$', '\\1')");
}

// The longer of two ids ends with the other: what stands before is the prefix.
Status ProposePrefix(Connection& connection, bool strip, std::vector<KeyProposal>& proposals) {
  const std::string longer = strip ? "s.t" : "e.t";
  const std::string shorter = strip ? "e.t" : "s.t";
  ASSIGN_OR_RETURN(const engine::Rows best,
                   connection.Query(fmt::format(
                       "SELECT substring({0}, 1, length({0}) - length({1})) AS p, count(*) AS c FROM sample_ids AS s "
                       "JOIN entity_ids AS e ON "
                       "length({0}) > length({1}) AND ends_with({0}, {1}) GROUP BY p ORDER BY c DESC, p LIMIT 1",
                       longer, shorter)));
  if (best.size() == 0) return {};
  const std::string prefix = best.Text(0, 0);
  KeyProposal proposal{.yaml = fmt::format("{}: {}", strip ? "strip_prefix" : "add_prefix", SqlString(prefix))};
  const std::string length = std::to_string(prefix.size() + 1);
  const std::string mapped =
      strip ? fmt::format("CASE WHEN starts_with(s.t, {}) THEN substring(s.t, {}) END", SqlString(prefix), length)
            : fmt::format("{} || s.t", SqlString(prefix));
  ASSIGN_OR_RETURN(proposal.matched_ids, Coverage(connection, mapped, "e.t"));
  proposals.push_back(std::move(proposal));
  return {};
}

}  // namespace

Result<std::vector<KeyProposal>> ProposeMappings(Connection& connection, const Relationship& relationship,
                                                 std::int64_t matched_ids) {
  std::vector<KeyProposal> proposals;
  RETURN_IF_ERROR(MakeIdTables(connection, relationship));
  RETURN_IF_ERROR(ProposeOffsets(connection, proposals));
  RETURN_IF_ERROR(ProposeForms(connection, proposals));
  RETURN_IF_ERROR(ProposePrefix(connection, true, proposals));
  RETURN_IF_ERROR(ProposePrefix(connection, false, proposals));
  std::erase_if(proposals, [&](const KeyProposal& p) { return p.matched_ids <= matched_ids; });
  std::ranges::stable_sort(proposals,
                           [](const KeyProposal& a, const KeyProposal& b) { return a.matched_ids > b.matched_ids; });
  return proposals;
}

}  // namespace assay::ledger
