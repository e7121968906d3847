#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// Names of the files of a Delta log. `table_path` is the table's key in the store, such as "gold/fact_sales".
namespace assay::lake {

/// A number with leading zeros, 20 digits long, so that names sort as numbers do.
std::string TwentyDigits(std::int64_t number);

/// The number that exactly 20 digits say, or nothing.
std::optional<std::int64_t> ParseTwentyDigits(std::string_view text);

std::string FileKey(std::string_view table_path, std::string_view file_path);
std::string LogFolder(std::string_view table_path);
std::string CommitKey(std::string_view table_path, std::int64_t version);
std::string CheckpointKey(std::string_view table_path, std::int64_t version);
std::string LastCheckpointKey(std::string_view table_path);

/// What a file of `_delta_log` is.
struct LogFile {
  enum class Kind { kCommit, kCheckpoint, kChecksum };
  Kind kind;
  std::int64_t version;
  int part = 1;  ///< of a checkpoint written in parts by another program
  int parts = 1;
  bool operator==(const LogFile&) const = default;
};

/// Reads the last part of a key below a log folder; nothing for other files.
std::optional<LogFile> ParseLogFile(std::string_view key);

}  // namespace assay::lake
