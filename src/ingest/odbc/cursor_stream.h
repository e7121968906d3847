#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "table/record_batch.h"

namespace assay::ingest {

/// Where an incremental read of one table stands: the highest cursor value read, and hashes of the rows that have
/// exactly this value, once for each row. The next read starts at this value again and drops those rows, so that rows
/// which share it are neither lost nor read twice. In JSON: {"cursor": "updated_at", "last": "...", "boundary": ["...",
/// ...]}.
struct CursorPoint {
  std::string column;
  std::optional<std::string> last;  ///< as `CursorText` writes it; nothing while no row has a value
  std::vector<std::string> boundary;
  bool operator==(const CursorPoint&) const = default;
};

nlohmann::json ToJson(const CursorPoint& point);

/// kInvalidInput when `json` is no such object.
Result<CursorPoint> CursorPointFromJson(const nlohmann::json& json);

/// Rows that may share one cursor value; more make the resume point too big, and the read fails with kUnsupported.
inline constexpr std::size_t kMostBoundaryRows = 100'000;

/// The rows of `rows` (ordered by the cursor, nulls anywhere at the ends) without those that `from` remembers. After
/// the end, `*reached` is the new resume point.
class CursorStream : public table::BatchStream {
 public:
  CursorStream(std::unique_ptr<table::BatchStream> rows, std::size_t cursor_column, CursorPoint from,
               std::shared_ptr<CursorPoint> reached);
  const table::Schema& schema() const override { return rows_->schema(); }
  Result<table::RecordBatch> Next() override;

 private:
  Status Remember(const table::RecordBatch& batch);
  std::vector<bool> RowsToDrop(const table::RecordBatch& batch);

  std::unique_ptr<table::BatchStream> rows_;
  std::size_t column_;
  std::optional<std::string> start_;
  std::multiset<std::string> expected_;  // hashes of the rows at the start that were not seen again yet
  std::shared_ptr<CursorPoint> reached_;
};

}  // namespace assay::ingest
