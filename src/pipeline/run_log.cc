#include "pipeline/run_log.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/json_integer.h"

namespace assay::pipeline {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kFolder = "ops/runs";
constexpr std::string_view kSuffix = ".json";

constexpr std::array kErrorKinds{ErrorKind::kInvalidInput, ErrorKind::kNotFound,  ErrorKind::kAlreadyExists,
                                 ErrorKind::kConflict,     ErrorKind::kCorrupt,   ErrorKind::kIo,
                                 ErrorKind::kTimeout,      ErrorKind::kCancelled, ErrorKind::kUnsupported,
                                 ErrorKind::kGate,         ErrorKind::kInternal};
constexpr std::array kStatuses{RunStatus::kRunning, RunStatus::kReleased, RunStatus::kUnchanged,
                               RunStatus::kStopped, RunStatus::kFailed,   RunStatus::kDied};

// Keys sort by the time of the start.
std::string KeyPrefix(std::int64_t started_ms) { return fmt::format("{}/{:013}-", kFolder, started_ms); }

std::string KeyOf(const RunRecord& record) {
  return KeyPrefix(record.started_ms) + record.run_id + std::string(kSuffix);
}

template <typename T>
Json OrNull(const std::optional<T>& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json ErrorJson(const std::optional<Error>& error) {
  if (!error) return nullptr;
  return {{"kind", Name(error->kind)}, {"exit_code", ExitCode(error->kind)}, {"message", error->message}};
}

std::optional<std::int64_t> NumberIn(const Json& value) {
  return value.is_null() ? std::nullopt : std::optional(RequireInteger<std::int64_t>(value));
}

template <typename Values>
Result<typename Values::value_type> FindNamed(const Values& values, const std::string& name) {
  const auto found = std::ranges::find_if(values, [&](const auto& value) { return Name(value) == name; });
  if (found == values.end()) return Corrupt("Cannot read the record of a run: nothing is called '{}'", name);
  return *found;
}

Result<RunRecord> ParseFields(const Json& object) {
  RunRecord record{.run_id = object.at("run_id").get<std::string>(),
                   .started_ms = RequireInteger<std::int64_t>(object.at("started_ms")),
                   .ended_ms = NumberIn(object.at("ended_ms")),
                   .release = NumberIn(object.at("release")),
                   .added_rows = NumberIn(object.at("added_rows")),
                   .process = RequireInteger<std::int64_t>(object.at("process"))};
  ASSIGN_OR_RETURN(record.status, FindNamed(kStatuses, object.at("status").get<std::string>()));
  const Json& error = object.at("error");
  if (error.is_null()) return record;
  ASSIGN_OR_RETURN(const ErrorKind kind, FindNamed(kErrorKinds, error.at("kind").get<std::string>()));
  record.error = Error{kind, error.at("message").get<std::string>()};
  return record;
}

Result<RunRecord> Parse(const std::string& text) {
  try {
    return ParseFields(Json::parse(text));
  } catch (const Json::exception& error) {
    return Corrupt("Cannot read the record of a run: {}", error.what());
  }
}

// A process that may not be signalled is alive.
bool IsAlive(std::int64_t process) { return ::kill(static_cast<pid_t>(process), 0) == 0 || errno != ESRCH; }

enum class Place { kNewest, kEarlier };

Result<RunRecord> Read(const lake::Lake& lake, const std::string& key, Place place) {
  ASSIGN_OR_RETURN(const std::string text, lake.store.Get(key));
  auto record = Parse(text);
  if (!record) return std::unexpected(std::move(record.error()).WithContext(key));
  const bool has_end = record->status != RunStatus::kRunning;
  if (!has_end && (place == Place::kEarlier || !IsAlive(record->process))) record->status = RunStatus::kDied;
  return record;
}

Result<std::vector<std::string>> Keys(const lake::Lake& lake) {
  ASSIGN_OR_RETURN(const auto objects, lake.store.ListFrom(kFolder, ""));
  std::vector<std::string> keys;
  for (const storage::ObjectInfo& object : objects) {
    if (object.key.ends_with(kSuffix)) keys.push_back(object.key);
  }
  return keys;
}

}  // namespace

std::string_view Name(RunStatus status) {
  switch (status) {
    case RunStatus::kRunning:
      return "running";
    case RunStatus::kReleased:
      return "released";
    case RunStatus::kUnchanged:
      return "unchanged";
    case RunStatus::kStopped:
      return "stopped";
    case RunStatus::kFailed:
      return "failed";
    case RunStatus::kDied:
      return "died";
  }
  return "died";
}

std::optional<double> RunRecord::Seconds() const {
  if (!ended_ms) return std::nullopt;
  return static_cast<double>(*ended_ms - started_ms) / 1000;
}

Status WriteRun(const lake::Lake& lake, const RunRecord& record) {
  const Json object{{"run_id", record.run_id},
                    {"started_ms", record.started_ms},
                    {"ended_ms", OrNull(record.ended_ms)},
                    {"status", Name(record.status)},
                    {"release", OrNull(record.release)},
                    {"added_rows", OrNull(record.added_rows)},
                    {"error", ErrorJson(record.error)},
                    {"process", record.process}};
  return lake.store.Put(KeyOf(record), object.dump(-1, ' ', false, Json::error_handler_t::replace));
}

Result<std::vector<RunRecord>> ListRuns(const lake::Lake& lake) {
  ASSIGN_OR_RETURN(const std::vector<std::string> keys, Keys(lake));
  std::vector<RunRecord> records;
  for (const std::string& key : keys) {
    ASSIGN_OR_RETURN(RunRecord record, Read(lake, key, &key == &keys.back() ? Place::kNewest : Place::kEarlier));
    records.push_back(std::move(record));
  }
  return records;
}

Result<std::optional<RunRecord>> ReadLastRun(const lake::Lake& lake) {
  ASSIGN_OR_RETURN(const std::vector<std::string> keys, Keys(lake));
  if (keys.empty()) return std::optional<RunRecord>();
  ASSIGN_OR_RETURN(RunRecord record, Read(lake, keys.back(), Place::kNewest));
  return std::optional(std::move(record));
}

Status ForgetRuns(const lake::Lake& lake, std::int64_t oldest_ms) {
  ASSIGN_OR_RETURN(const std::vector<std::string> keys, Keys(lake));
  for (const std::string& key : keys) {
    if (key < KeyPrefix(oldest_ms)) RETURN_IF_ERROR(lake.store.Delete(key));
  }
  return {};
}

}  // namespace assay::pipeline
