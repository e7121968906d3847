#include "config/read_sources.h"

#include <algorithm>

#include "config/read_files_source.h"
#include "config/read_rest_source.h"
#include "config/read_tables.h"

namespace assay::config {
namespace {

bool IsSourceName(std::string_view name) {
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
  const auto fits = [&](char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '-'; };
  return !name.empty() && name.size() <= 100 && is_letter(name.front()) && std::ranges::all_of(name, fits);
}

std::optional<SourceKind> ReadKind(const Value& value) {
  const YamlNode* type = value.node().Find("type");
  if (type == nullptr) {
    value.Refuse("a source with its type", "add type: files, odbc or rest");
    return std::nullopt;
  }
  const auto entry = std::ranges::find(value.node().entries, std::string_view("type"), &YamlEntry::key);
  return Value(value.reading(), *type, entry->line, value.path() + ".type")
      .Choice<SourceKind>({{"files", SourceKind::kFiles}, {"odbc", SourceKind::kOdbc}, {"rest", SourceKind::kRest}});
}

void ReadOdbcTable(const Section& section, SourceTable& table) {
  if (const auto query = section.Get("query")) Assign(table.query, query->Text());
}

void ReadOdbcSource(const Value& value, Source& source) {
  const Section section(value, {"sources.<odbc>"});
  if (const auto connection = section.Get("connection")) Assign(source.connection, connection->SecretText());
  const TableForm form{
      .group = "sources.<odbc>.tables[]", .has_plain_names = true, .read_own = &ReadOdbcTable, .read_short = nullptr};
  if (const auto tables = section.Get("tables")) source.tables = ReadTables(*tables, form);
}

Source ReadSource(const Member& member) {
  Source source;
  source.line = member.value.line();
  source.name = member.name;
  if (!IsSourceName(source.name))
    member.value.Report("expected a source name of letters, digits, '_' and '-'; choose another name");
  if (!member.value.IsMap()) {
    member.value.Refuse("a mapping with type, tables and more");
    return source;
  }
  const auto kind = ReadKind(member.value);
  if (!kind) return source;
  source.kind = *kind;
  switch (source.kind) {
    case SourceKind::kOdbc:
      ReadOdbcSource(member.value, source);
      break;
    case SourceKind::kRest:
      ReadRestSource(member.value, source);
      break;
    case SourceKind::kFiles:
      ReadFilesSource(member.value, source);
      break;
  }
  return source;
}

}  // namespace

std::vector<Source> ReadSources(const Value& value) {
  std::vector<Source> sources;
  for (const Member& member : value.Members("a mapping of names to sources")) sources.push_back(ReadSource(member));
  return sources;
}

}  // namespace assay::config
