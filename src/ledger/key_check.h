#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "engine/duckdb/database.h"

namespace assay::ledger {

/// One relationship: ids on the sales' side and the table they should be found in, as relations of the engine.
struct Relationship {
  std::string name;     ///< "transactions.customer_id -> customers"
  std::string column;   ///< customer_id, in both relations
  std::string sales;    ///< relation with `column` and `amount`
  std::string entity;   ///< relation with `column`
  bool integer = true;  ///< ids are numbers
};

/// A mapping that would match more ids, as it would stand in assay.yaml.
struct KeyProposal {
  std::string yaml;  ///< "offset: 900"
  std::int64_t matched_ids = 0;
  /// How many mappings of this kind match just as many ids; above 1 the data cannot tell them apart.
  std::int64_t equally_good = 1;
  std::string equally_good_text;  ///< "offsets 900 to 923"
};

/// Matched and unmatched on both sides. Lines without an id (guests) are not part of it.
struct KeyReport {
  std::string name;
  std::string column;
  std::int64_t ids = 0;  ///< distinct ids in the sales
  std::int64_t matched_ids = 0;
  std::int64_t entity_ids = 0;       ///< ids in the table
  std::int64_t entity_ids_used = 0;  ///< of those, with sales
  std::int64_t lines = 0;
  std::int64_t unmatched_lines = 0;
  std::string money = "0.0000";  ///< sum of absolute amounts
  std::string unmatched_money = "0.0000";
  std::vector<std::string> sales_examples;   ///< unmatched ids, smallest first
  std::vector<std::string> entity_examples;  ///< ids of the table without sales
  std::vector<KeyProposal> proposals;        ///< best first; only when something is unmatched

  /// Whether more than `permille` of the lines, or of the money, have no match.
  bool IsAbove(int permille) const;
};

/// Counts one relationship, and searches for mappings when something is unmatched: a constant offset, a prefix to strip
/// or to add, leading zeros, case, surrounding spaces. Searching looks at up to 100,000 ids of each side. Chooses none.
Result<KeyReport> CheckKeys(engine::duckdb::Connection& connection, const Relationship& relationship);

/// The message for people when a gate is broken, or for `assay keys`: counts, examples of both sides, proposals, next
/// step.
std::string Describe(const KeyReport& report);

nlohmann::json ToJson(const KeyReport& report);

}  // namespace assay::ledger
