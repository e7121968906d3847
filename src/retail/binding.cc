#include "retail/binding.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/near_name.h"
#include "engine/sql_text.h"
#include "table/column_name.h"

namespace assay::retail {
namespace {

using engine::SqlName;
using engine::SqlString;

constexpr std::array kLineage{"_load_id", "_load_seq", "_loaded_at", "_file", "_line"};

struct SourceColumns {
  std::vector<table::Field> fields;  ///< of all joined tables, first occurrence of a name wins

  // People write a column as their source spells it; the lake may have had to spell it differently.
  const table::Field* Find(std::string_view name) const {
    const auto found = std::ranges::find(fields, name, &table::Field::name);
    if (found != fields.end()) return &*found;
    const auto spelled = std::ranges::find(fields, table::LakeColumnName(name), &table::Field::name);
    return spelled == fields.end() ? nullptr : &*spelled;
  }
  std::vector<std::string> Names() const {
    std::vector<std::string> names;
    for (const table::Field& field : fields) names.push_back(field.name);
    return names;
  }
};

Result<const BronzeTable*> Lookup(const BronzeTables& tables, const config::TableRef& ref, int line) {
  const auto found = tables.find(ref);
  if (found != tables.end()) return &found->second;
  std::vector<std::string> names;
  for (const auto& [known, table] : tables) names.push_back(Print(known));
  return InvalidInput("assay.yaml:{}: Cannot use table {}: it has no loaded rows{}", line, Print(ref),
                      DidYouMean(Print(ref), names));
}

std::string Newest(const std::string& relation, const std::vector<std::string>& keys) {
  return fmt::format(
      "(SELECT * EXCLUDE (_n) FROM (SELECT *, row_number() OVER (PARTITION BY {} ORDER BY _load_seq DESC, _file DESC, "
      "_line DESC) AS _n FROM {}) WHERE _n = 1)",
      fmt::join(keys, ", "), relation);
}

// The newest row of each key of a joined table, then one row of what is looked up, so that a join never doubles lines.
std::string JoinedRelation(const BronzeTable& table, const std::vector<std::string>& looked_up) {
  std::vector<std::string> keys;
  for (const std::string& key : table.key) keys.push_back(SqlName(key));
  const bool by_other_key = !keys.empty() && !std::ranges::is_permutation(table.key, looked_up);
  const std::string current = by_other_key ? Newest(table.relation, keys) : table.relation;
  std::vector<std::string> canonical;
  for (const std::string& column : looked_up)
    canonical.push_back(fmt::format("p_canonical_key(CAST({} AS VARCHAR))", SqlName(column)));
  return Newest(current, canonical);
}

struct Source {
  SourceColumns columns;
  std::string select;
};

Result<Source> MakeSource(const config::RoleMapping& mapping, const BronzeTable& first, const BronzeTables& tables) {
  Source source;
  std::vector<std::string> list;
  for (const table::Field& field : first.schema.fields) {
    source.columns.fields.push_back(field);
    list.push_back(fmt::format("t0.{0} AS {0}", SqlName(field.name)));
  }
  for (const char* column : kLineage) list.push_back(fmt::format("t0.{0} AS {0}", column));
  std::string from = fmt::format("{} AS t0", first.relation);
  int number = 0;
  for (const config::Join& join : mapping.join) {
    ++number;
    ASSIGN_OR_RETURN(const BronzeTable* joined, Lookup(tables, join.table, join.line));
    const SourceColumns theirs_columns{joined->schema.fields};
    std::vector<std::string> conditions;
    std::vector<std::string> looked_up;
    for (const auto& [left, right] : join.on) {
      const table::Field* ours = source.columns.Find(left);
      const table::Field* theirs = theirs_columns.Find(right);
      if (ours == nullptr || theirs == nullptr) {
        return InvalidInput("assay.yaml:{}: Cannot join {} on {} = {}: one of the columns does not exist{}", join.line,
                            Print(join.table), left, right, DidYouMean(right, joined->schema.Names()));
      }
      looked_up.push_back(theirs->name);
      // Compared as canonical text, so that 7, '7' and 7.0 meet whatever the types are.
      conditions.push_back(
          fmt::format("p_canonical_key(CAST(t0.{} AS VARCHAR)) = p_canonical_key(CAST(t{}.{} AS VARCHAR))",
                      SqlName(ours->name), number, SqlName(theirs->name)));
    }
    from += fmt::format(" LEFT JOIN {} AS t{} ON {}", JoinedRelation(*joined, looked_up), number,
                        fmt::join(conditions, " AND "));
    for (const table::Field& field : joined->schema.fields) {
      if (source.columns.Find(field.name) != nullptr) continue;
      source.columns.fields.push_back(field);
      list.push_back(fmt::format("t{0}.{1} AS {1}", number, SqlName(field.name)));
    }
  }
  source.select = fmt::format("SELECT {} FROM {}", fmt::join(list, ", "), from);
  return source;
}

SourceValue Coded(SourceValue value, const std::map<std::string, std::string>& codes) {
  std::string sql = fmt::format("CASE CAST({} AS VARCHAR)", value.sql);
  for (const auto& [code, text] : codes) sql += fmt::format(" WHEN {} THEN {}", SqlString(code), SqlString(text));
  return {sql + fmt::format(" ELSE CAST({} AS VARCHAR) END", value.sql), table::DataType::Of(table::TypeKind::kString)};
}

const table::Field* FindByAlias(const SourceColumns& columns, const CanonicalColumn& canonical) {
  for (const table::Field& field : columns.fields) {
    if (NormaliseName(field.name) == NormaliseName(canonical.name)) return &field;
  }
  for (const std::string_view alias : canonical.aliases) {
    for (const table::Field& field : columns.fields) {
      if (NormaliseName(field.name) == alias) return &field;
    }
  }
  return nullptr;
}

class Binder {
 public:
  Binder(Entity entity, const config::RoleMapping& mapping, const std::map<std::string, std::string>& columns, int line)
      : entity_(entity), mapping_(mapping), columns_(columns), line_(line) {}

  Result<Binding> Bind(const BronzeTable& first, const BronzeTables& tables) {
    RETURN_IF_ERROR(CheckCanonicalNames());
    ASSIGN_OR_RETURN(const Source source, MakeSource(mapping_, first, tables));
    Binding binding{.mapping = &mapping_, .table = &first, .source_select = source.select};
    for (const CanonicalColumn& canonical : ColumnsOf(entity_))
      RETURN_IF_ERROR(BindColumn(canonical, source.columns, first, binding));
    RETURN_IF_ERROR(BindRefund(source.columns, first, binding));
    BindKey(source.columns, first, binding);
    return binding;
  }

 private:
  Status CheckCanonicalNames() const {
    std::vector<std::string> known;
    for (const CanonicalColumn& column : ColumnsOf(entity_)) known.emplace_back(column.name);
    for (const auto* names : {&columns_, &mapping_.values}) {
      for (const auto& [name, value] : *names) {
        if (FindColumn(entity_, name) != nullptr) continue;
        return InvalidInput("assay.yaml:{}: Cannot map column '{}' of {}: expected one of {}{}", line_, name,
                            Name(entity_), fmt::join(known, ", "), DidYouMean(name, known));
      }
    }
    return {};
  }

  std::string Hint(const SourceColumns& columns, const std::string& meant) const {
    const std::string near = DidYouMean(meant, columns.Names());
    return fmt::format("{}{} It has: {}", near, near.empty() ? "." : "", fmt::join(columns.Names(), ", "));
  }

  Status BindColumn(const CanonicalColumn& canonical, const SourceColumns& columns, const BronzeTable& first,
                    Binding& binding) const {
    const std::string name(canonical.name);
    if (const auto constant = mapping_.values.find(name); constant != mapping_.values.end()) {
      binding.values[name] = {SqlString(constant->second), table::DataType::Of(table::TypeKind::kString)};
      return {};
    }
    const auto mapped = columns_.find(name);
    const table::Field* field =
        mapped == columns_.end() ? FindByAlias(columns, canonical) : columns.Find(mapped->second);
    if (field == nullptr && mapped != columns_.end()) {
      return InvalidInput("assay.yaml:{}: Cannot map {}.{} to column '{}' of {}: no such column{}", line_,
                          Name(entity_), name, mapped->second, Print(first.ref), Hint(columns, mapped->second));
    }
    if (field == nullptr) {
      if (!canonical.required) return {};
      return InvalidInput(
          "assay.yaml:{}: Cannot map {}.{}: {} has no column of that name; name its column under roles.{}.columns. It "
          "has: {}",
          line_, Name(entity_), name, Print(first.ref), Name(entity_), fmt::join(columns.Names(), ", "));
    }
    SourceValue value{SqlName(field->name), field->type};
    if (const auto codes = mapping_.codes.find(name); codes != mapping_.codes.end())
      value = Coded(value, codes->second);
    binding.source_columns[name] = field->name;
    binding.values[name] = value;
    if (table::IsPersonal(*field)) binding.personal.insert(name);
    return {};
  }

  Status BindRefund(const SourceColumns& columns, const BronzeTable& first, Binding& binding) const {
    if (!mapping_.returns || mapping_.returns->amount_column.empty()) return {};
    const std::string& name = mapping_.returns->amount_column;
    const table::Field* field = columns.Find(name);
    if (field == nullptr) {
      return InvalidInput("assay.yaml:{}: Cannot read refunds from column '{}' of {}: no such column{}",
                          mapping_.returns->line, name, Print(first.ref), Hint(columns, name));
    }
    binding.source_columns["refund"] = field->name;
    binding.values["refund"] = {SqlName(field->name), field->type};
    return {};
  }

  // A mapped or found line_id counts as the declared key, unless the table itself declares one.
  void BindKey(const SourceColumns& columns, const BronzeTable& first, Binding& binding) const {
    if (entity_ != Entity::kTransactions) return;
    const bool mapped = columns_.contains("line_id");
    if (!mapped && !first.key.empty()) {
      for (const std::string& key : first.key) {
        const table::Field* field = columns.Find(key);
        if (field == nullptr) continue;
        binding.key.push_back({SqlName(field->name), field->type});
        if (table::IsPersonal(*field)) binding.personal.insert("line_id");
      }
    } else if (const auto line = binding.values.find("line_id"); line != binding.values.end()) {
      binding.key.push_back(line->second);
    }
    if (binding.key.size() == 1) binding.values["line_id"] = binding.key.front();
  }

  Entity entity_;
  const config::RoleMapping& mapping_;
  const std::map<std::string, std::string>& columns_;
  int line_;
};

}  // namespace

const std::vector<config::RoleMapping>& MappingsOf(const config::Project& project, Entity entity) {
  switch (entity) {
    case Entity::kTransactions:
      return project.roles.transactions;
    case Entity::kProducts:
      return project.roles.products;
    case Entity::kStores:
      return project.roles.stores;
    case Entity::kCustomers:
      return project.roles.customers;
  }
  return project.roles.transactions;
}

Result<std::vector<Binding>> BindEntity(const config::Project& project, Entity entity, const BronzeTables& tables) {
  std::vector<Binding> bindings;
  for (const config::RoleMapping& mapping : MappingsOf(project, entity)) {
    for (const config::TableRef& ref : mapping.from) {
      ASSIGN_OR_RETURN(const BronzeTable* first, Lookup(tables, ref, mapping.line));
      ASSIGN_OR_RETURN(Binding binding, Binder(entity, mapping, mapping.columns, mapping.line).Bind(*first, tables));
      bindings.push_back(std::move(binding));
    }
    if (mapping.returns && mapping.returns->from) {
      ASSIGN_OR_RETURN(const BronzeTable* first, Lookup(tables, *mapping.returns->from, mapping.returns->line));
      ASSIGN_OR_RETURN(Binding binding,
                       Binder(entity, mapping, mapping.returns->columns, mapping.returns->line).Bind(*first, tables));
      binding.is_returns_table = true;
      bindings.push_back(std::move(binding));
    }
  }
  return bindings;
}

}  // namespace assay::retail
