#include "retail/mapped_select.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "engine/row_content.h"
#include "engine/sql_text.h"

namespace assay::retail {
namespace {

using engine::SqlName;
using engine::SqlString;

// Ids of a mapping are apart when the entity they point to says so, or has no table of its own to say otherwise.
std::string IdSpaceFor(const config::Project& project, const Binding& binding, const CanonicalColumn& column) {
  const std::string& id_space = binding.mapping->id_space;
  if (id_space.empty() || !column.key_of || *column.key_of == Entity::kTransactions) return id_space;
  const auto& mappings = MappingsOf(project, *column.key_of);
  const bool apart = mappings.empty() ||
                     std::ranges::any_of(mappings, [](const config::RoleMapping& m) { return !m.id_space.empty(); });
  return apart ? id_space : "";
}

config::KeyMap KeyMapOf(const config::Project& project, Entity entity, const Binding& binding,
                        const CanonicalColumn& column) {
  const std::string name(column.name);
  if (const auto found = binding.mapping->keys.find(name); found != binding.mapping->keys.end()) return found->second;
  config::KeyMap map;
  // Ignoring case, leading zeros and blanks holds for both sides of a relationship.
  if (entity != Entity::kTransactions) {
    for (const config::RoleMapping& other : project.roles.transactions) {
      const auto found = other.keys.find(name);
      if (found == other.keys.end()) continue;
      map.ignore_case = map.ignore_case || found->second.ignore_case;
      map.strip_zeros = map.strip_zeros || found->second.strip_zeros;
      map.trim = map.trim || found->second.trim;
    }
  }
  return map;
}

std::string NullOf(ColumnKind kind, KeyType type) {
  switch (kind) {
    case ColumnKind::kKey:
      return type == KeyType::kInteger ? "CAST(NULL AS BIGINT)" : "CAST(NULL AS VARCHAR)";
    case ColumnKind::kText:
      return "CAST(NULL AS VARCHAR)";
    case ColumnKind::kDate:
      return "CAST(NULL AS DATE)";
    case ColumnKind::kQuantity:
      return "CAST(NULL AS DECIMAL(18,3))";
    case ColumnKind::kMoney:
      return "CAST(NULL AS DECIMAL(18,4))";
  }
  return "NULL";
}

KeyType TypeOf(const KeyTypes& types, std::string_view key) {
  const auto found = types.find(key);
  return found == types.end() ? KeyType::kInteger : found->second;
}

struct Reject {
  std::string condition;
  std::string rule;
  std::string column;
  std::string value;
};

std::string_view UnreadableRule(ColumnKind kind) {
  if (kind == ColumnKind::kDate) return "bad_date";
  return kind == ColumnKind::kQuantity ? "bad_quantity" : "bad_amount";
}

std::string RejectColumns(const std::vector<Reject>& rejects) {
  if (rejects.empty()) {
    return "CAST(NULL AS VARCHAR) AS reject_rule, CAST(NULL AS VARCHAR) AS reject_column, CAST(NULL AS VARCHAR) AS "
           "reject_value";
  }
  std::string rule = "CASE";
  std::string column = "CASE";
  std::string value = "CASE";
  for (const Reject& reject : rejects) {
    rule += fmt::format(" WHEN {} THEN {}", reject.condition, SqlString(reject.rule));
    column += fmt::format(" WHEN {} THEN {}", reject.condition, SqlString(reject.column));
    value += fmt::format(" WHEN {} THEN CAST({} AS VARCHAR)", reject.condition, reject.value);
  }
  return fmt::format("{} END AS reject_rule, {} END AS reject_column, {} END AS reject_value", rule, column, value);
}

class MappedPart {
 public:
  MappedPart(const config::Project& project, Entity entity, const Binding& binding, const KeyTypes& types)
      : project_(project), entity_(entity), binding_(binding), types_(types) {
    time_ = {binding.mapping->date_format, binding.mapping->timestamps_utc, project.timezone,
             project.day_starts_minutes};
  }

  std::string Select() {
    for (const CanonicalColumn& column : ColumnsOf(entity_)) AddColumn(column);
    if (entity_ == Entity::kTransactions) AddTransactionColumns();
    AddCursor();
    list_.push_back(SqlString(Print(binding_.table->ref)) +
                    " AS _source, _load_id, _load_seq, _loaded_at, _file, _line");
    list_.push_back(RejectColumns(rejects_));
    return fmt::format("SELECT {} FROM ({}) AS source", fmt::join(list_, ", "), DatedSelect());
  }

  std::string LineIdSql() { return ColumnSql(*FindColumn(entity_, "line_id")); }

 private:
  const SourceValue* Find(std::string_view name) const {
    const auto found = binding_.values.find(name);
    return found == binding_.values.end() ? nullptr : &found->second;
  }

  void AddColumn(const CanonicalColumn& column) {
    list_.push_back(fmt::format("{} AS {}", ColumnSql(column), SqlName(column.name)));
  }

  std::string ColumnSql(const CanonicalColumn& column) {
    if (entity_ == Entity::kTransactions && column.name == "line_id") return LineId(column);
    const SourceValue* value = Find(column.name);
    if (value == nullptr) {
      if (column.name == "quantity") return Signed("CAST(1 AS DECIMAL(18,3))");
      return NullOf(column.kind, TypeOf(types_, column.name));
    }
    if (column.kind == ColumnKind::kKey) {
      return KeyValue(*value, KeyMapOf(project_, entity_, binding_, column), IdSpaceFor(project_, binding_, column),
                      TypeOf(types_, column.name));
    }
    const std::string sql = Convert(*value, column.kind);
    // Dimensions keep a row whose attribute cannot be read: a missing price must not make its product unknown.
    if (entity_ == Entity::kTransactions) AddReject(column, *value, sql);
    const bool negated = column.kind == ColumnKind::kQuantity || column.name == "amount";
    return negated ? Signed(sql) : sql;
  }

  std::string Convert(const SourceValue& value, ColumnKind kind) const {
    if (kind == ColumnKind::kDate) return DateValue(value, time_);
    const bool decimal_comma = binding_.mapping->decimal_comma;
    if (kind == ColumnKind::kQuantity) return QuantityValue(value, decimal_comma);
    return kind == ColumnKind::kMoney ? MoneyValue(value, decimal_comma) : TextValue(value);
  }

  void AddReject(const CanonicalColumn& column, const SourceValue& value, const std::string& sql) {
    const auto source = binding_.source_columns.find(column.name);
    const std::string name = source == binding_.source_columns.end() ? std::string(column.name) : source->second;
    if (const auto condition = UnreadableWhen(value, sql, column.kind)) {
      rejects_.push_back({*condition, std::string(UnreadableRule(column.kind)), name, value.sql});
    }
  }

  std::string ReturnCondition() const {
    if (binding_.is_returns_table) return "true";
    const auto& returns = binding_.mapping->returns;
    return returns && !returns->where.empty() ? fmt::format("COALESCE(({}), false)", returns->where) : "false";
  }

  // Returns written with positive numbers become negative; those already negative stay.
  std::string Signed(const std::string& sql) const {
    const std::string condition = ReturnCondition();
    if (condition == "false") return sql;
    return condition == "true" ? fmt::format("-abs({})", sql)
                               : fmt::format("CASE WHEN {0} THEN -abs({1}) ELSE {1} END", condition, sql);
  }

  std::string LineId(const CanonicalColumn& column) const {
    const std::string space =
        binding_.is_returns_table ? binding_.mapping->id_space + "return" : binding_.mapping->id_space;
    const bool integer = TypeOf(types_, "line_id") == KeyType::kInteger;
    if (binding_.key.empty()) {
      // Equal rows of two tables are two lines.
      const std::string apart = space + ":" + Print(binding_.table->ref);
      const std::string key =
          fmt::format("p_sk({}, _row_hash || '#' || CAST(_occurrence AS VARCHAR))", SqlString(apart));
      return integer ? key : fmt::format("CAST({} AS VARCHAR)", key);
    }
    if (binding_.key.size() == 1)
      return KeyValue(binding_.key.front(), KeyMapOf(project_, entity_, binding_, column), space,
                      TypeOf(types_, "line_id"));
    std::vector<std::string> parts;
    for (const SourceValue& part : binding_.key) parts.push_back(KeyText(part, {}, ""));
    const std::string joined = fmt::format("{}", fmt::join(parts, " || '|' || "));
    return space.empty() ? joined : fmt::format("{} || {}", SqlString(space + ":"), joined);
  }

  void AddTransactionColumns() {
    const SourceValue* date = Find("date");
    list_.push_back(
        fmt::format("{} AS sold_at", date == nullptr ? "CAST(NULL AS TIMESTAMPTZ)" : InstantValue(*date, time_)));
    list_.push_back(fmt::format("{} AS is_return", ReturnCondition()));
    list_.push_back(fmt::format("{} AS refund", Refund()));
    list_.push_back(fmt::format("{} AS occurrence", binding_.key.empty() ? "_occurrence" : "CAST(1 AS BIGINT)"));
    const std::string& where = binding_.mapping->where;
    list_.push_back(fmt::format("{} AS excluded", where.empty() || binding_.is_returns_table
                                                      ? "false"
                                                      : fmt::format("NOT COALESCE(({}), false)", where)));
    list_.push_back("_loaded_on AS loaded_on");
  }

  std::string Refund() {
    const CanonicalColumn column{"refund", ColumnKind::kMoney, std::nullopt, false, {}};
    const SourceValue* value = Find(column.name);
    if (value == nullptr) return NullOf(column.kind, KeyType::kInteger);
    const std::string sql = Convert(*value, column.kind);
    AddReject(column, *value, sql);
    return sql;
  }

  void AddCursor() {
    const std::string& cursor = binding_.table->cursor;
    const auto position = cursor.empty() ? std::nullopt : binding_.table->schema.Find(cursor);
    if (!position) {
      list_.push_back("CAST(NULL AS BIGINT) AS cursor_number, CAST(NULL AS VARCHAR) AS cursor_text");
      return;
    }
    const table::TypeKind kind = binding_.table->schema.fields[*position].type.kind;
    const std::string name = SqlName(cursor);
    std::string number = fmt::format("TRY_CAST({} AS BIGINT)", name);
    if (kind == table::TypeKind::kTimestamp) number = fmt::format("epoch_us({})", name);
    if (kind == table::TypeKind::kDate)
      number = fmt::format("CAST(date_diff('day', DATE '1970-01-01', {}) AS BIGINT)", name);
    list_.push_back(fmt::format("{} AS cursor_number, CAST({} AS VARCHAR) AS cursor_text", number, name));
  }

  std::string SourceSelect() const {
    if (entity_ != Entity::kTransactions || !binding_.key.empty()) return binding_.source_select;
    return fmt::format(
        "SELECT *, row_number() OVER (PARTITION BY _row_hash ORDER BY _load_seq, _file, _line) AS _occurrence FROM "
        "(SELECT *, {} AS _row_hash FROM ({}) AS joined) AS hashed",
        engine::RowContentSql(binding_.table->schema.fields), binding_.source_select);
  }

  // Time zones are asked once a load: asked row by row they took longer than all other columns together.
  std::string DatedSelect() const {
    if (entity_ != Entity::kTransactions) return SourceSelect();
    return fmt::format(
        "SELECT rows.*, loads._loaded_on FROM ({}) AS rows JOIN (SELECT _load_seq, CAST(timezone({}, _loaded_at) - "
        "INTERVAL {} MINUTE AS DATE) AS _loaded_on FROM {}) AS loads ON loads._load_seq = rows._load_seq",
        SourceSelect(), SqlString(project_.timezone), project_.day_starts_minutes, binding_.table->loads);
  }

  const config::Project& project_;
  Entity entity_;
  const Binding& binding_;
  const KeyTypes& types_;
  TimeRule time_;
  std::vector<std::string> list_;
  std::vector<Reject> rejects_;
};

}  // namespace

std::string MappedSelect(const config::Project& project, Entity entity, const std::vector<Binding>& bindings,
                         const KeyTypes& types) {
  std::vector<std::string> parts;
  for (const Binding& binding : bindings) parts.push_back(MappedPart(project, entity, binding, types).Select());
  return fmt::format("{}", fmt::join(parts, " UNION ALL "));
}

std::string EmptyMappedSelect(Entity entity, const KeyTypes& types) {
  std::vector<std::string> columns;
  for (const CanonicalColumn& column : ColumnsOf(entity))
    columns.push_back(fmt::format("{} AS {}", NullOf(column.kind, TypeOf(types, column.name)), SqlName(column.name)));
  return fmt::format(
      "SELECT {}, CAST(NULL AS BIGINT) AS cursor_number, CAST(NULL AS VARCHAR) AS cursor_text, CAST(NULL AS BIGINT) AS "
      "_load_seq, CAST(NULL AS VARCHAR) AS _source, CAST(NULL AS VARCHAR) AS _file, CAST(NULL AS BIGINT) AS _line "
      "WHERE "
      "false",
      fmt::join(columns, ", "));
}

std::string LineIdSql(const config::Project& project, const Binding& binding, const KeyTypes& types) {
  return MappedPart(project, Entity::kTransactions, binding, types).LineIdSql();
}

std::map<std::string, std::vector<std::string>> UnsettledKeys(const config::Project& project,
                                                              const std::map<Entity, std::vector<Binding>>& bindings) {
  std::map<std::string, std::vector<std::string>> unsettled;
  for (const auto& [entity, parts] : bindings) {
    for (const Binding& binding : parts) {
      for (const CanonicalColumn& column : ColumnsOf(entity)) {
        if (column.kind != ColumnKind::kKey) continue;
        auto& selects = unsettled[std::string(column.name)];
        const bool line_id = entity == Entity::kTransactions && column.name == "line_id";
        if (line_id && binding.key.size() > 1) selects.emplace_back("SELECT 'text' AS k");
        const auto value = binding.values.find(column.name);
        if (value == binding.values.end()) continue;
        const config::KeyMap map = KeyMapOf(project, entity, binding, column);
        std::string space = IdSpaceFor(project, binding, column);
        if (line_id && binding.is_returns_table) space += "return";
        if (IsIntegerByType(value->second, map, space)) continue;
        selects.push_back(fmt::format("SELECT {} AS k FROM ({}) AS source", KeyText(value->second, map, space),
                                      binding.source_select));
      }
    }
  }
  return unsettled;
}

}  // namespace assay::retail
