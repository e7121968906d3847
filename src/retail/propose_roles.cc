#include "retail/propose_roles.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include <fmt/format.h>

namespace assay::retail {
namespace {

// Names that often mean a canonical column, but not surely: found only here, and marked as doubtful.
const std::vector<std::pair<std::string_view, std::vector<std::string_view>>> kLooseNames{
    {"order_id", {"order", "receipt", "rcpt", "ticket", "bill", "salesorder"}},
    {"customer_id", {"email", "mail", "buyer", "member", "client", "customeremail"}},
    {"product_id", {"item", "article", "product", "goods"}},
    {"product_name", {"item", "title"}},
    {"store_id", {"store", "branch", "shop", "outlet", "branchno"}},
    {"quantity", {"pieces", "pcs", "count", "number"}},
    {"amount", {"total", "amt", "value", "sales", "revenue"}},
    {"category", {"department", "family", "group"}},
    {"country", {"shipto", "shippingcountry"}},
};

std::string Normal(std::string_view name) {
  std::string normal = NormaliseName(name);
  std::erase_if(normal, [](char c) { return c == '(' || c == ')' || c == '/'; });
  return normal;
}

const ColumnFacts* FindNamed(const TableFacts& table, std::string_view normal) {
  for (const ColumnFacts& column : table.columns) {
    if (Normal(column.name) == normal) return &column;
  }
  return nullptr;
}

bool Fits(const ColumnFacts& column, ColumnKind kind) {
  if (kind == ColumnKind::kQuantity || kind == ColumnKind::kMoney) return column.is_number;
  return kind != ColumnKind::kDate || column.is_date || column.values == 0;
}

const ColumnFacts* FindByName(const TableFacts& table, const CanonicalColumn& canonical) {
  std::vector<std::string> names{NormaliseName(canonical.name)};
  names.insert(names.end(), canonical.aliases.begin(), canonical.aliases.end());
  for (const std::string& name : names) {
    const ColumnFacts* found = FindNamed(table, name);
    if (found != nullptr && Fits(*found, canonical.kind)) return found;
  }
  return nullptr;
}

const ColumnFacts* FindLoosely(const TableFacts& table, const CanonicalColumn& canonical) {
  const auto loose = std::ranges::find(kLooseNames, canonical.name, [](const auto& entry) { return entry.first; });
  if (loose == kLooseNames.end()) return nullptr;
  for (const std::string_view name : loose->second) {
    const ColumnFacts* found = FindNamed(table, name);
    if (found != nullptr && Fits(*found, canonical.kind)) return found;
  }
  return nullptr;
}

bool IsTaken(const RoleGuess& guess, const std::string& column) {
  return std::ranges::any_of(guess.columns, [&](const auto& entry) { return entry.second.column == column; });
}

void GuessColumns(const TableFacts& table, RoleGuess& guess) {
  for (const CanonicalColumn& canonical : ColumnsOf(guess.entity)) {
    if (const ColumnFacts* found = FindByName(table, canonical); found != nullptr && !IsTaken(guess, found->name)) {
      guess.columns.emplace(canonical.name, ColumnGuess{found->name, ""});
    }
  }
  if (guess.entity != Entity::kTransactions) return;
  for (const CanonicalColumn& canonical : ColumnsOf(guess.entity)) {
    if (guess.columns.contains(canonical.name)) continue;
    const ColumnFacts* found = FindLoosely(table, canonical);
    if (found == nullptr || IsTaken(guess, found->name)) continue;
    guess.columns.emplace(canonical.name,
                          ColumnGuess{found->name, fmt::format("is '{}' the {}?", found->name, canonical.name)});
  }
}

void GuessDate(const TableFacts& table, RoleGuess& guess) {
  if (guess.columns.contains("date")) return;
  for (const ColumnFacts& column : table.columns) {
    if (!column.is_date || IsTaken(guess, column.name)) continue;
    guess.columns.emplace("date", ColumnGuess{column.name, "it is the first column with dates"});
    return;
  }
}

// More is better; 0 = cannot be the transactions.
int TransactionScore(const RoleGuess& guess) {
  const auto has = [&](std::string_view name) { return guess.columns.contains(name); };
  if (!has("date") || !(has("quantity") || has("price") || has("amount"))) return 0;
  int score = 1;
  for (const std::string_view name :
       {"quantity", "price", "amount", "customer_id", "product_id", "store_id", "order_id", "line_id"})
    score += has(name) ? 2 : 0;
  return score;
}

std::optional<RoleGuess> GuessTransactions(const std::vector<TableFacts>& tables) {
  std::optional<RoleGuess> best;
  int best_score = 0;
  for (std::size_t i = 0; i < tables.size(); ++i) {
    RoleGuess guess{.entity = Entity::kTransactions, .table = i};
    GuessColumns(tables[i], guess);
    GuessDate(tables[i], guess);
    const int score = TransactionScore(guess);
    if (score < best_score || score == 0) continue;
    if (best && score == best_score && tables[i].rows <= tables[best->table].rows) continue;
    best = std::move(guess);
    best_score = score;
  }
  return best;
}

bool IsUnique(const TableFacts& table, const std::string& name) {
  const auto column = std::ranges::find(table.columns, name, &ColumnFacts::name);
  return column != table.columns.end() && table.rows > 0 && column->values == table.rows &&
         column->distinct == table.rows;
}

// "id" alone says nothing about the table: then the table's name must.
bool NamesEntity(const TableFacts& table, Entity entity, const std::string& key) {
  if (Normal(key) != "id") return true;
  constexpr std::array<std::pair<Entity, std::string_view>, 9> kWords{{{Entity::kProducts, "product"},
                                                                       {Entity::kProducts, "item"},
                                                                       {Entity::kProducts, "article"},
                                                                       {Entity::kStores, "store"},
                                                                       {Entity::kStores, "branch"},
                                                                       {Entity::kStores, "shop"},
                                                                       {Entity::kCustomers, "customer"},
                                                                       {Entity::kCustomers, "client"},
                                                                       {Entity::kCustomers, "member"}}};
  return std::ranges::any_of(
      kWords, [&](const auto& word) { return word.first == entity && Normal(table.name).contains(word.second); });
}

std::optional<RoleGuess> GuessDimension(const std::vector<TableFacts>& tables, Entity entity, const RoleGuess& sales,
                                        const MatchShare& match) {
  const auto used = sales.columns.find(KeyColumn(entity));
  if (used == sales.columns.end()) return std::nullopt;
  std::optional<RoleGuess> best;
  int best_share = -1;
  for (std::size_t i = 0; i < tables.size(); ++i) {
    if (i == sales.table) continue;
    RoleGuess guess{.entity = entity, .table = i};
    GuessColumns(tables[i], guess);
    const auto key = guess.columns.find(KeyColumn(entity));
    if (key == guess.columns.end() || !IsUnique(tables[i], key->second.column) ||
        !NamesEntity(tables[i], entity, key->second.column))
      continue;
    const int share = match(sales.table, used->second.column, i, key->second.column);
    if (share <= best_share) continue;
    best_share = share;
    if (share < 1000)
      guess.doubt = fmt::format("{}.{} % of the different {} of {} are found in {}.{}", share / 10, share % 10,
                                used->second.column, tables[sales.table].name, tables[i].name, key->second.column);
    best = std::move(guess);
  }
  return best_share < 500 ? std::nullopt : best;
}

}  // namespace

std::vector<RoleGuess> ProposeRoles(const std::vector<TableFacts>& tables, const MatchShare& match) {
  auto sales = GuessTransactions(tables);
  if (!sales) return {};
  std::vector<RoleGuess> guesses{*sales};
  for (const Entity entity : {Entity::kProducts, Entity::kStores, Entity::kCustomers}) {
    if (auto guess = GuessDimension(tables, entity, *sales, match)) guesses.push_back(*std::move(guess));
  }
  return guesses;
}

std::optional<ColumnGuess> ProposeKey(const TableFacts& table) {
  const auto is_key_name = [](const ColumnFacts& column) {
    const std::string name = Normal(column.name);
    return std::ranges::any_of(std::array<std::string_view, 5>{"id", "no", "code", "key", "number"},
                               [&](std::string_view end) { return name.ends_with(end); });
  };
  for (const ColumnFacts& column : table.columns) {
    if (is_key_name(column) && IsUnique(table, column.name)) return ColumnGuess{column.name, ""};
  }
  for (const ColumnFacts& column : table.columns) {
    const bool nearly = column.values == table.rows && table.rows >= 50 && column.distinct * 100 >= table.rows * 98 &&
                        column.distinct < table.rows;
    if (!is_key_name(column) || !nearly || &column != table.columns.data()) continue;
    const auto share = column.distinct * 1000 / table.rows;
    return ColumnGuess{column.name,
                       fmt::format("only {}.{} % of its values differ; of rows with one key the newest counts",
                                   share / 10, share % 10)};
  }
  return std::nullopt;
}

std::vector<std::string> ProposePii(const TableFacts& table, bool is_customers) {
  std::vector<std::string> columns;
  for (const ColumnFacts& column : table.columns) {
    const std::string name = Normal(column.name);
    const bool personal = std::ranges::any_of(
        std::array<std::string_view, 11>{"email", "e-mail", "mail", "phone", "mobile", "fullname", "firstname",
                                         "lastname", "customername", "birth", "address"},
        [&](std::string_view word) { return name.contains(word); });
    if (personal || (is_customers && name == "name")) columns.push_back(column.name);
  }
  return columns;
}

}  // namespace assay::retail
