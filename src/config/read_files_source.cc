#include "config/read_files_source.h"

#include <filesystem>

#include "config/folder.h"
#include "config/read_tables.h"

namespace assay::config {
namespace {

std::optional<char> OneCharacter(const Value& value) {
  const auto text = value.Text();
  if (!text) return std::nullopt;
  if (*text == "tab" || *text == "\\t") return '\t';
  if (text->size() == 1 && static_cast<unsigned char>(text->front()) < 0x80) return text->front();
  value.Refuse("one ASCII character, or tab");
  return std::nullopt;
}

void ReadCsv(const Section& section, SourceTable& table) {
  const auto delimiter = section.Get("delimiter");
  const auto quote = section.Get("quote");
  const auto header = section.Get("header");
  if (delimiter) table.csv.delimiter = OneCharacter(*delimiter);
  if (quote) table.csv.quote = OneCharacter(*quote);
  if (header) Assign(table.csv.has_header, header->Flag());
  if (!table.format || *table.format == FileFormat::kCsv) return;
  for (const auto& option : {delimiter, quote, header}) {
    if (option) option->Report("it belongs to CSV files only; remove it, or set format: csv");
  }
}

void ReadFilesTable(const Section& section, SourceTable& table) {
  if (const auto files = section.Get("files")) table.files = files->Texts();
  if (const auto format = section.Get("format")) {
    table.format = format->Choice<FileFormat>({{"csv", FileFormat::kCsv},
                                               {"json", FileFormat::kJson},
                                               {"parquet", FileFormat::kParquet},
                                               {"ndjson", FileFormat::kJson}},
                                              {"xlsx"});
  }
  ReadCsv(section, table);
}

void ReadGlobs(const Value& value, SourceTable& table) { table.files = value.Texts(); }

}  // namespace

void ReadFilesSource(const Value& value, Source& source) {
  const Section section(value, {"sources.<files>"});
  source.path = value.reading().folder;
  if (const auto path = section.Get("path")) Assign(source.path, ReadFolder(*path));
  const TableForm form{.group = "sources.<files>.tables[]",
                       .has_plain_names = false,
                       .read_own = &ReadFilesTable,
                       .read_short = &ReadGlobs};
  if (const auto tables = section.Get("tables")) source.tables = ReadTables(*tables, form);
}

}  // namespace assay::config
