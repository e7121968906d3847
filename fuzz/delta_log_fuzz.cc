#include <unistd.h>

#include <filesystem>

#include "fuzz/input.h"
#include "lake/action_json.h"
#include "lake/checkpoint.h"
#include "lake/path_text.h"
#include "lake/schema_json.h"
#include "lake/statistics.h"
#include "lake/table_log.h"
#include "lake/table_property.h"
#include "storage/memory_store.h"

namespace {

using assay::Result;
using assay::Status;

// A checkpoint file is its rows: Parquet is the engine's business.
class PlainRows final : public assay::table::ParquetJson {
 public:
  Status Write(std::string_view, std::string_view, const std::string& path) override {
    return assay::Io("Cannot write {}", path);
  }
  Result<std::string> Read(const std::string&) override { return rows; }
  std::string rows;
};

// What was read can be written, and reads the same again.
void RoundTrip(std::string_view text) {
  const auto actions = assay::lake::ParseActions(text);
  if (!actions) return;
  const std::string written = assay::lake::CommitText(*actions);
  const auto again = assay::lake::ParseActions(written);
  assay::fuzz::Require(again.has_value() && assay::lake::CommitText(*again) == written);
  assay::lake::Snapshot snapshot;
  snapshot.Apply(*actions);
  (void)assay::lake::CheckpointText(snapshot, 0);
  for (const auto& [path, file] : snapshot.files) {
    (void)assay::lake::RecordsIn(file.stats);
    (void)assay::lake::NullsIn(file.stats, "name");
    assay::fuzz::Require(assay::lake::DecodePath(assay::lake::EncodePath(path)) == path);
  }
  (void)assay::lake::DeletedFileRetentionMs(snapshot.metadata.configuration);
  (void)assay::lake::LogRetentionMs(snapshot.metadata.configuration);
  (void)assay::lake::CheckpointIntervalOf(snapshot.metadata.configuration, 10);
}

}  // namespace

// The files of a log: commits 0 and 1, `_last_checkpoint`, the rows of a checkpoint of version 0.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view rest = assay::fuzz::TextOf(data, size);
  assay::storage::MemoryStore store;
  PlainRows rows;
  const assay::lake::Lake lake{store, rows, [] { return std::int64_t{0}; },
                               std::filesystem::temp_directory_path().string()};
  constexpr std::string_view kLog = "t/_delta_log/";
  for (const std::string_view name : {"00000000000000000000.json", "00000000000000000001.json", "_last_checkpoint"}) {
    const std::string_view part = assay::fuzz::TakePart(rest);
    RoundTrip(part);
    if (!part.empty()) (void)store.Put(std::string(kLog).append(name), part).value();
  }
  rows.rows = rest;
  if (!rest.empty()) (void)store.Put(std::string(kLog) + "00000000000000000000.checkpoint.parquet", rest).value();
  (void)assay::lake::ReadSnapshot(lake, "t");
  (void)assay::lake::ReadSnapshot(lake, "t", 0);
  (void)assay::lake::FindTxn(lake, "t", {.app_id = "assay", .version = 1}, 1);
  return 0;
}
