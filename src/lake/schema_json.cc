#include "lake/schema_json.h"

#include <algorithm>
#include <set>

#include <nlohmann/json.hpp>

#include "base/ascii.h"

namespace assay::lake {
namespace {

using Json = nlohmann::ordered_json;

Json FieldJson(const table::Field& field, std::span<const std::string> required_columns) {
  Json metadata = Json::object();
  for (const auto& [key, value] : field.metadata) metadata[key] = value;
  const bool nullable = std::ranges::find(required_columns, field.name) == required_columns.end();
  return {{"name", field.name}, {"type", table::DeltaName(field.type)}, {"nullable", nullable}, {"metadata", metadata}};
}

Result<table::Field> ParseField(const Json& json) {
  table::Field field{.name = json.at("name").get<std::string>(), .type = {}};
  const Json& type = json.at("type");
  if (!type.is_string()) {
    return Unsupported("Cannot read column {}: expected a simple type, got {}; nested types are not supported",
                       field.name, type.dump());
  }
  auto parsed = table::ParseDeltaType(type.get<std::string>());
  if (!parsed) return std::unexpected(std::move(parsed.error()).WithContext(fmt::format("column {}", field.name)));
  field.type = *parsed;
  const Json metadata = json.value("metadata", Json::object());
  for (const auto& [key, value] : metadata.items()) {
    field.metadata[key] = value.is_string() ? value.get<std::string>() : value.dump();
  }
  return field;
}

Result<ParsedSchema> ParseStruct(const Json& json) {
  ParsedSchema parsed;
  for (const Json& item : json.at("fields")) {
    ASSIGN_OR_RETURN(table::Field field, ParseField(item));
    if (!item.value("nullable", true)) parsed.required_columns.push_back(field.name);
    parsed.schema.fields.push_back(std::move(field));
  }
  return parsed;
}

}  // namespace

std::string SchemaText(const table::Schema& schema, std::span<const std::string> required_columns) {
  Json fields = Json::array();
  for (const table::Field& field : schema.fields) fields.push_back(FieldJson(field, required_columns));
  return Json{{"type", "struct"}, {"fields", fields}}.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Result<ParsedSchema> ParseSchema(std::string_view text) {
  try {
    return ParseStruct(Json::parse(text));
  } catch (const Json::exception& error) {
    return Corrupt("Cannot read schema: expected a Delta schema string, got {} ({})", text.substr(0, 200),
                   error.what());
  }
}

Status CheckSchema(const table::Schema& schema, std::span<const std::string> partition_columns) {
  std::set<std::string> names;
  for (const table::Field& field : schema.fields) {
    if (field.name.empty() || field.name.find_first_of(" ,;{}()\n\t=`") != field.name.npos) {
      return InvalidInput(
          "Cannot use column name '{}': expected none of blank , ; {{ }} ( ) = ` or line break; rename it", field.name);
    }
    if (!names.insert(LowerAscii(field.name)).second) {
      return InvalidInput("Cannot use column {}: expected names that differ in more than case; rename it", field.name);
    }
  }
  for (const std::string& column : partition_columns) {
    const auto position = schema.Find(column);
    if (!position) return InvalidInput("Cannot partition by {}: expected a column of the table", column);
    if (schema.fields[*position].type.kind == table::TypeKind::kBinary) {
      return InvalidInput("Cannot partition by {}: expected a type with a text form, got binary", column);
    }
  }
  const std::set<std::string> distinct(partition_columns.begin(), partition_columns.end());
  if (distinct.size() != partition_columns.size()) return InvalidInput("Cannot partition a table twice by one column");
  if (schema.fields.size() <= distinct.size()) {
    return InvalidInput("Cannot make a table of {} columns: expected at least one that it is not partitioned by",
                        schema.fields.size());
  }
  return {};
}

}  // namespace assay::lake
