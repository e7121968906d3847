#pragma once

#include "engine/duckdb/database.h"
#include "table/parquet_json.h"

namespace assay::engine::duckdb {

/// ParquetJson on DuckDB. `connection` is used during calls only and must outlive this; the same threading rule holds.
class DuckdbParquetJson : public table::ParquetJson {
 public:
  explicit DuckdbParquetJson(Connection& connection) : connection_(connection) {}
  Status Write(std::string_view ndjson, std::string_view columns, const std::string& path) override;
  Result<std::string> Read(const std::string& path) override;

 private:
  Connection& connection_;
};

}  // namespace assay::engine::duckdb
