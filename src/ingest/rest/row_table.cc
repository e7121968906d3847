#include "ingest/rest/row_table.h"

#include "base/ascii.h"
#include "base/check.h"

namespace assay::ingest {
namespace {

// Text positions in a column have 32 bits; a batch ends long before.
constexpr std::size_t kHeavyBytes = 256UL << 20;

void PadWithNulls(table::RecordBatch& batch, std::size_t columns, std::size_t rows) {
  while (batch.columns.size() < columns) {
    batch.columns.push_back(
        {.type = table::DataType::Of(table::TypeKind::kString), .valid = {}, .fixed = {}, .offsets = {0}, .text = {}});
  }
  for (table::Column& column : batch.columns) {
    while (column.rows() < rows) column.AppendNull();
  }
}

bool IsFull(const table::RecordBatch& batch, std::size_t batch_rows) {
  if (batch.rows >= batch_rows) return true;
  for (const table::Column& column : batch.columns) {
    if (column.text.size() > kHeavyBytes) return true;
  }
  return false;
}

}  // namespace

void RowTable::BeginRow() {
  if (batches_.empty() || IsFull(batches_.back(), batch_rows_)) batches_.emplace_back();
}

Result<std::size_t> RowTable::IndexOf(std::string_view name) {
  if (const auto found = index_.find(name); found != index_.end()) return found->second;
  if (name.empty()) return InvalidInput("expected members with names, got one without");
  const auto [twin, is_new] = lower_index_.emplace(LowerAscii(name), names_.size());
  if (!is_new) return InvalidInput("members {} and {} differ in case only; columns cannot", names_[twin->second], name);
  names_.emplace_back(name);
  return index_[std::string(name)] = names_.size() - 1;
}

Status RowTable::Set(std::string_view name, std::optional<std::string_view> value) {
  ASSIGN_OR_RETURN(const std::size_t index, IndexOf(name));
  table::RecordBatch& batch = batches_.back();
  if (batch.columns.size() <= index) PadWithNulls(batch, index + 1, batch.rows);
  table::Column& column = batch.columns[index];
  if (column.rows() > batch.rows) return InvalidInput("member {} is there twice", name);
  while (column.rows() < batch.rows) column.AppendNull();
  if (value) {
    column.AppendText(*value);
  } else {
    column.AppendNull();
  }
  return {};
}

void RowTable::EndRow() {
  ++rows_;
  ++batches_.back().rows;
}

table::Schema RowTable::schema() const {
  table::Schema schema;
  for (const std::string& name : names_) schema.fields.push_back({name, table::DataType::Of(table::TypeKind::kString)});
  return schema;
}

std::vector<table::RecordBatch> RowTable::TakeBatches() {
  for (table::RecordBatch& batch : batches_) PadWithNulls(batch, names_.size(), batch.rows);
  rows_ = 0;
  return std::exchange(batches_, {});
}

Result<table::RecordBatch> RowTableStream::Next() {
  if (next_ == batches_.size()) return MakeBatch(schema_);
  return std::move(batches_[next_++]);
}

}  // namespace assay::ingest
