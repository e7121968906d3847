#include "ledger/accounting.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "table/int128.h"

namespace assay::ledger {
namespace {

using table::Int128;

constexpr int kScale = 4;

Result<Int128> Unscaled(std::string_view text) {
  const std::string_view whole_text = text;
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  Int128 value = 0;
  int decimals = -1;
  for (const char c : text) {
    if (c == '.' && decimals < 0) {
      decimals = 0;
    } else if (c >= '0' && c <= '9' && decimals < kScale) {
      value = value * 10 + (c - '0');
      if (decimals >= 0) ++decimals;
    } else {
      return Internal("Cannot add amount '{}': expected a decimal with at most {} decimals", whole_text, kScale);
    }
  }
  for (int i = std::max(decimals, 0); i < kScale; ++i) value *= 10;
  return negative ? -value : value;
}

std::string Print(Int128 value) {
  const bool negative = value < 0;
  if (negative) value = -value;
  std::string digits;
  for (int i = 0; i <= kScale || value > 0; ++i) {
    digits += static_cast<char>('0' + static_cast<int>(value % 10));
    value /= 10;
  }
  std::ranges::reverse(digits);
  digits.insert(digits.size() - kScale, ".");
  return negative ? "-" + digits : digits;
}

std::string Grouped(std::int64_t rows) {
  std::string digits = std::to_string(rows);
  for (int at = static_cast<int>(digits.size()) - 3; at > (rows < 0 ? 1 : 0); at -= 3)
    digits.insert(static_cast<std::size_t>(at), ",");
  return digits;
}

struct Part {
  const Tally* tally;
  std::string_view name;
};

std::vector<Part> PartsOf(const Accounting& a) {
  return {{&a.silver, "silver"},          {&a.duplicates, "duplicates"},    {&a.superseded, "superseded"},
          {&a.deleted, "deleted"},        {&a.markers, "deletion markers"}, {&a.excluded, "excluded by where"},
          {&a.quarantined, "quarantined"}};
}

std::vector<std::pair<std::int64_t, std::string_view>> PartsOf(const EntityAccount& a) {
  return {{a.silver, "silver"},
          {a.versions, "older versions or duplicates"},
          {a.superseded, "superseded"},
          {a.deleted, "deleted"},
          {a.markers, "deletion markers"},
          {a.merged, "merged"},
          {a.quarantined, "quarantined"}};
}

nlohmann::json TallyJson(const Tally& tally) {
  return {{"rows", tally.rows}, {"money", tally.money}, {"unreadable", tally.unreadable}};
}

}  // namespace

Result<std::string> AddMoney(const std::vector<std::string>& amounts) {
  Int128 sum = 0;
  for (const std::string& amount : amounts) {
    ASSIGN_OR_RETURN(const Int128 value, Unscaled(amount));
    sum += value;
  }
  return Print(sum);
}

std::vector<std::string> Sentences(const Accounting& accounting) {
  std::string equation = fmt::format("{} bronze =", Grouped(accounting.bronze.rows));
  std::string separator = " ";
  for (const Part& part : PartsOf(accounting)) {
    if (part.tally->rows == 0 && part.name != "silver") continue;
    equation += fmt::format("{}{} {}", separator, Grouped(part.tally->rows), part.name);
    separator = " + ";
  }
  return {equation,
          fmt::format("{} silver = {} in fact_sales", Grouped(accounting.silver.rows), Grouped(accounting.fact.rows))};
}

Status CheckBalance(const Accounting& accounting) {
  std::int64_t rows = 0;
  std::vector<std::string> money;
  for (const Part& part : PartsOf(accounting)) {
    rows += part.tally->rows;
    money.push_back(part.tally->money);
  }
  if (rows != accounting.bronze.rows) {
    return Gate(
        "Cannot publish: {} bronze rows, but {} accounted for; a gap of {} rows. Nothing was published; this is a bug "
        "in assay, please report it with `assay doctor`",
        accounting.bronze.rows, rows, accounting.bronze.rows - rows);
  }
  ASSIGN_OR_RETURN(const std::string accounted, AddMoney(money));
  ASSIGN_OR_RETURN(const std::string bronze, AddMoney({accounting.bronze.money}));
  if (accounted != bronze) {
    return Gate(
        "Cannot publish: bronze amounts to {}, but {} is accounted for. Nothing was published; this is a bug in assay, "
        "please report it with `assay doctor`",
        bronze, accounted);
  }
  const bool fact_agrees = accounting.silver.rows == accounting.fact.rows;
  if (!fact_agrees)
    return Gate("Cannot publish: {} silver lines, but {} in fact_sales; nothing was published", accounting.silver.rows,
                accounting.fact.rows);
  return {};
}

std::string Sentence(const EntityAccount& account) {
  std::string sentence = fmt::format("{}: {} bronze =", account.entity, Grouped(account.bronze));
  std::string separator = " ";
  for (const auto& [rows, name] : PartsOf(account)) {
    if (rows == 0 && name != "silver") continue;
    sentence += fmt::format("{}{} {}", separator, Grouped(rows), name);
    separator = " + ";
  }
  return sentence;
}

Status CheckBalance(const EntityAccount& account) {
  std::int64_t rows = 0;
  for (const auto& [part, name] : PartsOf(account)) rows += part;
  if (rows == account.bronze) return {};
  return Gate(
      "Cannot publish: {} bronze rows of {}, but {} accounted for. Nothing was published; this is a bug in assay, "
      "please report it with `assay doctor`",
      account.bronze, account.entity, rows);
}

nlohmann::json ToJson(const Accounting& accounting) {
  nlohmann::json json{{"bronze", TallyJson(accounting.bronze)},
                      {"fact", TallyJson(accounting.fact)},
                      {"sentences", Sentences(accounting)},
                      {"possible_duplicates", accounting.possible_duplicates},
                      {"possible_duplicates_money", accounting.possible_duplicates_money}};
  json["silver"] = TallyJson(accounting.silver);
  json["duplicates"] = TallyJson(accounting.duplicates);
  json["superseded"] = TallyJson(accounting.superseded);
  json["deleted"] = TallyJson(accounting.deleted);
  json["markers"] = TallyJson(accounting.markers);
  json["excluded"] = TallyJson(accounting.excluded);
  json["quarantined"] = TallyJson(accounting.quarantined);
  json["entities"] = nlohmann::json::array();
  for (const EntityAccount& account : accounting.entities) {
    nlohmann::json entity{{"entity", account.entity}, {"bronze", account.bronze}, {"sentence", Sentence(account)}};
    for (const auto& [rows, name] : PartsOf(account)) entity["parts"][std::string(name)] = rows;
    json["entities"].push_back(std::move(entity));
  }
  return json;
}

namespace {

constexpr std::array<std::pair<const char*, Tally Accounting::*>, 9> kTallies{
    {{"bronze", &Accounting::bronze},
     {"silver", &Accounting::silver},
     {"fact", &Accounting::fact},
     {"duplicates", &Accounting::duplicates},
     {"superseded", &Accounting::superseded},
     {"deleted", &Accounting::deleted},
     {"markers", &Accounting::markers},
     {"excluded", &Accounting::excluded},
     {"quarantined", &Accounting::quarantined}}};

EntityAccount EntityFromJson(const nlohmann::json& json) {
  EntityAccount account{.entity = json.at("entity"), .bronze = json.at("bronze")};
  const nlohmann::json& parts = json.at("parts");
  account.silver = parts.at("silver");
  account.versions = parts.at("older versions or duplicates");
  account.superseded = parts.at("superseded");
  account.deleted = parts.at("deleted");
  account.markers = parts.at("deletion markers");
  account.merged = parts.at("merged");
  account.quarantined = parts.at("quarantined");
  return account;
}

std::string Negated(const std::string& amount) { return amount.starts_with('-') ? amount.substr(1) : "-" + amount; }

}  // namespace

Result<Accounting> AccountingFromJson(const nlohmann::json& json) {
  try {
    Accounting accounting;
    for (const auto& [name, member] : kTallies) {
      const nlohmann::json& tally = json.at(name);
      accounting.*member = {.rows = tally.at("rows"), .money = tally.at("money"), .unreadable = tally.at("unreadable")};
    }
    accounting.possible_duplicates = json.at("possible_duplicates");
    accounting.possible_duplicates_money = json.at("possible_duplicates_money");
    for (const nlohmann::json& entity : json.at("entities")) accounting.entities.push_back(EntityFromJson(entity));
    return accounting;
  } catch (const nlohmann::json::exception& error) {
    return Corrupt("Cannot read the accounting of a release: {}", error.what());
  }
}

Result<Accounting> Reclassed(const Accounting& total, const Accounting& before, const Accounting& now) {
  Accounting result = total;
  for (const auto& [name, member] : kTallies) {
    Tally& tally = result.*member;
    tally.rows += (now.*member).rows - (before.*member).rows;
    tally.unreadable += (now.*member).unreadable - (before.*member).unreadable;
    ASSIGN_OR_RETURN(tally.money, AddMoney({tally.money, Negated((before.*member).money), (now.*member).money}));
  }
  result.possible_duplicates += now.possible_duplicates - before.possible_duplicates;
  ASSIGN_OR_RETURN(result.possible_duplicates_money,
                   AddMoney({total.possible_duplicates_money, Negated(before.possible_duplicates_money),
                             now.possible_duplicates_money}));
  return result;
}

}  // namespace assay::ledger
