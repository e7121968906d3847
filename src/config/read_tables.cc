#include "config/read_tables.h"

#include <algorithm>
#include <map>

namespace assay::config {
namespace {

bool IsFolderName(std::string_view name) {
  const auto breaks = [](char c) { return c == '/' || c == '\\' || static_cast<unsigned char>(c) < ' '; };
  return !name.empty() && name.size() <= 200 && name.front() != '.' && std::ranges::none_of(name, breaks);
}

void ReadShared(const Section& section, SourceTable& table) {
  if (const auto key = section.Get("key")) table.key = key->Texts();
  if (const auto pii = section.Get("pii")) table.pii = pii->Texts();
  if (const auto cursor = section.Get("cursor")) table.cursor = cursor->Text();
  if (const auto contract = section.Get("contract")) {
    Assign(table.contract,
           contract->Choice<SchemaContract>({{"evolve", SchemaContract::kEvolve}, {"freeze", SchemaContract::kFreeze}},
                                            {"discard_row", "discard_value"}));
  }
}

SourceTable ReadItem(const Value& item, const TableForm& form) {
  SourceTable table;
  table.line = item.line();
  if (item.IsScalar() && form.has_plain_names) {
    Assign(table.name, item.Text());
    return table;
  }
  const Section section(item, {form.group});
  if (!item.IsMap()) return table;
  if (const auto name = section.Require("name")) Assign(table.name, name->Text());
  ReadShared(section, table);
  form.read_own(section, table);
  return table;
}

SourceTable ReadMember(const Member& member, const TableForm& form) {
  SourceTable table;
  table.line = member.value.line();
  table.name = member.name;
  if (!member.value.IsMap() && form.read_short != nullptr) {
    form.read_short(member.value, table);
    return table;
  }
  const Section section(member.value, {form.group});
  if (!member.value.IsMap()) return table;
  if (const auto name = section.Get("name"))
    name->Report("the table already has its name from the key; remove this one");
  ReadShared(section, table);
  form.read_own(section, table);
  return table;
}

}  // namespace

std::vector<SourceTable> ReadTables(const Value& value, const TableForm& form) {
  std::vector<SourceTable> tables;
  if (value.IsMap()) {
    for (const Member& member : value.Members("at least one table")) tables.push_back(ReadMember(member, form));
  } else if (value.IsList()) {
    for (const Value& item : value.Items()) tables.push_back(ReadItem(item, form));
  } else {
    value.Refuse("a list of tables or a mapping of names to tables");
  }
  std::map<std::string, int> lines;
  for (const SourceTable& table : tables) {
    if (table.name.empty()) continue;
    const Value place(value.reading(), value.node(), table.line, value.path());
    if (!IsFolderName(table.name)) {
      place.Report(fmt::format(
          "expected a table name without '/' that does not start with '.', got '{}'; choose another name", table.name));
    }
    const auto [first, is_new] = lines.emplace(table.name, table.line);
    if (!is_new && !value.IsMap()) {
      place.Report(fmt::format("table '{}' already stands at line {}; names must differ", table.name, first->second));
    }
  }
  return tables;
}

}  // namespace assay::config
