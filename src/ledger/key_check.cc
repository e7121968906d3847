#include "ledger/key_check.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "ledger/accounting.h"
#include "ledger/key_proposals.h"

namespace assay::ledger {
namespace {

Result<std::vector<std::string>> FirstColumn(engine::duckdb::Connection& connection, const std::string& sql) {
  ASSIGN_OR_RETURN(const engine::Rows rows, connection.Query(sql));
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < rows.size(); ++i) texts.push_back(rows.Text(i, 0));
  return texts;
}

// a/b > permille/1000 in whole units, without division.
bool ShareIsAbove(long double part, long double whole, int permille) {
  return whole > 0 && part * 1000 > whole * permille;
}

}  // namespace

bool KeyReport::IsAbove(int permille) const {
  const bool lines_above =
      ShareIsAbove(static_cast<long double>(unmatched_lines), static_cast<long double>(lines), permille);
  return lines_above || ShareIsAbove(std::stold(unmatched_money), std::stold(money), permille);
}

Result<KeyReport> CheckKeys(engine::duckdb::Connection& connection, const Relationship& r) {
  KeyReport report{.name = r.name, .column = r.column};
  ASSIGN_OR_RETURN(
      const engine::Rows counts,
      connection.Query(fmt::format(
          "WITH sold AS (SELECT {0} AS id, count(*) AS lines, CAST(sum(abs(amount)) AS DECIMAL(38,4)) AS money FROM "
          "{1} WHERE {0} IS NOT NULL GROUP BY id), "
          "known AS (SELECT DISTINCT {0} AS id FROM {2} WHERE {0} IS NOT NULL), "
          "both_sides AS (SELECT s.*, k.id IS NOT NULL AS found FROM sold AS s LEFT JOIN known AS k ON k.id = s.id) "
          "SELECT count(*), count(*) FILTER (found), (SELECT count(*) FROM known), CAST(COALESCE(sum(lines), 0) AS "
          "BIGINT), CAST(COALESCE(sum(lines) FILTER (NOT found), 0) AS BIGINT), "
          "CAST(COALESCE(sum(money), 0) AS DECIMAL(38,4)), CAST(COALESCE(sum(money) FILTER (NOT found), 0) AS "
          "DECIMAL(38,4)) FROM both_sides",
          r.column, r.sales, r.entity)));
  ASSIGN_OR_RETURN(report.ids, counts.Integer(0, 0));
  ASSIGN_OR_RETURN(report.matched_ids, counts.Integer(0, 1));
  ASSIGN_OR_RETURN(report.entity_ids, counts.Integer(0, 2));
  ASSIGN_OR_RETURN(report.lines, counts.Integer(0, 3));
  ASSIGN_OR_RETURN(report.unmatched_lines, counts.Integer(0, 4));
  report.money = counts.Text(0, 5);
  report.unmatched_money = counts.Text(0, 6);
  report.entity_ids_used = report.matched_ids;
  if (report.unmatched_lines == 0) return report;
  const std::string examples =
      "SELECT DISTINCT CAST({0} AS VARCHAR), {0} FROM {1} WHERE {0} IS NOT NULL AND {0} NOT IN (SELECT {0} FROM {2} "
      "WHERE {0} IS NOT NULL) ORDER BY {0} LIMIT 5";
  ASSIGN_OR_RETURN(report.sales_examples,
                   FirstColumn(connection, fmt::format(fmt::runtime(examples), r.column, r.sales, r.entity)));
  ASSIGN_OR_RETURN(report.entity_examples,
                   FirstColumn(connection, fmt::format(fmt::runtime(examples), r.column, r.entity, r.sales)));
  ASSIGN_OR_RETURN(report.proposals, ProposeMappings(connection, r, report.matched_ids));
  return report;
}

std::string Describe(const KeyReport& report) {
  std::string text = fmt::format(
      "{}: {} of {} ids matched, {} of {} lines ({} of {} in money) have no match; {} of {} ids of the table have "
      "sales",
      report.name, report.matched_ids, report.ids, report.unmatched_lines, report.lines, report.unmatched_money,
      report.money, report.entity_ids_used, report.entity_ids);
  if (report.unmatched_lines == 0) return text;
  text += fmt::format("\n  unmatched in the sales: {}", fmt::join(report.sales_examples, ", "));
  if (!report.entity_examples.empty())
    text += fmt::format("\n  without sales in the table: {}", fmt::join(report.entity_examples, ", "));
  for (const KeyProposal& proposal : report.proposals) {
    text += fmt::format("\n  mapping {{{}}} would match {} of {} ids", proposal.yaml, proposal.matched_ids, report.ids);
    if (proposal.equally_good > 1)
      text += fmt::format("; {}, so the data alone cannot tell which is right: choose by what you know",
                          proposal.equally_good_text);
  }
  if (report.proposals.empty()) text += "\n  no offset, prefix, leading zeros, case or spaces explain the difference";
  return text;
}

nlohmann::json ToJson(const KeyReport& report) {
  nlohmann::json proposals = nlohmann::json::array();
  for (const KeyProposal& p : report.proposals) {
    proposals.push_back({{"map", p.yaml},
                         {"matched_ids", p.matched_ids},
                         {"equally_good", p.equally_good},
                         {"equally_good_text", p.equally_good_text}});
  }
  return {{"relationship", report.name},
          {"column", report.column},
          {"ids", report.ids},
          {"matched_ids", report.matched_ids},
          {"entity_ids", report.entity_ids},
          {"entity_ids_used", report.entity_ids_used},
          {"lines", report.lines},
          {"unmatched_lines", report.unmatched_lines},
          {"money", report.money},
          {"unmatched_money", report.unmatched_money},
          {"unmatched_examples", report.sales_examples},
          {"unused_examples", report.entity_examples},
          {"proposals", proposals}};
}

}  // namespace assay::ledger
