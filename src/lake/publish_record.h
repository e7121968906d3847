#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "lake/lake.h"
#include "lake/release.h"
#include "lake/table_change.h"

/// The two objects that a publish rests on: the record of what it will do, and its outcome. Each is written once.
namespace assay::lake {

inline constexpr std::string_view kPublishFolder = "ops/publish";

/// One table of a publish. The version it builds on is `change.read_version`, -1 for a new table. The table must not be
/// append-only: an aborted publish could not be taken back.
struct PublishTable {
  std::string path;
  TableChange change;
  bool operator==(const PublishTable&) const = default;
};

/// Everything a publish will do.
struct PublishPlan {
  std::int64_t release_number = 0;
  std::vector<PublishTable> tables = {};
  /// The release to be published. Its number is set by publishing, and so is the version of each table that stands at
  /// -1.
  Release release = {};
  bool operator==(const PublishPlan&) const = default;
};

/// How a publish ended: with a release, or with the reason why it was taken back.
struct PublishOutcome {
  std::optional<Release> release = std::nullopt;
  std::string abort_reason = {};
  bool operator==(const PublishOutcome&) const = default;
};

std::string RecordKey(std::int64_t release_number);
std::string OutcomeKey(std::int64_t release_number);

/// The plan as one JSON object, with `attempt_id` to tell equal plans of two writers apart. Pure.
std::string RecordText(const PublishPlan& plan, std::string_view attempt_id);
/// kCorrupt when `text` is not what `RecordText` writes. Pure.
Result<PublishPlan> ParseRecord(std::string_view text);

std::string OutcomeText(const PublishOutcome& outcome);
Result<PublishOutcome> ParseOutcome(std::string_view text);

/// The record of a publish; kNotFound when there is none.
Result<PublishPlan> ReadRecord(const Lake& lake, std::int64_t release_number);
/// The outcome of a publish, or nothing while it is undecided.
Result<std::optional<PublishOutcome>> ReadOutcome(const Lake& lake, std::int64_t release_number);

/// The numbers that have a record, ascending.
Result<std::vector<std::int64_t>> ListRecords(const Lake& lake);
/// The numbers that have an outcome, ascending.
Result<std::vector<std::int64_t>> ListOutcomes(const Lake& lake);

}  // namespace assay::lake
