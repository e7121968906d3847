#pragma once

#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <variant>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "base/result.h"
#include "config/project.h"
#include "table/record_batch.h"

namespace assay::ingest {

/// One file of a file source. `path` is absolute; `name` is what bronze's `_file` shows: relative to the source's
/// folder, with '/'.
struct SourceFile {
  std::string path;
  std::string name;
  std::string sha256;
  std::uint64_t size_bytes = 0;
};

/// Files that the embedded engine reads itself, since it reads Parquet, CSV and JSON faster than rows can be handed
/// over.
struct FileScan {
  std::vector<SourceFile> files;  ///< only the new and changed ones, ordered by name
  config::FileFormat format = config::FileFormat::kCsv;
  config::CsvOptions csv;
};

using Rows = std::variant<std::unique_ptr<table::BatchStream>, FileScan>;

/// Whether the rows are everything the table holds (compare with what is held) or only what is new since the resume
/// point.
enum class Reach { kFull, kNew };

/// What one load of one table hands over. The new resume point is known only after the last row was read.
struct Extract {
  Rows rows;
  Reach reach = Reach::kFull;
  /// Called once, after the rows were read to their end; the JSON is stored in the rows' own commit and comes back as
  /// `LoadRequest::resume` in the next run. For files: {"files": {name: sha256}} with the earlier ones included.
  std::function<nlohmann::json()> resume;
  /// How the rows were selected and what that can miss, one sentence for the report ("reads all rows", "reads rows
  /// whose updated_at is at least ...; rows deleted in the source are not seen").
  std::string method;
};

struct LoadRequest {
  const config::Source& source;
  const config::SourceTable& table;
  const nlohmann::json& resume;  ///< as stored by the last load; null the first time
  std::stop_token stop;
};

struct FoundColumn {
  std::string name;
  table::DataType type;
};

/// One kind of source. Implementations keep no state between calls, know no Delta and no retail, and are used from one
/// thread.
class Connector {
 public:
  virtual ~Connector() = default;

  /// Opens one load of one table. Errors name source and table: kInvalidInput (no such table or column, glob without a
  /// match), kIo and kTimeout (unreachable; already retried), kCancelled.
  virtual Result<Extract> Open(const LoadRequest& request) = 0;

  /// Names of the tables the source offers, for `init` and for messages; empty when a source cannot list (rest).
  virtual Result<std::vector<std::string>> ListTables(const config::Source& source) = 0;

  /// Whether the source answers now: the cheapest call that proves address and credentials. For `check` and `doctor`.
  virtual Status Ping(const config::Source& source) = 0;
};

}  // namespace assay::ingest
