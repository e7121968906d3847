#pragma once

#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "lake/lake.h"

/// Releases: which versions of the gold tables belong together.
///
/// A release becomes visible with one commit of the Delta table `ops/releases`, and with nothing else: that commit
/// carries `txn {appId "assay", version <release number>}` and the release's rows, one a table, for readers outside.
/// What this program reads is the object `ops/publish/<number>.outcome.json`, which is written once, before that
/// commit, and never changed. So release N can be read exactly when it has an outcome "released" and the newest state
/// of `ops/releases` has reached N. The txn lives on in checkpoints, and the outcome is no part of the log: neither log
/// cleanup nor compaction by others loses a release.
namespace assay::lake {

inline constexpr std::string_view kReleasesPath = "ops/releases";
/// The application of the txns that publishing writes into every table; their version is the release number.
inline constexpr std::string_view kPublishAppId = "assay";

struct ReleaseTable {
  std::string name;           ///< as queries call it, such as "gold.fact_sales"
  std::string path;           ///< its key in the lake
  std::int64_t version = -1;  ///< of the Delta table; -1 in a plan: the one that the publish will commit
  bool operator==(const ReleaseTable&) const = default;
};

struct Release {
  std::int64_t number = 0;
  std::string as_of;  ///< business date, 2025-03-31
  std::string run_id;
  std::vector<ReleaseTable> tables = {};
  std::int64_t published_ms = 0;
  std::string facts = "{}";  ///< accounting and fingerprints as JSON text, kept byte for byte
  bool operator==(const Release&) const = default;
};

/// The newest visible release. kNotFound when there is none yet.
Result<Release> NewestRelease(const Lake& lake);

/// The visible release `number`. kNotFound when there is none: never published, aborted, not finished, or expired.
Result<Release> ReadRelease(const Lake& lake, std::int64_t number);

/// Every visible release that has not expired, by number. Empty when there is none.
Result<std::vector<Release>> ListReleases(const Lake& lake);

/// The versions of the table at `table_path` that `releases` name: those that vacuum and log cleanup must spare. Pure.
std::set<std::int64_t> VersionsNamed(std::span<const Release> releases, std::string_view table_path);

/// Forgets the releases published before `oldest_ms`, except the newest: their rows leave `ops/releases`, their objects
/// are deleted. Their tables' versions are then free for vacuum and log cleanup. Returns their numbers. Repeating it
/// finishes a failed call.
Result<std::vector<std::int64_t>> ExpireReleases(const Lake& lake, std::int64_t oldest_ms);

}  // namespace assay::lake
