#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "table/schema.h"

namespace assay::table {

/// Fixed-width storage of one value of `kind`, in bytes: 1 for boolean and int8, 2, 4, 8, 16 for decimals (a
/// little-endian two's complement 128-bit integer of the unscaled value), 4 for dates (days since 1970-01-01), 8 for
/// timestamps (microseconds since 1970-01-01T00:00Z); 0 for string and binary, whose bytes stand in `text` behind
/// `offsets`.
std::size_t WidthOf(TypeKind kind);

/// One column of a batch in columnar form. Rows that are null have valid[row] == 0 and an unspecified value.
struct Column {
  DataType type;
  std::vector<std::uint8_t> valid;     ///< one byte a row: 1 = value, 0 = null
  std::vector<std::byte> fixed;        ///< rows * WidthOf(type.kind) bytes
  std::vector<std::uint32_t> offsets;  ///< string and binary: rows + 1 positions in `text`, starting with 0
  std::vector<char> text;

  std::size_t rows() const { return valid.size(); }
  void AppendNull();
  /// For fixed-width types; `value` must have the width of the type.
  template <typename T>
  void Append(T value);
  /// For string and binary.
  void AppendText(std::string_view value);
  std::string_view TextAt(std::size_t row) const {
    return {text.data() + offsets[row], offsets[row + 1] - offsets[row]};
  }
  template <typename T>
  T At(std::size_t row) const;
};

/// Rows in columnar form; every column has `rows` rows. Owns its memory.
struct RecordBatch {
  std::size_t rows = 0;
  std::vector<Column> columns;
};

/// Empty columns for `schema`, ready for appending.
RecordBatch MakeBatch(const Schema& schema);

/// A source of batches, read once from front to back. One thread at a time.
class BatchStream {
 public:
  virtual ~BatchStream() = default;
  virtual const Schema& schema() const = 0;
  /// The next batch; one with zero rows means the end. After an error or the end it must not be called again.
  virtual Result<RecordBatch> Next() = 0;
};

}  // namespace assay::table

#include "table/record_batch_inl.h"
