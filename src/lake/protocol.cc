#include "lake/protocol.h"

#include <fmt/ranges.h>

namespace assay::lake {

Status CheckReadable(const Protocol& protocol) {
  if (protocol.min_reader_version <= 1 && protocol.reader_features.empty()) return {};
  return Unsupported(
      "Cannot read this table: expected Delta reader version 1 without features, got version {} with features [{}]; "
      "copy it with the program that wrote it",
      protocol.min_reader_version, fmt::join(protocol.reader_features, ", "));
}

Status CheckWritable(const Protocol& protocol, const Metadata& metadata) {
  RETURN_IF_ERROR(CheckReadable(protocol));
  if (protocol.min_writer_version > 2 || !protocol.writer_features.empty()) {
    return Unsupported(
        "Cannot write this table: expected Delta writer version 2 without features, got version {} with features [{}]; "
        "write it with the program that made it",
        protocol.min_writer_version, fmt::join(protocol.writer_features, ", "));
  }
  for (const table::Field& field : metadata.schema.fields) {
    if (field.metadata.contains("delta.invariants")) {
      return Unsupported(
          "Cannot write this table: expected no invariants, got one on column {}; write it with the program that made "
          "it",
          field.name);
    }
  }
  return {};
}

}  // namespace assay::lake
