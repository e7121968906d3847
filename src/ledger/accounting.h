#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "base/result.h"

namespace assay::ledger {

/// Rows and money of one class of rows. Money is decimal text; rows whose amount cannot be read add nothing to it and
/// are counted in `unreadable`.
struct Tally {
  std::int64_t rows = 0;
  std::string money = "0.0000";
  std::int64_t unreadable = 0;
};

/// Where every bronze row of another entity went: bronze = silver + versions + superseded + deleted + markers + merged
/// + quarantined.
struct EntityAccount {
  std::string entity;
  std::int64_t bronze = 0;
  std::int64_t silver = 0;
  std::int64_t versions = 0;    ///< duplicates and older versions of a key
  std::int64_t superseded = 0;  ///< rows of a file that was loaded again
  std::int64_t deleted = 0;
  std::int64_t markers = 0;
  std::int64_t merged = 0;       ///< customers whose id stands for another
  std::int64_t quarantined = 0;  ///< rows without a key
};

/// "30 bronze = 27 silver + 3 older versions".
std::string Sentence(const EntityAccount& account);

/// kGate, naming the entity and the gap, when the equation does not hold.
Status CheckBalance(const EntityAccount& account);

/// Where every bronze row of the transactions went. The equation, in rows and (for rows in force) in money:
///   bronze = silver + duplicates + superseded + deleted + markers + excluded + quarantined, and silver = fact.
struct Accounting {
  Tally bronze;
  Tally silver;
  Tally fact;
  Tally duplicates;  ///< rows that say the same as the winner of their key
  Tally superseded;  ///< older versions of a key, and rows of a file that was loaded again
  Tally deleted;     ///< rows the source no longer has
  Tally markers;     ///< rows that record a deletion
  Tally excluded;    ///< left out by `where`
  Tally quarantined;
  std::int64_t possible_duplicates = 0;  ///< equal lines of tables without a key: kept, counted
  std::string possible_duplicates_money = "0.0000";
  std::vector<EntityAccount> entities;  ///< of the other entities that have a table
};

/// The sentences of the equation with its figures, such as "1,056 bronze = 1,049 silver + 5 duplicates + 2
/// quarantined".
std::vector<std::string> Sentences(const Accounting& accounting);

/// kGate, naming the gap in rows or money, when the equation does not hold. Money compares decimal texts of scale 4
/// exactly.
Status CheckBalance(const Accounting& accounting);

nlohmann::json ToJson(const Accounting& accounting);

/// What `ToJson` wrote; kCorrupt for anything else.
Result<Accounting> AccountingFromJson(const nlohmann::json& json);

/// `total` with the rows that were classed as `before` classed as `now`; its entities stay. Silver and fact, too.
Result<Accounting> Reclassed(const Accounting& total, const Accounting& before, const Accounting& now);

/// Sum and difference of decimal texts with at most 4 decimals; exact within 128 bits. kInternal for other texts.
Result<std::string> AddMoney(const std::vector<std::string>& amounts);

}  // namespace assay::ledger
