#include "config/read_roles.h"

#include "config/read_key_map.h"
#include "config/section.h"
#include "config/table_ref.h"

namespace assay::config {
namespace {

using Texts = std::map<std::string, std::string>;

std::vector<TableRef> ReadTableRefs(const Value& value, std::span<const Source> sources) {
  std::vector<TableRef> refs;
  for (const Value& item : value.Items()) {
    if (auto ref = ReadTableRef(item, sources)) refs.push_back(*std::move(ref));
  }
  return refs;
}

Texts ReadColumns(const Value& value) {
  Texts columns;
  for (const Member& member : value.Members("a mapping of our columns to source columns")) {
    if (auto text = member.value.Text()) columns[member.name] = *std::move(text);
  }
  return columns;
}

Texts ReadConstants(const Value& value, std::string_view what) {
  Texts constants;
  for (const Member& member : value.Members(what)) {
    if (auto text = member.value.TextOrEmpty()) constants[member.name] = *std::move(text);
  }
  return constants;
}

std::map<std::string, Texts> ReadCodes(const Value& value) {
  std::map<std::string, Texts> codes;
  for (const Member& member : value.Members("a mapping of our columns to their codes")) {
    codes[member.name] = ReadConstants(member.value, "a mapping of codes to texts");
  }
  return codes;
}

Join ReadJoin(const Value& value, std::span<const Source> sources) {
  Join join;
  join.line = value.line();
  const Section section(value, {"roles.<entity>.join[]"});
  if (const auto table = section.Get("table")) Assign(join.table, ReadTableRef(*table, sources));
  const auto on = section.Get("on");
  if (!on) return join;
  if (on->IsMap()) {
    for (const Member& member : on->Members("columns that must be equal")) {
      if (auto right = member.value.Text()) join.on.emplace_back(member.name, *std::move(right));
    }
    return join;
  }
  for (const std::string& column : on->Texts()) join.on.emplace_back(column, column);
  return join;
}

Returns ReadReturns(const Value& value, std::span<const Source> sources) {
  Returns returns;
  returns.line = value.line();
  const Section section(value, {"roles.transactions.returns"});
  if (!value.IsMap()) return returns;
  const auto where = section.Get("where");
  const auto from = section.Get("from");
  const auto amount = section.Get("amount");
  const auto columns = section.Get("columns");
  if (int{where.has_value()} + int{from.has_value()} + int{amount.has_value()} != 1) {
    value.Report("expected exactly one of where, from and amount; keep the one that tells returns in this source");
  }
  if (columns && !from) columns->Report("it belongs to a table of returns; add from: source.table, or remove it");
  if (where) Assign(returns.where, where->Text());
  if (from) returns.from = ReadTableRef(*from, sources);
  if (amount) Assign(returns.amount_column, amount->Text());
  if (columns) returns.columns = ReadColumns(*columns);
  return returns;
}

CustomerMerge ReadMerge(const Value& value, std::span<const Source> sources) {
  CustomerMerge merge{.line = value.line(), .from = {}, .old_id = "old_id", .new_id = "new_id"};
  const Section section(value, {"roles.merge"});
  if (const auto from = section.Get("from")) Assign(merge.from, ReadTableRef(*from, sources));
  const auto columns = section.Get("columns");
  if (!columns) return merge;
  const std::vector<std::string> names = columns->Texts();
  if (!columns->IsList() || names.size() != 2) {
    columns->Report("expected two columns as [old id, new id]");
    return merge;
  }
  merge.old_id = names[0];
  merge.new_id = names[1];
  return merge;
}

void ReadMeaning(const Section& section, RoleMapping& mapping) {
  if (const auto where = section.Get("where")) Assign(mapping.where, where->Text());
  if (const auto columns = section.Get("columns")) mapping.columns = ReadColumns(*columns);
  if (const auto values = section.Get("values"))
    mapping.values = ReadConstants(*values, "a mapping of our columns to texts");
  if (const auto codes = section.Get("codes")) mapping.codes = ReadCodes(*codes);
  if (const auto space = section.Get("id_space")) Assign(mapping.id_space, space->Text());
  if (const auto times = section.Get("times")) {
    Assign(mapping.timestamps_utc, times->Choice<bool>({{"local", false}, {"utc", true}}));
  }
  if (const auto format = section.Get("date_format")) {
    Assign(mapping.date_format, format->Choice<std::string>({{"ymd", "ymd"}, {"dmy", "dmy"}, {"mdy", "mdy"}}));
  }
  if (const auto mark = section.Get("decimal_mark"))
    Assign(mapping.decimal_comma, mark->Choice<bool>({{"point", false}, {"comma", true}}));
  for (const auto& [column, text] : mapping.values) {
    if (mapping.columns.contains(column)) {
      section.value().Report(fmt::format("'{}' has both a source column and a constant value; keep one", column));
    }
  }
}

RoleMapping ReadMapping(const Section& section, std::span<const Source> sources) {
  RoleMapping mapping;
  mapping.line = section.value().line();
  if (const auto from = section.Require("from")) mapping.from = ReadTableRefs(*from, sources);
  if (const auto join = section.Get("join")) {
    for (const Value& item : join->Items()) mapping.join.push_back(ReadJoin(item, sources));
  }
  ReadMeaning(section, mapping);
  return mapping;
}

std::vector<RoleMapping> ReadEntity(const Value& value, std::span<const Source> sources) {
  std::vector<RoleMapping> mappings;
  for (const Value& item : value.Items()) mappings.push_back(ReadMapping(Section(item, {"roles.<entity>"}), sources));
  return mappings;
}

std::vector<RoleMapping> ReadTransactions(const Value& value, std::span<const Source> sources) {
  std::vector<RoleMapping> mappings;
  for (const Value& item : value.Items()) {
    const Section section(item, {"roles.<entity>", "roles.transactions"});
    RoleMapping mapping = ReadMapping(section, sources);
    if (const auto keys = section.Get("keys")) mapping.keys = ReadKeyMaps(*keys);
    if (const auto returns = section.Get("returns")) mapping.returns = ReadReturns(*returns, sources);
    mappings.push_back(std::move(mapping));
  }
  return mappings;
}

void ReadCustomers(const Value& value, std::span<const Source> sources, Roles& roles) {
  for (const Value& item : value.Items()) {
    const Section section(item, {"roles.<entity>", "roles.customers"});
    const auto merge = section.Get("merge");
    if (merge && roles.merge)
      merge->Report(fmt::format("customers.merge already stands at line {}; keep one", roles.merge->line));
    if (merge) roles.merge = ReadMerge(*merge, sources);
    // Ids can be merged without a table of customers.
    const bool is_merge_only = merge && item.node().entries.size() == 1;
    if (!is_merge_only) roles.customers.push_back(ReadMapping(section, sources));
  }
}

}  // namespace

Roles ReadRoles(const Value& value, std::span<const Source> sources) {
  Roles roles;
  const Section section(value, {"roles"});
  if (const auto entity = section.Get("transactions")) roles.transactions = ReadTransactions(*entity, sources);
  if (const auto entity = section.Get("products")) roles.products = ReadEntity(*entity, sources);
  if (const auto entity = section.Get("stores")) roles.stores = ReadEntity(*entity, sources);
  if (const auto merge = section.Get("merge")) roles.merge = ReadMerge(*merge, sources);
  if (const auto entity = section.Get("customers")) ReadCustomers(*entity, sources, roles);
  return roles;
}

}  // namespace assay::config
