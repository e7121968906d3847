#pragma once

#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "ingest/odbc/column_plan.h"
#include "table/record_batch.h"

namespace assay::ingest {

/// How much is fetched at once.
struct FetchSizes {
  std::size_t batch_rows = 65'536;        ///< of one record batch, about
  std::size_t rowset_rows = 1'000;        ///< of one fetch; 1 when a column is unbound
  std::size_t rowset_bytes = 32UL << 20;  ///< of the buffers of one fetch
};

/// The rows of an executed statement as record batches, by a column-wise bound block cursor. Owns statement and
/// connection. A value that does not fit, a cut value, or a row the driver could not read ends it with an error that
/// names table, column and row; the stop token is looked at after every fetch (kCancelled).
class OdbcStream : public table::BatchStream {
 public:
  /// `what` ("Cannot read table shop.orders") starts every message.
  OdbcStream(std::unique_ptr<OdbcConnection> connection, OdbcStatement statement, std::vector<ColumnPlan> plans,
             const FetchSizes& sizes, std::string what, std::stop_token stop);
  const table::Schema& schema() const override { return schema_; }
  Result<table::RecordBatch> Next() override;

 private:
  struct Buffer {
    std::vector<char> values;
    std::vector<SQLLEN> indicators;
  };
  Status Bind();
  Status SetAttribute(SQLINTEGER attribute, SQLPOINTER value);
  Status CheckRows() const;
  Status AppendRowset(table::RecordBatch& batch);
  Status AppendBound(std::size_t index, table::Column& column);
  Status AppendUnbound(std::size_t index, table::Column& column);
  Status AppendPieces(std::size_t index, table::Column& column);
  std::unexpected<Error> AtRow(Error error, std::size_t row_in_rowset) const;

  std::unique_ptr<OdbcConnection> connection_;
  OdbcStatement statement_;
  std::vector<ColumnPlan> plans_;
  table::Schema schema_;
  FetchSizes sizes_;
  std::string what_;
  std::stop_token stop_;
  std::vector<Buffer> buffers_;
  std::vector<SQLUSMALLINT> row_status_;
  SQLULEN rows_fetched_ = 0;
  std::uint64_t rows_before_ = 0;
  bool bound_ = false;
  bool ended_ = false;
};

}  // namespace assay::ingest
