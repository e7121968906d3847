#include "ingest/odbc/odbc_stream.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

#include "base/stop.h"
#include "ingest/odbc/odbc_value.h"
#include "ingest/odbc/wide_text.h"

namespace assay::ingest {
namespace {

std::size_t RowsetRows(const std::vector<ColumnPlan>& plans, const FetchSizes& sizes) {
  std::size_t row_bytes = 1;
  for (const ColumnPlan& plan : plans) {
    if (plan.unbound) return 1;
    row_bytes += plan.width_bytes + sizeof(SQLLEN);
  }
  return std::clamp<std::size_t>(sizes.rowset_bytes / row_bytes, 1, sizes.rowset_rows);
}

// Text positions in a column have 32 bits; a batch ends long before.
bool IsHeavy(const table::RecordBatch& batch) {
  constexpr std::size_t kHeavyBytes = 256UL << 20;
  return std::ranges::any_of(batch.columns,
                             [](const table::Column& column) { return column.text.size() > kHeavyBytes; });
}

std::size_t EndingZeroBytes(Fetch fetch) {
  if (fetch == Fetch::kWideText) return sizeof(SQLWCHAR);
  return fetch == Fetch::kText ? 1 : 0;
}

std::string FromWideBytes(const std::string& bytes) {
  std::vector<SQLWCHAR> units(bytes.size() / sizeof(SQLWCHAR));
  std::memcpy(units.data(), bytes.data(), units.size() * sizeof(SQLWCHAR));
  return FromWide(units.data(), units.size());
}

}  // namespace

OdbcStream::OdbcStream(std::unique_ptr<OdbcConnection> connection, OdbcStatement statement,
                       std::vector<ColumnPlan> plans, const FetchSizes& sizes, std::string what, std::stop_token stop)
    : connection_(std::move(connection)),
      statement_(std::move(statement)),
      plans_(std::move(plans)),
      sizes_(sizes),
      what_(std::move(what)),
      stop_(std::move(stop)) {
  for (const ColumnPlan& plan : plans_) schema_.fields.push_back(plan.field);
}

Status OdbcStream::SetAttribute(SQLINTEGER attribute, SQLPOINTER value) {
  if (!SQL_SUCCEEDED(SQLSetStmtAttrW(statement_.get(), attribute, value, 0)))
    return std::unexpected(statement_.Failure(what_));
  return {};
}

Status OdbcStream::Bind() {
  const std::size_t rows = RowsetRows(plans_, sizes_);
  row_status_.resize(rows);
  RETURN_IF_ERROR(SetAttribute(SQL_ATTR_ROW_BIND_TYPE,
                               reinterpret_cast<SQLPOINTER>(static_cast<std::uintptr_t>(SQL_BIND_BY_COLUMN))));
  RETURN_IF_ERROR(
      SetAttribute(SQL_ATTR_ROW_ARRAY_SIZE, reinterpret_cast<SQLPOINTER>(static_cast<std::uintptr_t>(rows))));
  RETURN_IF_ERROR(SetAttribute(SQL_ATTR_ROW_STATUS_PTR, row_status_.data()));
  RETURN_IF_ERROR(SetAttribute(SQL_ATTR_ROWS_FETCHED_PTR, &rows_fetched_));
  buffers_.resize(plans_.size());
  for (std::size_t i = 0; i < plans_.size(); ++i) {
    const ColumnPlan& plan = plans_[i];
    buffers_[i].values.resize(plan.width_bytes * rows);
    buffers_[i].indicators.resize(rows);
    if (plan.unbound) continue;
    const SQLRETURN code =
        SQLBindCol(statement_.get(), static_cast<SQLUSMALLINT>(i + 1), CType(plan.fetch), buffers_[i].values.data(),
                   static_cast<SQLLEN>(plan.width_bytes), buffers_[i].indicators.data());
    if (!SQL_SUCCEEDED(code)) return std::unexpected(statement_.Failure(what_));
  }
  bound_ = true;
  return {};
}

Result<table::RecordBatch> OdbcStream::Next() {
  if (!bound_) RETURN_IF_ERROR(Bind());
  table::RecordBatch batch = MakeBatch(schema_);
  while (!ended_ && batch.rows < sizes_.batch_rows && !IsHeavy(batch)) {
    RETURN_IF_ERROR(CheckStop(stop_));
    const SQLRETURN code = SQLFetch(statement_.get());
    if (code == SQL_NO_DATA) {
      ended_ = true;
      break;
    }
    if (!SQL_SUCCEEDED(code)) return std::unexpected(statement_.Failure(what_));
    RETURN_IF_ERROR(CheckRows());
    RETURN_IF_ERROR(AppendRowset(batch));
  }
  return batch;
}

Status OdbcStream::CheckRows() const {
  for (std::size_t row = 0; row < std::min<std::size_t>(rows_fetched_, row_status_.size()); ++row) {
    if (row_status_[row] == SQL_ROW_ERROR) return AtRow(statement_.Failure("the driver could not read it"), row);
  }
  return {};
}

std::unexpected<Error> OdbcStream::AtRow(Error error, std::size_t row_in_rowset) const {
  return std::unexpected(
      std::move(error).WithContext(fmt::format("{}, row {} of this read", what_, rows_before_ + row_in_rowset + 1)));
}

Status OdbcStream::AppendRowset(table::RecordBatch& batch) {
  for (std::size_t i = 0; i < plans_.size(); ++i) {
    RETURN_IF_ERROR(plans_[i].unbound ? AppendUnbound(i, batch.columns[i]) : AppendBound(i, batch.columns[i]));
  }
  batch.rows += rows_fetched_;
  rows_before_ += rows_fetched_;
  return {};
}

Status OdbcStream::AppendBound(std::size_t index, table::Column& column) {
  const ColumnPlan& plan = plans_[index];
  const Buffer& buffer = buffers_[index];
  for (std::size_t row = 0; row < rows_fetched_; ++row) {
    auto appended = AppendCell(plan, buffer.values.data() + row * plan.width_bytes, buffer.indicators[row], column);
    if (!appended) return AtRow(std::move(appended).error(), row);
  }
  return {};
}

Status OdbcStream::AppendUnbound(std::size_t index, table::Column& column) {
  const ColumnPlan& plan = plans_[index];
  if (table::WidthOf(plan.field.type.kind) == 0) return AppendPieces(index, column);
  Buffer& buffer = buffers_[index];
  const SQLRETURN code =
      SQLGetData(statement_.get(), static_cast<SQLUSMALLINT>(index + 1), CType(plan.fetch), buffer.values.data(),
                 static_cast<SQLLEN>(plan.width_bytes), buffer.indicators.data());
  if (!SQL_SUCCEEDED(code)) return AtRow(statement_.Failure(fmt::format("column {}", plan.field.name)), 0);
  auto appended = AppendCell(plan, buffer.values.data(), buffer.indicators[0], column);
  if (!appended) return AtRow(std::move(appended).error(), 0);
  return {};
}

Status OdbcStream::AppendPieces(std::size_t index, table::Column& column) {
  const ColumnPlan& plan = plans_[index];
  Buffer& buffer = buffers_[index];
  const std::size_t room = plan.width_bytes - EndingZeroBytes(plan.fetch);
  std::string whole;
  while (true) {
    SQLLEN left = 0;
    std::ranges::fill(buffer.values, '\0');
    const SQLRETURN code = SQLGetData(statement_.get(), static_cast<SQLUSMALLINT>(index + 1), CType(plan.fetch),
                                      buffer.values.data(), static_cast<SQLLEN>(plan.width_bytes), &left);
    if (code == SQL_NO_DATA) break;
    if (!SQL_SUCCEEDED(code)) return AtRow(statement_.Failure(fmt::format("column {}", plan.field.name)), 0);
    if (left == SQL_NULL_DATA) {
      column.AppendNull();
      return {};
    }
    const bool more = left == SQL_NO_TOTAL || left > static_cast<SQLLEN>(room);
    std::size_t got = more ? room : static_cast<std::size_t>(left);
    // A driver that does not split a character may leave up to three bytes of a piece unused.
    for (int i = 0; more && plan.fetch == Fetch::kText && i < 3 && buffer.values[got - 1] == '\0'; ++i) --got;
    whole.append(buffer.values.data(), got);
    if (!more) break;
  }
  if (plan.fetch == Fetch::kWideText) whole = FromWideBytes(whole);
  auto appended = AppendWhole(plan, whole, column);
  if (!appended) return AtRow(std::move(appended).error(), 0);
  return {};
}

}  // namespace assay::ingest
