#include "lake/release.h"

#include "lake/commit.h"
#include "lake/log_names.h"
#include "lake/publish_record.h"
#include "lake/table_log.h"

namespace assay::lake {
namespace {

std::string RowPrefix(std::int64_t number) { return fmt::format("release-{}-", TwentyDigits(number)); }

// The newest visible number; -1 when nothing was released yet.
Result<std::int64_t> NewestNumber(const Lake& lake) {
  const auto snapshot = ReadSnapshot(lake, kReleasesPath);
  if (snapshot) return snapshot->TxnVersion(std::string(kPublishAppId));
  if (snapshot.error().kind == ErrorKind::kNotFound) return -1;
  return std::unexpected(snapshot.error());
}

std::unexpected<Error> NoSuchRelease(std::int64_t number) {
  return NotFound(
      "Cannot find release {}: it was never published, was aborted or has expired; list the releases there are",
      number);
}

Status RemoveRows(const Lake& lake, const std::vector<std::int64_t>& numbers) {
  ASSIGN_OR_RETURN(const Snapshot snapshot, ReadSnapshot(lake, kReleasesPath));
  TableChange change{.read_version = snapshot.version, .operation = "EXPIRE"};
  for (const auto& [path, file] : snapshot.files) {
    for (const std::int64_t number : numbers) {
      if (path.starts_with(RowPrefix(number))) change.removes.push_back(path);
    }
  }
  if (change.removes.empty()) return {};
  RETURN_IF_ERROR(Commit(lake, kReleasesPath, change));
  return {};
}

}  // namespace

Result<Release> NewestRelease(const Lake& lake) {
  ASSIGN_OR_RETURN(const std::int64_t number, NewestNumber(lake));
  if (number < 0) return NotFound("Cannot find a release: nothing was published yet; run the pipeline first");
  return ReadRelease(lake, number);
}

Result<Release> ReadRelease(const Lake& lake, std::int64_t number) {
  ASSIGN_OR_RETURN(const std::int64_t newest, NewestNumber(lake));
  if (number < 0 || number > newest) return NoSuchRelease(number);
  ASSIGN_OR_RETURN(const auto outcome, ReadOutcome(lake, number));
  if (!outcome || !outcome->release) return NoSuchRelease(number);
  return *outcome->release;
}

Result<std::vector<Release>> ListReleases(const Lake& lake) {
  ASSIGN_OR_RETURN(const std::int64_t newest, NewestNumber(lake));
  ASSIGN_OR_RETURN(const std::vector<std::int64_t> numbers, ListOutcomes(lake));
  std::vector<Release> releases;
  for (const std::int64_t number : numbers) {
    if (number > newest) continue;
    ASSIGN_OR_RETURN(const auto outcome, ReadOutcome(lake, number));
    if (outcome && outcome->release) releases.push_back(*outcome->release);
  }
  return releases;
}

std::set<std::int64_t> VersionsNamed(std::span<const Release> releases, std::string_view table_path) {
  std::set<std::int64_t> versions;
  for (const Release& release : releases) {
    for (const ReleaseTable& table : release.tables) {
      if (table.path == table_path) versions.insert(table.version);
    }
  }
  return versions;
}

Result<std::vector<std::int64_t>> ExpireReleases(const Lake& lake, std::int64_t oldest_ms) {
  ASSIGN_OR_RETURN(const std::vector<Release> releases, ListReleases(lake));
  std::vector<std::int64_t> numbers;
  for (const Release& release : releases) {
    const bool is_newest = &release == &releases.back();
    if (!is_newest && release.published_ms < oldest_ms) numbers.push_back(release.number);
  }
  if (numbers.empty()) return numbers;
  RETURN_IF_ERROR(RemoveRows(lake, numbers));
  // The outcome goes last: as long as it is there, the release is listed and would be expired again.
  for (const std::int64_t number : numbers) {
    RETURN_IF_ERROR(lake.store.Delete(RecordKey(number)));
    RETURN_IF_ERROR(lake.store.Delete(OutcomeKey(number)));
  }
  return numbers;
}

}  // namespace assay::lake
