#include "table/record_batch.h"

namespace assay::table {

std::size_t WidthOf(TypeKind kind) {
  switch (kind) {
    case TypeKind::kBoolean:
    case TypeKind::kInt8:
      return 1;
    case TypeKind::kInt16:
      return 2;
    case TypeKind::kInt32:
    case TypeKind::kFloat:
    case TypeKind::kDate:
      return 4;
    case TypeKind::kInt64:
    case TypeKind::kDouble:
    case TypeKind::kTimestamp:
      return 8;
    case TypeKind::kDecimal:
      return 16;
    case TypeKind::kString:
    case TypeKind::kBinary:
      return 0;
  }
  return 0;
}

void Column::AppendNull() {
  valid.push_back(0);
  const std::size_t width = WidthOf(type.kind);
  if (width == 0) {
    offsets.push_back(static_cast<std::uint32_t>(text.size()));
  } else {
    fixed.resize(fixed.size() + width);
  }
}

void Column::AppendText(std::string_view value) {
  CHECK(WidthOf(type.kind) == 0);
  text.insert(text.end(), value.begin(), value.end());
  offsets.push_back(static_cast<std::uint32_t>(text.size()));
  valid.push_back(1);
}

RecordBatch MakeBatch(const Schema& schema) {
  RecordBatch batch;
  for (const Field& field : schema.fields) {
    Column column{.type = field.type, .valid = {}, .fixed = {}, .offsets = {}, .text = {}};
    if (WidthOf(field.type.kind) == 0) column.offsets.push_back(0);
    batch.columns.push_back(std::move(column));
  }
  return batch;
}

}  // namespace assay::table
