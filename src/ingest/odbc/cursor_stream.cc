#include "ingest/odbc/cursor_stream.h"

#include <algorithm>

#include "base/digest.h"
#include "ingest/odbc/odbc_value.h"

namespace assay::ingest {
namespace {

// The digest of all values of a row; 128 of its bits are enough to tell rows apart.
std::string HashOfRow(const table::RecordBatch& batch, std::size_t row) {
  constexpr std::size_t kHexDigits = 32;
  std::string bytes;
  for (const table::Column& column : batch.columns) {
    if (column.valid[row] == 0) {
      bytes += "n;";
      continue;
    }
    const std::size_t width = WidthOf(column.type.kind);
    const std::string_view value =
        width == 0 ? column.TextAt(row)
                   : std::string_view(reinterpret_cast<const char*>(column.fixed.data()) + row * width, width);
    bytes += fmt::format("v{};", value.size());
    bytes += value;
  }
  return Sha256Hex(bytes).substr(0, kHexDigits);
}

void CopyRow(const table::Column& from, std::size_t row, table::Column& to) {
  if (from.valid[row] == 0) {
    to.AppendNull();
    return;
  }
  const std::size_t width = WidthOf(from.type.kind);
  if (width == 0) {
    to.AppendText(from.TextAt(row));
    return;
  }
  const auto start = from.fixed.begin() + static_cast<std::ptrdiff_t>(row * width);
  to.fixed.insert(to.fixed.end(), start, start + static_cast<std::ptrdiff_t>(width));
  to.valid.push_back(1);
}

table::RecordBatch Without(const table::RecordBatch& batch, const table::Schema& schema,
                           const std::vector<bool>& dropped) {
  table::RecordBatch kept = MakeBatch(schema);
  for (std::size_t row = 0; row < batch.rows; ++row) {
    if (dropped[row]) continue;
    ++kept.rows;
    for (std::size_t i = 0; i < batch.columns.size(); ++i) CopyRow(batch.columns[i], row, kept.columns[i]);
  }
  return kept;
}

}  // namespace

nlohmann::json ToJson(const CursorPoint& point) {
  nlohmann::json json{{"cursor", point.column}, {"boundary", point.boundary}};
  if (point.last) json["last"] = *point.last;
  return json;
}

Result<CursorPoint> CursorPointFromJson(const nlohmann::json& json) {
  CursorPoint point;
  const bool is_point = json.is_object() && json.contains("cursor") && json["cursor"].is_string() &&
                        json.contains("boundary") && json["boundary"].is_array() &&
                        (!json.contains("last") || json["last"].is_string());
  if (!is_point) return InvalidInput("expected a resume point of a cursor column, got something else");
  point.column = json["cursor"].get<std::string>();
  if (json.contains("last")) point.last = json["last"].get<std::string>();
  for (const auto& hash : json["boundary"]) {
    if (!hash.is_string()) return InvalidInput("expected hashes in the resume point, got {}", hash.dump());
    point.boundary.push_back(hash.get<std::string>());
  }
  return point;
}

CursorStream::CursorStream(std::unique_ptr<table::BatchStream> rows, std::size_t cursor_column, CursorPoint from,
                           std::shared_ptr<CursorPoint> reached)
    : rows_(std::move(rows)),
      column_(cursor_column),
      start_(from.last),
      expected_(from.boundary.begin(), from.boundary.end()),
      reached_(std::move(reached)) {
  *reached_ = {.column = std::move(from.column), .last = std::move(from.last), .boundary = {}};
}

Result<table::RecordBatch> CursorStream::Next() {
  while (true) {
    ASSIGN_OR_RETURN(table::RecordBatch batch, rows_->Next());
    if (batch.rows == 0) {
      // Rows at the start that were not seen again may come back (a lagging replica); they are still held.
      if (reached_->last == start_)
        reached_->boundary.insert(reached_->boundary.end(), expected_.begin(), expected_.end());
      return batch;
    }
    RETURN_IF_ERROR(Remember(batch));
    const std::vector<bool> dropped = RowsToDrop(batch);
    const auto drops = std::ranges::count(dropped, true);
    if (drops == 0) return batch;
    if (static_cast<std::size_t>(drops) < batch.rows) return Without(batch, schema(), dropped);
  }
}

Status CursorStream::Remember(const table::RecordBatch& batch) {
  const table::Column& cursor = batch.columns[column_];
  std::size_t end = batch.rows;
  while (end > 0 && cursor.valid[end - 1] == 0) --end;
  if (end == 0) return {};
  const std::string last = CursorText(cursor, end - 1);
  if (reached_->last != last) reached_->boundary.clear();
  reached_->last = last;
  for (std::size_t row = end; row > 0 && cursor.valid[row - 1] != 0 && CursorText(cursor, row - 1) == last; --row) {
    reached_->boundary.push_back(HashOfRow(batch, row - 1));
  }
  if (reached_->boundary.size() > kMostBoundaryRows) {
    return Unsupported(
        "Cannot use column {} as cursor: more than {} rows share its highest value; choose a finer column, or remove "
        "'cursor'",
        reached_->column, kMostBoundaryRows);
  }
  return {};
}

std::vector<bool> CursorStream::RowsToDrop(const table::RecordBatch& batch) {
  std::vector<bool> dropped(batch.rows, false);
  const table::Column& cursor = batch.columns[column_];
  for (std::size_t row = 0; row < batch.rows && !expected_.empty(); ++row) {
    if (cursor.valid[row] == 0 || CursorText(cursor, row) != start_) continue;
    const auto known = expected_.find(HashOfRow(batch, row));
    if (known == expected_.end()) continue;
    dropped[row] = true;
    expected_.erase(known);
  }
  return dropped;
}

}  // namespace assay::ingest
