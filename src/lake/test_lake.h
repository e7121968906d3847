#pragma once

#include <atomic>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "base/uuid.h"
#include "lake/lake.h"
#include "lake/table_change.h"
#include "storage/local_store.h"
#include "storage/memory_store.h"

/// What the tests of this folder share; not part of the library.
namespace assay::lake::test {

/// Keeps rows as they are behind a first line, so that checkpoints can be tested without an engine.
class FakeParquetJson final : public table::ParquetJson {
 public:
  Status Write(std::string_view ndjson, std::string_view columns, const std::string& path) override {
    if (std::ofstream file(path, std::ios::binary); file << kMagic << columns << '\n' << ndjson << kMagic) return {};
    return Io("Cannot write {}", path);
  }
  Result<std::string> Read(const std::string& path) override {
    std::ifstream file(path, std::ios::binary);
    if (!file) return NotFound("Cannot read {}: it does not exist", path);
    const std::string text(std::istreambuf_iterator<char>(file), {});
    if (!text.starts_with(kMagic) || !text.ends_with(kMagic) || text.size() < 8)
      return Corrupt("Cannot read {}: no Parquet file", path);
    const std::size_t rows = text.find('\n') + 1;
    return text.substr(rows, text.size() - rows - kMagic.size());
  }

 private:
  static constexpr std::string_view kMagic = "PAR1";
};

inline constexpr std::int64_t kNowMs = 1'750'000'000'000;

struct Scratch {
  std::string path = (std::filesystem::temp_directory_path() / ("assay-lake-" + NewUuid())).string();
  Scratch() { std::filesystem::create_directories(path + "/scratch"); }
  ~Scratch() { std::filesystem::remove_all(path); }
};

/// A lake of `Store`, whose clock tests set.
struct TestClock {
  std::atomic<std::int64_t> now_ms = kNowMs;
};
struct MemoryLake {
  Scratch scratch;
  TestClock clock;
  storage::MemoryStore store{[this] { return clock.now_ms.load(); }};
  FakeParquetJson parquet_json;
  Lake lake{store, parquet_json, [this] { return clock.now_ms.load(); }, scratch.path + "/scratch"};
};
struct LocalLake {
  Scratch scratch;
  TestClock clock;
  storage::LocalStore store{scratch.path + "/lake"};
  FakeParquetJson parquet_json;
  Lake lake{store, parquet_json, [this] { return clock.now_ms.load(); }, scratch.path + "/scratch"};
};

/// A table of an id and a text, partitioned by month.
inline Metadata MonthlyMetadata() {
  return {.id = "",
          .schema = {{{"id", table::DataType::Of(table::TypeKind::kInt64)},
                      {"name", table::DataType::Of(table::TypeKind::kString)},
                      {"month", table::DataType::Of(table::TypeKind::kString)}}},
          .partition_columns = {"month"}};
}

/// Puts a data file into the store and gives the action that adds it.
inline AddFile PutData(storage::ObjectStore& store, const std::string& table_path, const std::string& name,
                       const std::string& month = "2025-03") {
  const std::string content = "rows of " + name;
  if (!store.Put(table_path + "/" + name, content)) std::abort();
  return {.path = name,
          .partition = {{"month", month}},
          .size_bytes = static_cast<std::int64_t>(content.size()),
          .modified_ms = kNowMs};
}

}  // namespace assay::lake::test
