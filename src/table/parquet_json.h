#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace assay::table {

/// Writes and reads small Parquet files whose rows are JSON objects: Delta checkpoints. Declared here, because the lake
/// needs it and may not know the engine; implemented by the embedded engine, handed down by the command line. Paths are
/// local files.
class ParquetJson {
 public:
  virtual ~ParquetJson() = default;

  /// Writes `ndjson` (one JSON object a line) to a new Parquet file. `columns` is the type of the rows as a DuckDB
  /// struct body, such as "txn STRUCT(appId VARCHAR, version BIGINT), ...": members missing in a row become null.
  /// Decimal numbers in JSON keep their digits only inside VARCHAR members.
  virtual Status Write(std::string_view ndjson, std::string_view columns, const std::string& path) = 0;

  /// The rows of a Parquet file as NDJSON, in file order; members that are null are left out. Only `columns` that the
  /// file has are read. kCorrupt when it is no Parquet file.
  virtual Result<std::string> Read(const std::string& path) = 0;
};

}  // namespace assay::table
