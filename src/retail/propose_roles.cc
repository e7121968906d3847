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

bool IsUnique(const TableFacts& table, const std::string& name) {
  const auto column = std::ranges::find(table.columns, name, &ColumnFacts::name);
  return column != table.columns.end() && table.rows > 0 && column->values == table.rows &&
         column->distinct == table.rows;
}

bool NamesAnOrder(const ColumnFacts& column) {
  const std::string name = Normal(column.name);
  constexpr std::array<std::string_view, 6> kParts{"order", "invoice", "receipt", "rcpt", "ticket", "basket"};
  constexpr std::array<std::string_view, 8> kNames{"bill",   "billid",  "billno",        "saleid",
                                                   "saleno", "salesid", "transactionid", "transactionno"};
  if (column.is_date) return false;
  return std::ranges::find(kNames, name) != kNames.end() ||
         std::ranges::any_of(kParts, [&](std::string_view part) { return name.contains(part); });
}

// The column of an order number that both tables have, where `orders` has each number once and every one of the lines.
std::optional<JoinGuess> FindOrders(const std::vector<TableFacts>& tables, std::size_t lines, std::size_t orders,
                                    const MatchShare& match) {
  for (const ColumnFacts& column : tables[lines].columns) {
    if (!NamesAnOrder(column) || column.values == 0 || IsUnique(tables[lines], column.name)) continue;
    const ColumnFacts* other = FindNamed(tables[orders], Normal(column.name));
    if (other == nullptr || !IsUnique(tables[orders], other->name)) continue;
    if (match(lines, column.name, orders, other->name) < 1000) continue;
    return JoinGuess{
        orders, column.name, other->name,
        fmt::format("each {} of {} is one row of {}", column.name, tables[lines].name, tables[orders].name)};
  }
  return std::nullopt;
}

// What an order says of all its lines; the rest is the lines' own.
bool IsOfTheOrder(std::string_view canonical) {
  constexpr std::array<std::string_view, 8> kColumns{"order_id", "date",          "customer_id", "store_id",
                                                     "currency", "customer_name", "country",     "store_name"};
  return std::ranges::find(kColumns, canonical) != kColumns.end();
}

void AddOrders(const std::vector<TableFacts>& tables, const MatchShare& match, RoleGuess& guess) {
  for (std::size_t i = 0; i < tables.size(); ++i) {
    if (i == guess.table) continue;
    const auto join = FindOrders(tables, guess.table, i, match);
    if (!join) continue;
    RoleGuess orders{.entity = Entity::kTransactions, .table = i};
    GuessColumns(tables[i], orders);
    GuessDate(tables[i], orders);
    RoleGuess joined = guess;
    bool is_needed = false;
    for (const auto& [canonical, column] : orders.columns) {
      // A name that both tables have means the line's column.
      const bool is_own = std::ranges::find(tables[guess.table].columns, column.column, &ColumnFacts::name) !=
                          tables[guess.table].columns.end();
      if (!IsOfTheOrder(canonical) || is_own || joined.columns.contains(canonical)) continue;
      joined.columns.emplace(canonical, column);
      is_needed = is_needed || canonical == "date" || canonical == "customer_id" || canonical == "store_id";
    }
    if (!is_needed) continue;
    guess = std::move(joined);
    guess.join = join;
    return;
  }
}

std::optional<RoleGuess> GuessTransactions(const std::vector<TableFacts>& tables, const MatchShare& match) {
  std::optional<RoleGuess> best;
  int best_score = 0;
  for (std::size_t i = 0; i < tables.size(); ++i) {
    RoleGuess guess{.entity = Entity::kTransactions, .table = i};
    GuessColumns(tables[i], guess);
    AddOrders(tables, match, guess);
    GuessDate(tables[i], guess);
    const int score = TransactionScore(guess);
    if (score < best_score || score == 0) continue;
    if (best && score == best_score && tables[i].rows <= tables[best->table].rows) continue;
    best = std::move(guess);
    best_score = score;
  }
  return best;
}

// Names of a key that say nothing about the table.
constexpr std::array<std::string_view, 5> kBareKeys{"id", "code", "no", "number", "key"};

bool IsBareKey(std::string_view normal) { return std::ranges::find(kBareKeys, normal) != kBareKeys.end(); }

// Beside a bare key the table's name must say what it is.
bool NamesEntity(const TableFacts& table, Entity entity, const std::string& key) {
  if (!IsBareKey(Normal(key))) return true;
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

// A table "products" with a column "code": found by the table's name, so somebody has to look.
void AddBareKey(const TableFacts& table, RoleGuess& guess) {
  if (guess.columns.contains(KeyColumn(guess.entity))) return;
  for (const std::string_view name : kBareKeys) {
    const ColumnFacts* found = FindNamed(table, name);
    if (found == nullptr || IsTaken(guess, found->name)) continue;
    guess.columns.emplace(KeyColumn(guess.entity), ColumnGuess{found->name, fmt::format("is '{}' the {}?", found->name,
                                                                                        KeyColumn(guess.entity))});
    return;
  }
}

// The table that a column of the transactions stands in.
std::size_t OwnerOf(const std::vector<TableFacts>& tables, const RoleGuess& sales, const std::string& column) {
  const auto& own = tables[sales.table].columns;
  const bool is_own = std::ranges::find(own, column, &ColumnFacts::name) != own.end();
  return is_own || !sales.join ? sales.table : sales.join->table;
}

std::optional<RoleGuess> GuessDimension(const std::vector<TableFacts>& tables, Entity entity, const RoleGuess& sales,
                                        const MatchShare& match) {
  const auto used = sales.columns.find(KeyColumn(entity));
  if (used == sales.columns.end()) return std::nullopt;
  const std::size_t owner = OwnerOf(tables, sales, used->second.column);
  std::optional<RoleGuess> best;
  int best_share = -1;
  for (std::size_t i = 0; i < tables.size(); ++i) {
    if (i == sales.table || (sales.join && i == sales.join->table)) continue;
    RoleGuess guess{.entity = entity, .table = i};
    GuessColumns(tables[i], guess);
    AddBareKey(tables[i], guess);
    const auto key = guess.columns.find(KeyColumn(entity));
    if (key == guess.columns.end() || !IsUnique(tables[i], key->second.column) ||
        !NamesEntity(tables[i], entity, key->second.column))
      continue;
    const int share = match(owner, used->second.column, i, key->second.column);
    if (share <= best_share) continue;
    best_share = share;
    if (share < 1000)
      guess.doubt = fmt::format("{}.{} % of the different {} of {} are found in {}.{}", share / 10, share % 10,
                                used->second.column, tables[owner].name, tables[i].name, key->second.column);
    best = std::move(guess);
  }
  return best_share < 500 ? std::nullopt : best;
}

bool IsKeyName(const ColumnFacts& column) {
  const std::string name = Normal(column.name);
  return std::ranges::any_of(std::array<std::string_view, 5>{"id", "no", "code", "key", "number"},
                             [&](std::string_view end) { return name.ends_with(end); });
}

// Line 1, 2, 3 of an order.
bool NumbersALine(const ColumnFacts& column) {
  const std::string name = Normal(column.name);
  return column.is_number && std::ranges::any_of(std::array<std::string_view, 4>{"line", "pos", "seq", "row"},
                                                 [&](std::string_view word) { return name.contains(word); });
}

}  // namespace

std::vector<RoleGuess> ProposeRoles(const std::vector<TableFacts>& tables, const MatchShare& match) {
  auto sales = GuessTransactions(tables, match);
  if (!sales) return {};
  std::vector<RoleGuess> guesses{*sales};
  for (const Entity entity : {Entity::kProducts, Entity::kStores, Entity::kCustomers}) {
    if (auto guess = GuessDimension(tables, entity, *sales, match)) guesses.push_back(*std::move(guess));
  }
  return guesses;
}

std::optional<KeyGuess> ProposeKey(const TableFacts& table) {
  for (const ColumnFacts& column : table.columns) {
    if (IsKeyName(column) && IsUnique(table, column.name)) return KeyGuess{{column.name}, ""};
  }
  if (!table.key_pair.empty())
    return KeyGuess{table.key_pair, "no column alone identifies a row, these two together do"};
  for (const ColumnFacts& column : table.columns) {
    const bool nearly = column.values == table.rows && table.rows >= 50 && column.distinct * 100 >= table.rows * 98 &&
                        column.distinct < table.rows;
    if (!IsKeyName(column) || !nearly || &column != table.columns.data()) continue;
    const auto share = column.distinct * 1000 / table.rows;
    return KeyGuess{{column.name},
                    fmt::format("only {}.{} % of its values differ; of rows with one key the newest counts", share / 10,
                                share % 10)};
  }
  return std::nullopt;
}

std::vector<std::pair<std::string, std::string>> KeyPairs(const TableFacts& table) {
  const auto is_key = [&](const ColumnFacts& column) { return IsKeyName(column) && IsUnique(table, column.name); };
  std::vector<std::pair<std::string, std::string>> pairs;
  if (std::ranges::any_of(table.columns, is_key)) return pairs;
  for (const ColumnFacts& line : table.columns) {
    if (!NumbersALine(line) || line.values < table.rows) continue;
    for (const ColumnFacts& order : table.columns) {
      if (&order == &line || !NamesAnOrder(order) || NumbersALine(order) || order.values < table.rows) continue;
      pairs.emplace_back(order.name, line.name);
    }
  }
  return pairs;
}

std::string ProposeCurrency(const std::vector<TableFacts>& tables, const std::vector<RoleGuess>& roles) {
  if (roles.empty()) return "";
  const RoleGuess& sales = roles.front();
  const auto mapped = sales.columns.find("currency");
  if (mapped == sales.columns.end()) return "";
  const TableFacts& table = tables[OwnerOf(tables, sales, mapped->second.column)];
  const auto column = std::ranges::find(table.columns, mapped->second.column, &ColumnFacts::name);
  const bool is_code = column->only_value.size() == 3 &&
                       std::ranges::all_of(column->only_value, [](char c) { return c >= 'A' && c <= 'Z'; });
  return is_code && column->values == table.rows ? column->only_value : "";
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
