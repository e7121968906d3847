#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/result.h"
#include "lake/lake.h"
#include "lake/publish_record.h"
#include "lake/release.h"

/// Publishing: many tables change, and readers of releases see all of it or nothing.
///
/// 1. `ops/publish/<number>.json`, the record, is written by PutIfAbsent. From here on anybody can finish the publish.
/// 2. Every table is committed with `txn {"assay", number}`, which shows whether it is done.
/// 3. `ops/publish/<number>.outcome.json` is written by PutIfAbsent: this decides between "released", with the versions
/// that were
///    committed, and "aborted". Several finishers may race; the first outcome holds for all.
/// 4. Released: `ops/releases` gets its commit, and the release is visible (release.h). Aborted: each table that had
/// been
///    committed is restored to the version before; the others get an empty commit. Either carries `txn {"assay.abort",
///    number}`, so that it happens once, and `txn {"assay", number}`, so that a finisher left behind cannot commit them
///    any more.
///
/// Dying between any two steps leaves something that `RollForward` brings to the same end. Any failure that would come
/// again (conflict, a staged file that is gone, a protocol beyond this program) aborts; a failing store does not.
namespace assay::lake {

/// The number for the next publish: one more than the newest record's, 1 at first.
Result<std::int64_t> NextReleaseNumber(const Lake& lake);

/// Publishes a plan and returns the release as it became visible. Fails with
/// - kConflict when another publish took the number or is unfinished (roll it forward first), and when the publish was
/// aborted,
///   which the message explains; tables then are as before,
/// - kInvalidInput when the number is not `NextReleaseNumber`, when two changes are for one path or one is for
/// `ops/releases`, or
///   when the release leaves the version of a table open that the plan does not change; nothing was written,
/// - kIo or kTimeout when the store failed: the publish is perhaps unfinished; `RollForward` finishes it.
Result<Release> Publish(const Lake& lake, const PublishPlan& plan);

/// The number of a publish that has begun and not ended; nothing when there is none. Changes nothing.
Result<std::optional<std::int64_t>> UnfinishedPublish(const Lake& lake);

/// What `RollForward` found and did.
struct RollForwardOutcome {
  enum class Kind {
    kNothingToDo,  ///< the newest publish, if any, had ended
    kReleased,     ///< it was unfinished and is now visible, as `release`
    kAborted,      ///< it was taken back, for `reason`
  };
  Kind kind = Kind::kNothingToDo;
  std::optional<Release> release = std::nullopt;
  std::string reason = {};
};

/// Brings the newest publish to its end if it has none. Every run calls it before it plans; calling it at any time,
/// also while the publisher is still at work, is safe. Fails as the store does, and may then be repeated.
Result<RollForwardOutcome> RollForward(const Lake& lake);

}  // namespace assay::lake
