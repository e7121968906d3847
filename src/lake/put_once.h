#pragma once

#include <string_view>

#include "base/result.h"
#include "storage/object_store.h"

namespace assay::lake {

enum class PutOutcome {
  kWon,   ///< the object holds our content
  kLost,  ///< it was there already with other content
};

/// Creates an object that exactly one of several writers may create, and finds out who did even when the store does not
/// say: after a lost race or an unknown outcome it reads the object and compares. Contents must therefore tell their
/// writers apart (a UUID inside), unless it does not matter who of equals wins. Tries a few times; kIo or kTimeout,
/// saying that the outcome is unknown, when the store stays silent.
Result<PutOutcome> PutOnce(storage::ObjectStore& store, std::string_view key, std::string_view content);

}  // namespace assay::lake
