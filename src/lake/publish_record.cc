#include "lake/publish_record.h"

#include <nlohmann/json.hpp>

#include "base/json_integer.h"
#include "lake/action_json.h"
#include "lake/json_text_internal.h"
#include "lake/log_names.h"
#include "lake/release_json.h"

namespace assay::lake {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kRecordSuffix = ".json";
constexpr std::string_view kOutcomeSuffix = ".outcome.json";

Json ValuesJson(const PartitionValues& values) {
  Json json = Json::object();
  for (const auto& [column, value] : values) json[column] = value ? Json(*value) : Json(nullptr);
  return json;
}

PartitionValues ParseValues(const Json& json) {
  PartitionValues values;
  for (const auto& [column, value] : json.items())
    values[column] = value.is_null() ? std::nullopt : std::optional(value.get<std::string>());
  return values;
}

Json ChangeJson(const TableChange& change) {
  std::vector<Action> actions;
  if (change.metadata) actions.emplace_back(*change.metadata);
  actions.insert(actions.end(), change.txns.begin(), change.txns.end());
  actions.insert(actions.end(), change.adds.begin(), change.adds.end());
  Json partitions = Json::array();
  for (const PartitionValues& values : change.read_partitions) partitions.push_back(ValuesJson(values));
  Json parameters = Json::object();
  for (const auto& [key, value] : change.parameters) parameters[key] = value;
  return {{"readVersion", change.read_version},
          {"actions", CommitText(actions)},
          {"removes", change.removes},
          {"readPartitions", partitions},
          {"dataChange", change.data_change},
          {"operation", change.operation},
          {"parameters", parameters}};
}

struct ActionSorter {
  TableChange& change;
  void operator()(Metadata& metadata) const { change.metadata = std::move(metadata); }
  void operator()(AddFile& add) const { change.adds.push_back(std::move(add)); }
  void operator()(Txn& txn) const { change.txns.push_back(std::move(txn)); }
  void operator()(Protocol&) const {}
  void operator()(RemoveFile&) const {}
  void operator()(CommitInfo&) const {}
};

Result<TableChange> ParseChange(const Json& json) {
  TableChange change{.read_version = RequireInteger<std::int64_t>(json.at("readVersion")),
                     .removes = json.at("removes").get<std::vector<std::string>>(),
                     .data_change = json.at("dataChange").get<bool>(),
                     .operation = json.at("operation").get<std::string>()};
  for (const Json& values : json.at("readPartitions")) change.read_partitions.push_back(ParseValues(values));
  for (const auto& [key, value] : json.at("parameters").items()) change.parameters[key] = value.get<std::string>();
  ASSIGN_OR_RETURN(std::vector<Action> actions, ParseActions(json.at("actions").get<std::string>()));
  for (Action& action : actions) std::visit(ActionSorter{change}, action);
  return change;
}

Result<PublishPlan> ParsePlan(const Json& json) {
  PublishPlan plan{.release_number = RequireInteger<std::int64_t>(json.at("releaseNumber"))};
  ASSIGN_OR_RETURN(plan.release, ParseRelease(json.at("release").dump()));
  for (const Json& table : json.at("tables")) {
    ASSIGN_OR_RETURN(TableChange change, ParseChange(table.at("change")));
    plan.tables.push_back({table.at("path").get<std::string>(), std::move(change)});
  }
  return plan;
}

Result<std::vector<std::int64_t>> ListNumbers(const Lake& lake, std::string_view suffix) {
  ASSIGN_OR_RETURN(const auto objects, lake.store.ListFrom(kPublishFolder, ""));
  std::vector<std::int64_t> numbers;
  for (const storage::ObjectInfo& object : objects) {
    const std::string_view name = std::string_view(object.key).substr(kPublishFolder.size() + 1);
    const auto number = ParseTwentyDigits(name.substr(0, 20));
    if (number && name.substr(20) == suffix) numbers.push_back(*number);
  }
  return numbers;
}

}  // namespace

std::string RecordKey(std::int64_t release_number) {
  return fmt::format("{}/{}{}", kPublishFolder, TwentyDigits(release_number), kRecordSuffix);
}

std::string OutcomeKey(std::int64_t release_number) {
  return fmt::format("{}/{}{}", kPublishFolder, TwentyDigits(release_number), kOutcomeSuffix);
}

std::string RecordText(const PublishPlan& plan, std::string_view attempt_id) {
  Json tables = Json::array();
  for (const PublishTable& table : plan.tables)
    tables.push_back(Json{{"path", table.path}, {"change", ChangeJson(table.change)}});
  return JsonText({{"releaseNumber", plan.release_number},
                   {"attemptId", attempt_id},
                   {"release", Json::parse(ReleaseText(plan.release))},
                   {"tables", tables}});
}

Result<PublishPlan> ParseRecord(std::string_view text) {
  try {
    return ParsePlan(Json::parse(text));
  } catch (const Json::exception& error) {
    return Corrupt("Cannot read publish record: {}", error.what());
  }
}

std::string OutcomeText(const PublishOutcome& outcome) {
  if (outcome.release)
    return JsonText({{"outcome", "released"}, {"release", Json::parse(ReleaseText(*outcome.release))}});
  return JsonText({{"outcome", "aborted"}, {"reason", outcome.abort_reason}});
}

Result<PublishOutcome> ParseOutcome(std::string_view text) {
  try {
    const Json json = Json::parse(text);
    const std::string outcome = json.at("outcome").get<std::string>();
    if (outcome == "aborted") return PublishOutcome{.abort_reason = json.at("reason").get<std::string>()};
    if (outcome != "released")
      return Corrupt("Cannot read publish outcome: expected released or aborted, got {}", outcome);
    ASSIGN_OR_RETURN(Release release, ParseRelease(json.at("release").dump()));
    return PublishOutcome{.release = std::move(release)};
  } catch (const Json::exception& error) {
    return Corrupt("Cannot read publish outcome: {}", error.what());
  }
}

Result<PublishPlan> ReadRecord(const Lake& lake, std::int64_t release_number) {
  const std::string key = RecordKey(release_number);
  ASSIGN_OR_RETURN(const std::string text, lake.store.Get(key));
  auto plan = ParseRecord(text);
  if (!plan) return std::unexpected(std::move(plan.error()).WithContext(key));
  return plan;
}

Result<std::optional<PublishOutcome>> ReadOutcome(const Lake& lake, std::int64_t release_number) {
  const std::string key = OutcomeKey(release_number);
  const auto text = lake.store.Get(key);
  if (!text && text.error().kind == ErrorKind::kNotFound) return std::optional<PublishOutcome>();
  if (!text) return std::unexpected(text.error());
  auto outcome = ParseOutcome(*text);
  if (!outcome) return std::unexpected(std::move(outcome.error()).WithContext(key));
  return std::optional(std::move(*outcome));
}

Result<std::vector<std::int64_t>> ListRecords(const Lake& lake) { return ListNumbers(lake, kRecordSuffix); }

Result<std::vector<std::int64_t>> ListOutcomes(const Lake& lake) { return ListNumbers(lake, kOutcomeSuffix); }

}  // namespace assay::lake
