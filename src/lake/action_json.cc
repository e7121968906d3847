#include "lake/action_json.h"

#include <nlohmann/json.hpp>

#include "base/json_integer.h"
#include "lake/path_text.h"
#include "lake/protocol.h"
#include "lake/schema_json.h"

namespace assay::lake {
namespace {

using Json = nlohmann::ordered_json;

Json ValuesJson(const PartitionValues& values) {
  Json json = Json::object();
  for (const auto& [column, value] : values) json[column] = value ? Json(*value) : Json(nullptr);
  return json;
}

// Maps come as objects from a commit and, from some Parquet readers, as lists of {key, value} from a checkpoint.
PartitionValues ParseValues(const Json& json) {
  const auto text = [](const Json& value) {
    return value.is_null() ? std::nullopt : std::optional(value.get<std::string>());
  };
  PartitionValues values;
  if (json.is_array()) {
    for (const Json& pair : json) values[pair.at("key").get<std::string>()] = text(pair.value("value", Json(nullptr)));
  } else if (!json.is_null()) {
    for (const auto& [column, value] : json.items()) values[column] = text(value);
  }
  return values;
}

std::map<std::string, std::string> ParseTexts(const Json& json) {
  std::map<std::string, std::string> texts;
  for (const auto& [key, value] : ParseValues(json)) texts[key] = value.value_or("");
  return texts;
}

const Json* Find(const Json& json, const char* name) {
  const auto found = json.find(name);
  return found == json.end() || found->is_null() ? nullptr : &*found;
}

template <typename T>
std::optional<T> Get(const Json& json, const char* name) {
  const Json* found = Find(json, name);
  return found == nullptr ? std::nullopt : std::optional(found->get<T>());
}

std::optional<std::int64_t> GetInteger(const Json& json, const char* name) {
  const Json* found = Find(json, name);
  return found == nullptr ? std::nullopt : std::optional(RequireInteger<std::int64_t>(*found));
}

std::string GetText(const Json& json, const char* name) { return Get<std::string>(json, name).value_or(""); }

Json ToJson(const Protocol& protocol) {
  Json json{{"minReaderVersion", protocol.min_reader_version}, {"minWriterVersion", protocol.min_writer_version}};
  if (!protocol.reader_features.empty()) json["readerFeatures"] = protocol.reader_features;
  if (!protocol.writer_features.empty()) json["writerFeatures"] = protocol.writer_features;
  return {{"protocol", json}};
}

Protocol ParseProtocol(const Json& json) {
  return {
      .min_reader_version = RequireInteger<int>(json.at("minReaderVersion")),
      .min_writer_version = RequireInteger<int>(json.at("minWriterVersion")),
      .reader_features = Get<std::vector<std::string>>(json, "readerFeatures").value_or(std::vector<std::string>()),
      .writer_features = Get<std::vector<std::string>>(json, "writerFeatures").value_or(std::vector<std::string>())};
}

std::string SchemaTextOf(const Metadata& metadata) {
  if (!metadata.foreign_schema_text.empty()) {
    const auto parsed = ParseSchema(metadata.foreign_schema_text);
    if (parsed && *parsed == ParsedSchema{metadata.schema, metadata.required_columns})
      return metadata.foreign_schema_text;
  }
  return SchemaText(metadata.schema, metadata.required_columns);
}

Json ToJson(const Metadata& metadata) {
  Json json{{"id", metadata.id}};
  if (!metadata.name.empty()) json["name"] = metadata.name;
  if (!metadata.description.empty()) json["description"] = metadata.description;
  json["format"] = {{"provider", "parquet"}, {"options", Json::object()}};
  json["schemaString"] = SchemaTextOf(metadata);
  json["partitionColumns"] = metadata.partition_columns;
  json["configuration"] = Json::object();
  for (const auto& [key, value] : metadata.configuration) json["configuration"][key] = value;
  if (metadata.created_ms) json["createdTime"] = *metadata.created_ms;
  return {{"metaData", json}};
}

Result<Metadata> ParseMetadata(const Json& json) {
  const std::string text = json.at("schemaString").get<std::string>();
  ASSIGN_OR_RETURN(ParsedSchema parsed, ParseSchema(text));
  const bool is_foreign = SchemaText(parsed.schema, parsed.required_columns) != text;
  const Json* configuration = Find(json, "configuration");
  return Metadata{
      .id = json.at("id").get<std::string>(),
      .name = GetText(json, "name"),
      .description = GetText(json, "description"),
      .schema = std::move(parsed.schema),
      .partition_columns = Get<std::vector<std::string>>(json, "partitionColumns").value_or(std::vector<std::string>()),
      .configuration = configuration == nullptr ? std::map<std::string, std::string>() : ParseTexts(*configuration),
      .created_ms = GetInteger(json, "createdTime"),
      .required_columns = std::move(parsed.required_columns),
      .foreign_schema_text = is_foreign ? text : ""};
}

template <typename File>
std::string PathTextOf(const File& file) {
  return file.foreign_path_text.empty() ? EncodePath(file.path) : file.foreign_path_text;
}

template <typename File>
void SetPath(const Json& json, File& file) {
  const std::string text = json.at("path").get<std::string>();
  file.path = DecodePath(text);
  if (EncodePath(file.path) != text) file.foreign_path_text = text;
}

Json ToJson(const AddFile& add) {
  Json json{{"path", PathTextOf(add)},
            {"partitionValues", ValuesJson(add.partition)},
            {"size", add.size_bytes},
            {"modificationTime", add.modified_ms},
            {"dataChange", add.data_change}};
  if (!add.stats.empty()) json["stats"] = add.stats;
  if (!add.tags.empty()) json["tags"] = ValuesJson(add.tags);
  return {{"add", json}};
}

AddFile ParseAdd(const Json& json) {
  AddFile add;
  SetPath(json, add);
  if (const Json* values = Find(json, "partitionValues")) add.partition = ParseValues(*values);
  add.size_bytes = RequireInteger<std::int64_t>(json.at("size"));
  add.modified_ms = RequireInteger<std::int64_t>(json.at("modificationTime"));
  add.data_change = json.at("dataChange").get<bool>();
  add.stats = GetText(json, "stats");
  if (const Json* tags = Find(json, "tags")) add.tags = ParseValues(*tags);
  return add;
}

Json ToJson(const RemoveFile& remove) {
  Json json{{"path", PathTextOf(remove)}, {"deletionTimestamp", remove.deleted_ms}, {"dataChange", remove.data_change}};
  json["extendedFileMetadata"] = remove.partition && remove.size_bytes;
  if (remove.partition) json["partitionValues"] = ValuesJson(*remove.partition);
  if (remove.size_bytes) json["size"] = *remove.size_bytes;
  return {{"remove", json}};
}

RemoveFile ParseRemove(const Json& json) {
  RemoveFile remove;
  SetPath(json, remove);
  remove.deleted_ms = GetInteger(json, "deletionTimestamp").value_or(0);
  remove.data_change = Get<bool>(json, "dataChange").value_or(true);
  if (const Json* values = Find(json, "partitionValues")) remove.partition = ParseValues(*values);
  remove.size_bytes = GetInteger(json, "size");
  return remove;
}

Json ToJson(const Txn& txn) {
  Json json{{"appId", txn.app_id}, {"version", txn.version}};
  if (txn.updated_ms) json["lastUpdated"] = *txn.updated_ms;
  return {{"txn", json}};
}

Txn ParseTxn(const Json& json) {
  return {json.at("appId").get<std::string>(), RequireInteger<std::int64_t>(json.at("version")),
          GetInteger(json, "lastUpdated")};
}

Json ToJson(const CommitInfo& info) {
  Json json{{"timestamp", info.timestamp_ms}, {"operation", info.operation}};
  json["operationParameters"] = Json::object();
  for (const auto& [key, value] : info.parameters) json["operationParameters"][key] = value;
  if (info.read_version) json["readVersion"] = *info.read_version;
  if (info.is_blind_append) json["isBlindAppend"] = *info.is_blind_append;
  if (!info.engine_info.empty()) json["engineInfo"] = info.engine_info;
  if (!info.txn_id.empty()) json["txnId"] = info.txn_id;
  return {{"commitInfo", json}};
}

// Free-form by the protocol: what does not fit is passed over rather than refused.
CommitInfo ParseCommitInfo(const Json& json) {
  const auto number = [&](const char* name) {
    const Json* found = Find(json, name);
    return found == nullptr ? std::nullopt : AsInteger<std::int64_t>(*found);
  };
  const auto text = [&](const char* name) {
    const Json* found = Find(json, name);
    return found != nullptr && found->is_string() ? found->get<std::string>() : std::string();
  };
  CommitInfo info{.timestamp_ms = number("timestamp").value_or(0),
                  .operation = text("operation"),
                  .engine_info = text("engineInfo"),
                  .read_version = number("readVersion"),
                  .txn_id = text("txnId")};
  if (const Json* blind = Find(json, "isBlindAppend"); blind != nullptr && blind->is_boolean())
    info.is_blind_append = blind->get<bool>();
  if (const Json* parameters = Find(json, "operationParameters"); parameters != nullptr && parameters->is_object()) {
    for (const auto& [key, value] : parameters->items())
      info.parameters[key] = value.is_string() ? value.get<std::string>() : value.dump();
  }
  return info;
}

Result<std::optional<Action>> ParseAction(const Json& line) {
  if (!line.is_object()) return Corrupt("expected a JSON object, got {}", line.type_name());
  if (const Json* json = Find(line, "protocol")) return ParseProtocol(*json);
  if (const Json* json = Find(line, "metaData")) {
    ASSIGN_OR_RETURN(Metadata metadata, ParseMetadata(*json));
    return metadata;
  }
  if (const Json* json = Find(line, "add")) return ParseAdd(*json);
  if (const Json* json = Find(line, "remove")) return ParseRemove(*json);
  if (const Json* json = Find(line, "txn")) return ParseTxn(*json);
  if (const Json* json = Find(line, "commitInfo")) return ParseCommitInfo(*json);
  return std::optional<Action>();
}

Result<std::optional<Action>> ParseLine(std::string_view line) {
  try {
    return ParseAction(Json::parse(line));
  } catch (const Json::exception& error) {
    return Corrupt("{}", error.what());
  }
}

// Calls `visit(number, line)` for each line that is not empty, until it returns false.
template <typename Visit>
void ForEachLine(std::string_view ndjson, Visit visit) {
  for (int number = 1; !ndjson.empty(); ++number) {
    const std::size_t end = std::min(ndjson.find('\n'), ndjson.size());
    const std::string_view line = ndjson.substr(0, end);
    ndjson.remove_prefix(std::min(end + 1, ndjson.size()));
    if (line.find_first_not_of(" \t\r") != line.npos && !visit(number, line)) return;
  }
}

// A table that needs newer readers often has columns of newer types: its protocol is the better explanation.
Error ExplainByProtocol(std::string_view ndjson, Error error) {
  ForEachLine(ndjson, [&](int, std::string_view line) {
    if (!line.contains("\"protocol\"")) return true;
    const auto action = ParseLine(line);
    if (!action || !*action || !std::holds_alternative<Protocol>(**action)) return true;
    if (Status readable = CheckReadable(std::get<Protocol>(**action)); !readable) error = readable.error();
    return false;
  });
  return error;
}

}  // namespace

std::string ActionText(const Action& action) {
  return std::visit([](const auto& value) { return ToJson(value); }, action)
      .dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string CommitText(std::span<const Action> actions) {
  std::string text;
  for (const Action& action : actions) text += ActionText(action) + "\n";
  return text;
}

Result<std::vector<Action>> ParseActions(std::string_view ndjson) {
  std::vector<Action> actions;
  std::optional<Error> failure;
  ForEachLine(ndjson, [&](int number, std::string_view line) {
    auto action = ParseLine(line);
    if (!action) {
      failure = std::move(action.error()).WithContext(fmt::format("Cannot read Delta log: line {}", number));
    } else if (*action) {
      actions.push_back(std::move(**action));
    }
    return !failure;
  });
  if (!failure) return actions;
  return std::unexpected(failure->kind == ErrorKind::kUnsupported ? ExplainByProtocol(ndjson, std::move(*failure))
                                                                  : std::move(*failure));
}

}  // namespace assay::lake
