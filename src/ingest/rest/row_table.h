#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "table/record_batch.h"

namespace assay::ingest {

/// Rows whose columns become known while they arrive: text columns in order of first appearance; a member that a row
/// lacks is null. Keeps all rows in memory.
class RowTable {
 public:
  explicit RowTable(std::size_t batch_rows = 65'536) : batch_rows_(batch_rows) {}

  void BeginRow();
  /// kInvalidInput when the row has the member already, its name is empty, or it differs from a known column in case
  /// only.
  Status Set(std::string_view name, std::optional<std::string_view> value);
  void EndRow();

  std::size_t rows() const { return rows_; }
  table::Schema schema() const;
  /// The rows in batches, all with all columns. Empties the table.
  std::vector<table::RecordBatch> TakeBatches();

 private:
  Result<std::size_t> IndexOf(std::string_view name);

  std::size_t batch_rows_;
  std::size_t rows_ = 0;
  std::vector<std::string> names_;
  std::map<std::string, std::size_t, std::less<>> index_;
  std::map<std::string, std::size_t, std::less<>> lower_index_;
  std::vector<table::RecordBatch> batches_;
};

/// The batches of a `RowTable` as a stream.
class RowTableStream : public table::BatchStream {
 public:
  explicit RowTableStream(RowTable table) : schema_(table.schema()), batches_(table.TakeBatches()) {}
  const table::Schema& schema() const override { return schema_; }
  Result<table::RecordBatch> Next() override;

 private:
  table::Schema schema_;
  std::vector<table::RecordBatch> batches_;
  std::size_t next_ = 0;
};

}  // namespace assay::ingest
