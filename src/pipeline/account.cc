#include "pipeline/account.h"

#include <algorithm>
#include <array>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "engine/sql_text.h"

namespace assay::pipeline {
namespace {

using ledger::Tally;
using retail::Entity;

// What a mapped line says it cost, written apart from the models on purpose: the equation would not notice an error it
// shares.
constexpr const char* kChargedMoney =
    "COALESCE(m.amount, CASE WHEN abs(m.price) < 1000000 AND abs(m.quantity) < 100000 THEN "
    "CAST(ROUND(CAST(m.price AS DECIMAL(18,4)) * CAST(m.quantity AS DECIMAL(18,3)), 4) AS DECIMAL(18,4)) "
    "ELSE ROUND(CAST(m.price AS DECIMAL(38,4)) * CAST(m.quantity AS DECIMAL(38,3)), 4) END - CASE WHEN m.quantity < 0 "
    "THEN -1 ELSE 1 END * COALESCE(m.discount, 0)) - COALESCE(m.refund, 0)";

// The list is in the reporting currency, discounts and refunds are in the line's.
constexpr const char* kListMoney =
    "ROUND(CAST(p.list_price AS DECIMAL(38,4)) * CAST(m.quantity AS DECIMAL(38,3)), 4) - CASE WHEN m.quantity < 0 THEN "
    "-1 ELSE 1 END * ROUND(CAST(COALESCE(m.discount, 0) AS DECIMAL(38,4)) * CAST(COALESCE(x.rate, 1) AS "
    "DECIMAL(38,8)), 4) - ROUND(CAST(COALESCE(m.refund, 0) AS DECIMAL(38,4)) * CAST(COALESCE(x.rate, 1) AS "
    "DECIMAL(38,8)), 4)";

constexpr const char* kListFrom =
    "mapped.transactions AS m CROSS JOIN mapped.settings AS s LEFT JOIN work.list_prices AS p ON p.product_id = "
    "m.product_id LEFT JOIN (SELECT currency, date AS since, lead(date) OVER (PARTITION BY currency ORDER BY date) AS "
    "until, rate FROM mapped.rates) AS x ON s.has_rates AND x.currency = m.currency AND x.currency IS DISTINCT FROM "
    "s.currency AND m.date >= x.since AND (x.until IS NULL OR m.date < x.until)";

// One tally for each condition, in one reading of the rows.
Result<std::vector<Tally>> TalliesOf(const Session& session, const std::string& money, const std::string& from,
                                     const std::vector<std::string>& conditions) {
  std::vector<std::string> figures;
  for (const std::string& condition : conditions) {
    figures.push_back(fmt::format(
        "count(*) FILTER ({0}), CAST(COALESCE(sum(money) FILTER ({0}), 0) AS DECIMAL(38,4)), count(*) FILTER (({0}) "
        "AND money IS NULL)",
        condition));
  }
  ASSIGN_OR_RETURN(const engine::Rows rows,
                   session.connection.Query(fmt::format("SELECT {} FROM (SELECT *, CAST({} AS DECIMAL(38,4)) AS money "
                                                        "FROM {})",
                                                        fmt::join(figures, ", "), money, from)));
  std::vector<Tally> tallies(conditions.size());
  for (std::size_t i = 0; i < conditions.size(); ++i) {
    ASSIGN_OR_RETURN(tallies[i].rows, rows.Integer(0, 3 * i));
    tallies[i].money = rows.Text(0, 3 * i + 1);
    ASSIGN_OR_RETURN(tallies[i].unreadable, rows.Integer(0, 3 * i + 2));
  }
  return tallies;
}

Result<Tally> TallyOf(const Session& session, const std::string& money, const std::string& from) {
  ASSIGN_OR_RETURN(const std::vector<Tally> tallies, TalliesOf(session, money, from, {"true"}));
  return tallies.front();
}

Result<std::vector<Tally>> MappedTallies(const Session& session, const std::string& joined,
                                         const std::vector<std::string>& conditions) {
  const bool by_list = session.project.price == config::PriceRule::kList;
  return TalliesOf(session, by_list ? kListMoney : kChargedMoney,
                   fmt::format("{} {}", by_list ? kListFrom : "mapped.transactions AS m", joined), conditions);
}

constexpr const char* kLost =
    "JOIN work.repeated_lines AS l ON l.version > 1 AND l.source = m._source AND l.load_seq = m._load_seq AND l.line = "
    "m._line AND l.file IS NOT DISTINCT FROM m._file WHERE NOT m.excluded";

constexpr std::array kOthers{Entity::kCustomers, Entity::kProducts, Entity::kStores};

Result<ledger::EntityAccount> AccountEntity(const Session& session, const BronzeSet& bronze, const MappedViews& views,
                                            Entity entity) {
  ledger::EntityAccount account{.entity = std::string(Name(entity))};
  for (const retail::Binding& binding : views.bindings.at(entity)) {
    const BoundBronze& bound = bronze.at(binding.table->ref);
    ASSIGN_OR_RETURN(const OutOfForce out, CountOutOfForce(session, bound, AllRows(bound)));
    account.bronze += bound.rows;
    account.superseded += out.superseded;
    account.deleted += out.deleted;
    account.markers += out.markers;
  }
  ASSIGN_OR_RETURN(
      const engine::Rows counts,
      session.connection.Query(fmt::format(
          "SELECT count(*), count({0}), count(DISTINCT {0}), (SELECT count(*) FROM silver.{1}) FROM mapped.{1}",
          retail::KeyColumn(entity), Name(entity))));
  ASSIGN_OR_RETURN(const std::int64_t rows, counts.Integer(0, 0));
  ASSIGN_OR_RETURN(const std::int64_t keyed, counts.Integer(0, 1));
  ASSIGN_OR_RETURN(const std::int64_t keys, counts.Integer(0, 2));
  ASSIGN_OR_RETURN(account.silver, counts.Integer(0, 3));
  account.quarantined = rows - keyed;
  account.versions = keyed - keys;
  if (entity == Entity::kCustomers && !views.unmerged_customers.empty()) {
    ASSIGN_OR_RETURN(const std::string all,
                     session.connection.Scalar(fmt::format("SELECT count(*) FROM ({})", views.unmerged_customers)));
    account.merged = std::stoll(all) - rows;
  }
  RETURN_IF_ERROR(ledger::CheckBalance(account));
  return account;
}

// What most often makes a whole column unreadable.
std::string HintFor(std::string_view rules) {
  std::string hint;
  if (rules.contains("bad_amount") || rules.contains("bad_quantity"))
    hint += " (numbers such as 2,90 need `decimal_mark: comma`)";
  if (rules.contains("bad_date")) hint += " (dates such as 31.12.2025 need `date_format: dmy`)";
  return hint;
}

Status CheckEntityKeys(const Session& session, const MappedViews& views) {
  for (const Entity entity : kOthers) {
    if (views.bindings.at(entity).empty()) continue;
    ASSIGN_OR_RETURN(const engine::Rows counts,
                     session.connection.Query(fmt::format("SELECT count(*), count(*) - count({}) FROM mapped.{}",
                                                          retail::KeyColumn(entity), Name(entity))));
    ASSIGN_OR_RETURN(const std::int64_t rows, counts.Integer(0, 0));
    ASSIGN_OR_RETURN(const std::int64_t without, counts.Integer(0, 1));
    if (without * 1000 <= rows * session.project.gates.quarantine_permille) continue;
    return Gate(
        "Cannot publish: {} of {} rows of {} have no {}; nothing was published. Mend the source or the mapping of "
        "roles.{}, then run again",
        without, rows, Name(entity), retail::KeyColumn(entity), Name(entity));
  }
  return {};
}

// Lines without a key get one from their content, so two that share it have collided: neither is a version of the
// other.
Status CheckCollisions(const Session& session, const MappedViews& views) {
  std::vector<std::string> keyless;
  for (const retail::Binding& binding : views.bindings.at(Entity::kTransactions)) {
    if (binding.key.empty()) keyless.push_back(retail::Print(binding.table->ref));
  }
  if (keyless.empty()) return {};
  ASSIGN_OR_RETURN(
      const std::string collided,
      session.connection.Scalar(fmt::format("SELECT count(*) FROM work.repeated_lines WHERE list_contains({}, source)",
                                            engine::SqlStringList(keyless))));
  if (collided == "0") return {};
  return Gate(
      "Cannot publish: {} lines without a key of their own got the key of another line; nothing was published. Declare "
      "a key for {} in assay.yaml",
      collided, fmt::join(keyless, ", "));
}

Result<std::string> TopRules(const Session& session) {
  ASSIGN_OR_RETURN(const engine::Rows rules,
                   session.connection.Query("SELECT rule, rule_column, count(*), min(COALESCE(file || ', line ', "
                                            "source || ', row ') || CAST(line AS VARCHAR)) FROM work.rejected_lines "
                                            "GROUP BY ALL ORDER BY 3 DESC, 1 LIMIT 5"));
  std::string text;
  for (std::size_t i = 0; i < rules.size(); ++i) {
    text += fmt::format("\n  {} in column {}: {} lines, such as {}", rules.Text(i, 0), rules.Text(i, 1),
                        rules.Text(i, 2), rules.Text(i, 3));
  }
  return text;
}

Status CheckCurrencies(const Session& session, const MappedViews& views) {
  const auto& bindings = views.bindings.at(Entity::kTransactions);
  const bool has_currency =
      std::ranges::any_of(bindings, [](const retail::Binding& b) { return b.values.contains("currency"); });
  if (!has_currency || session.project.rates) return {};
  ASSIGN_OR_RETURN(
      const engine::Rows found,
      session.connection.Query(
          "SELECT DISTINCT currency FROM (SELECT currency FROM mapped.transactions WHERE NOT excluded UNION ALL SELECT "
          "currency FROM silver.transactions) WHERE currency IS NOT NULL ORDER BY 1"));
  std::vector<std::string> currencies;
  for (std::size_t i = 0; i < found.size(); ++i) currencies.push_back(found.Text(i, 0));
  const bool only_ours =
      currencies.empty() ||
      (currencies.size() == 1 && (session.project.currency.empty() || currencies[0] == session.project.currency));
  if (only_ours) return {};
  return Gate(
      "Cannot add up sales in {}: the lines are in several currencies and assay.yaml has no rates{}; add `rates: "
      "{{from: <source.table>}}` with date, currency and rate, then run again",
      fmt::join(currencies, ", "), session.project.currency.empty() ? "" : " to " + session.project.currency);
}

std::string_view Expected(std::string_view rule) {
  if (rule == "bad_date" || rule == "missing_date") return "a date";
  if (rule == "bad_quantity" || rule == "missing_quantity") return "a quantity with at most 3 decimals";
  if (rule == "bad_amount") return "an amount with at most 4 decimals";
  return "";
}

std::string MessageSql() {
  std::string sql = "CASE rule";
  for (const std::string_view rule : {"bad_date", "missing_date", "bad_quantity", "missing_quantity", "bad_amount"}) {
    sql += fmt::format(
        " WHEN '{}' THEN 'Cannot read column ' || rule_column || ': expected {}, got ' || COALESCE('''' || rule_value "
        "|| '''', 'nothing')",
        rule, Expected(rule));
  }
  return sql +
         " WHEN 'missing_line_id' THEN 'Cannot keep the line: expected a key, got nothing' WHEN 'unpriced' THEN "
         "'Cannot price the line: neither amount nor price is given, or its product has no list price'"
         " WHEN 'no_rate' THEN 'Cannot convert the line: no rate for ' || rule_value || ' on or before its date'"
         " WHEN 'zero_quantity' THEN 'Cannot count the line: its quantity is zero; set `adjustments: keep` to keep "
         "such lines'"
         " WHEN 'price_not_positive' THEN 'Cannot count the line: expected a price above zero, got ' || "
         "COALESCE(rule_value, 'nothing') || '; set `adjustments: keep` to keep such lines'"
         " WHEN 'future_date' THEN 'Cannot count the line: its date ' || rule_value || ' lies after the day it was "
         "loaded' ELSE rule END";
}

// Where the id is personal itself, such as an e-mail address, no example may be shown.
void HideExamples(ledger::KeyReport& report) {
  for (auto* examples : {&report.sales_examples, &report.entity_examples})
    std::ranges::fill(*examples, std::string("***"));
}

}  // namespace

Result<ledger::Accounting> AccountLines(const Session& session, std::int64_t bronze_rows,
                                        const OutOfForce& out_of_force) {
  ledger::Accounting accounting;
  ASSIGN_OR_RETURN(const std::vector<Tally> mapped, MappedTallies(session, "", {"true", "excluded", "occurrence > 1"}));
  accounting.bronze = mapped[0];
  accounting.bronze.rows = bronze_rows;
  accounting.superseded.rows = out_of_force.superseded;
  accounting.deleted.rows = out_of_force.deleted;
  accounting.markers.rows = out_of_force.markers;
  ASSIGN_OR_RETURN(const std::vector<Tally> lost, MappedTallies(session, kLost, {"same_content", "NOT same_content"}));
  accounting.duplicates = lost[0];
  accounting.superseded.rows += lost[1].rows;
  accounting.superseded.money = lost[1].money;
  accounting.superseded.unreadable = lost[1].unreadable;
  accounting.excluded = mapped[1];
  ASSIGN_OR_RETURN(accounting.quarantined, TallyOf(session, "source_amount", "work.rejected_lines"));
  accounting.possible_duplicates = mapped[2].rows;
  accounting.possible_duplicates_money = mapped[2].money;
  return accounting;
}

Status CompleteAccounting(const Session& session, const BronzeSet& bronze, const MappedViews& views,
                          const std::map<std::string, ledger::EntityAccount>& unchanged,
                          ledger::Accounting& accounting) {
  ASSIGN_OR_RETURN(accounting.silver, TallyOf(session, "source_amount", "silver.transactions"));
  ASSIGN_OR_RETURN(accounting.fact, TallyOf(session, "total_sale_amount", "gold.fact_sales"));
  RETURN_IF_ERROR(ledger::CheckBalance(accounting));
  for (const Entity entity : kOthers) {
    if (views.bindings.at(entity).empty()) continue;
    if (const auto before = unchanged.find(std::string(Name(entity))); before != unchanged.end()) {
      accounting.entities.push_back(before->second);
      continue;
    }
    ASSIGN_OR_RETURN(ledger::EntityAccount account, AccountEntity(session, bronze, views, entity));
    accounting.entities.push_back(std::move(account));
  }
  return {};
}

Result<ledger::Accounting> Account(const Session& session, const BronzeSet& bronze, const MappedViews& views) {
  std::int64_t rows = 0;
  OutOfForce out_of_force;
  for (const retail::Binding& binding : views.bindings.at(Entity::kTransactions)) {
    const BoundBronze& bound = bronze.at(binding.table->ref);
    ASSIGN_OR_RETURN(const OutOfForce out, CountOutOfForce(session, bound, AllRows(bound)));
    rows += bound.rows;
    out_of_force.superseded += out.superseded;
    out_of_force.deleted += out.deleted;
    out_of_force.markers += out.markers;
  }
  ASSIGN_OR_RETURN(ledger::Accounting accounting, AccountLines(session, rows, out_of_force));
  RETURN_IF_ERROR(CompleteAccounting(session, bronze, views, {}, accounting));
  return accounting;
}

Status CheckQuarantine(const Session& session, const MappedViews& views) {
  RETURN_IF_ERROR(CheckCurrencies(session, views));
  RETURN_IF_ERROR(CheckEntityKeys(session, views));
  RETURN_IF_ERROR(CheckCollisions(session, views));
  ASSIGN_OR_RETURN(const engine::Rows counts,
                   session.connection.Query(fmt::format(
                       "SELECT g.n + r.n, r.n, CAST(r.n * 1000 > (g.n + r.n) * {0} AS INTEGER), "
                       "CAST(r.size * 1000 > (g.size + r.size) * {0} AS INTEGER), CAST(r.money AS DECIMAL(38,2)) FROM "
                       "(SELECT count(*) AS n, COALESCE(sum(abs(source_amount)), 0) AS size FROM silver.transactions) "
                       "AS g CROSS JOIN (SELECT count(*) AS n, COALESCE(sum(abs(source_amount)), 0) AS size, "
                       "COALESCE(sum(source_amount), 0) AS money FROM work.rejected_lines) AS r",
                       session.project.gates.quarantine_permille)));
  ASSIGN_OR_RETURN(const std::int64_t lines, counts.Integer(0, 0));
  ASSIGN_OR_RETURN(const std::int64_t rejected, counts.Integer(0, 1));
  ASSIGN_OR_RETURN(const std::string rules, TopRules(session));
  if (lines == 0)
    return Gate(
        "Cannot publish: the transactions have no rows; check the source, then run again. What was published before "
        "stays");
  const bool above = counts.Text(0, 2) == "1" || counts.Text(0, 3) == "1" || rejected == lines;
  if (!above) return {};
  const int permille = session.project.gates.quarantine_permille;
  return Gate(
      "Cannot publish: {} of {} transaction lines ({} in money) cannot be used, the gate allows {}.{} %; nothing was "
      "published:{}\nMend the source or the mapping{}, or raise "
      "`gates: {{quarantine: ...}}` in assay.yaml, then run again",
      rejected, lines, counts.Text(0, 4), permille / 10, permille % 10, rules, HintFor(rules));
}

Result<std::vector<ledger::KeyReport>> CheckAllKeys(const Session& session, const MappedViews& views) {
  std::vector<ledger::KeyReport> reports;
  for (const Entity entity : {Entity::kCustomers, Entity::kProducts, Entity::kStores}) {
    if (views.bindings.at(entity).empty()) continue;
    const std::string column(retail::KeyColumn(entity));
    const bool used = std::ranges::any_of(views.bindings.at(Entity::kTransactions),
                                          [&](const retail::Binding& b) { return b.values.contains(column); });
    if (!used) continue;
    const auto type = views.key_types.find(column);
    ledger::Relationship relationship{
        .name = fmt::format("transactions.{} -> {}", column, Name(entity)),
        .column = column,
        .sales = "silver.transactions",
        .entity = fmt::format("silver.{}", Name(entity)),
        .integer = type == views.key_types.end() || type->second == retail::KeyType::kInteger};
    ASSIGN_OR_RETURN(ledger::KeyReport report, ledger::CheckKeys(session.connection, relationship));
    if (views.personal.contains(column)) HideExamples(report);
    reports.push_back(std::move(report));
  }
  return reports;
}

Status CheckKeyGates(const Session& session, const std::vector<ledger::KeyReport>& reports) {
  std::string broken;
  for (const ledger::KeyReport& report : reports) {
    if (report.IsAbove(session.project.gates.unmatched_permille)) broken += "\n" + ledger::Describe(report);
  }
  if (broken.empty()) return {};
  const int permille = session.project.gates.unmatched_permille;
  return Gate(
      "Cannot publish: keys do not match, the gate allows {}.{} % unmatched; nothing was published:{}\nPut the right "
      "mapping into assay.yaml, such as "
      "`roles: {{transactions: {{keys: {{customer_id: {{map: {{...}}}}}}}}}}`, and run again; `assay keys` shows this "
      "at any time",
      permille / 10, permille % 10, broken);
}

std::string QuarantineSelect(const BronzeSet& bronze, const MappedViews& views, const std::string& lines) {
  std::vector<std::string> rejected{
      fmt::format("SELECT 'transactions' AS entity, rule, rule_column, rule_value, {} AS message, source, file, line, "
                  "CAST(line_id AS VARCHAR) AS row_key, "
                  "business_date, source_amount, load_seq FROM {}",
                  MessageSql(), lines)};
  for (const Entity entity : kOthers) {
    if (views.bindings.at(entity).empty()) continue;
    rejected.push_back(
        fmt::format("SELECT '{0}', 'missing_key', '{1}', NULL, 'Cannot keep the row: expected a key in {1}, got "
                    "nothing', _source, _file, _line, NULL, NULL, NULL, _load_seq "
                    "FROM mapped.{0} WHERE {1} IS NULL",
                    Name(entity), retail::KeyColumn(entity)));
  }
  // Joined table by table, so that only what was rejected is written out as JSON.
  std::set<config::TableRef> sources;
  std::vector<std::string> parts;
  for (const auto& [entity, bindings] : views.bindings) {
    for (const retail::Binding& binding : bindings) {
      if (!sources.insert(binding.table->ref).second) continue;
      std::vector<std::string> members;
      for (const table::Field& field : bronze.at(binding.table->ref).table.schema.fields)
        members.push_back(fmt::format("{0} := o.{0}", engine::SqlName(field.name)));
      parts.push_back(fmt::format(
          "SELECT r.entity, r.rule, r.rule_column AS column_name, r.rule_value AS value, r.message, r.source, r.file, "
          "r.line, r.row_key, r.business_date, r.source_amount AS amount, o._load_id AS load_id, r.load_seq, "
          "CAST(to_json(struct_pack({})) AS VARCHAR) AS original FROM rejected AS r JOIN {} AS o ON o._load_seq = "
          "r.load_seq AND o._line = r.line AND o._file IS NOT DISTINCT FROM r.file WHERE r.source = {}",
          fmt::join(members, ", "), binding.table->relation, engine::SqlString(retail::Print(binding.table->ref))));
    }
  }
  return fmt::format("WITH rejected AS ({}) SELECT * FROM ({}) ORDER BY source, file, line",
                     fmt::join(rejected, " UNION ALL "), fmt::join(parts, " UNION ALL "));
}

const table::Schema& QuarantineSchema() {
  using table::DataType;
  using table::TypeKind;
  static const auto text = [](const char* name) { return table::Field{name, DataType::Of(TypeKind::kString)}; };
  // Values as the source wrote them: whichever column was rejected, its neighbours stand beside it.
  static const auto as_written = [](const char* name) {
    return table::Field{name, DataType::Of(TypeKind::kString), {{std::string(table::kPersonalData), "true"}}};
  };
  static const table::Schema schema{{text("entity"),
                                     text("rule"),
                                     text("column_name"),
                                     as_written("value"),
                                     as_written("message"),
                                     text("source"),
                                     text("file"),
                                     {"line", DataType::Of(TypeKind::kInt64)},
                                     as_written("row_key"),
                                     {"business_date", DataType::Of(TypeKind::kDate)},
                                     {"amount", DataType::Decimal(18, 4)},
                                     text("load_id"),
                                     {"load_seq", DataType::Of(TypeKind::kInt64)},
                                     as_written("original")}};
  return schema;
}

}  // namespace assay::pipeline
