#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "storage/object_store.h"
#include "table/parquet_json.h"

namespace assay::lake {

/// A lake and what it takes to work on it. Borrows its parts: they must outlive it. As thread-safe as they are; may be
/// copied.
struct Lake {
  storage::ObjectStore& store;
  table::ParquetJson& parquet_json;
  /// Milliseconds since 1970-01-01T00:00Z; the only clock of this folder.
  std::function<std::int64_t()> now_ms;
  /// A local folder that exists, for Parquet files on their way to or from a store; nothing stays in it.
  std::string scratch_folder;
};

}  // namespace assay::lake
