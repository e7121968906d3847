#include "lake/put_once.h"

#include <optional>

namespace assay::lake {

Result<PutOutcome> PutOnce(storage::ObjectStore& store, std::string_view key, std::string_view content) {
  constexpr int kAttempts = 3;
  std::optional<Error> failure;
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    Status put = store.PutIfAbsent(key, content);
    if (put) return PutOutcome::kWon;
    failure = std::move(put).error();
    if (failure->kind != ErrorKind::kAlreadyExists && !MayRetry(failure->kind)) break;
    const auto written = store.Get(key);
    if (written) return *written == content ? PutOutcome::kWon : PutOutcome::kLost;
    if (written.error().kind != ErrorKind::kNotFound) {
      return Fail(MayRetry(failure->kind) ? failure->kind : ErrorKind::kIo,
                  "Cannot tell whether {} was written: the outcome is unknown ({}; then {}); run again", key,
                  failure->message, written.error().message);
    }
  }
  return std::unexpected(std::move(*failure));
}

}  // namespace assay::lake
