#include "lake/log_names.h"

#include <charconv>

#include <fmt/format.h>

namespace assay::lake {
namespace {

template <typename T>
std::optional<T> ParseDigits(std::string_view text) {
  T number = 0;
  if (text.empty() || text.find_first_not_of("0123456789") != text.npos) return std::nullopt;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc()) return std::nullopt;
  return number;
}

std::optional<LogFile> ParseCheckpointParts(std::int64_t version, std::string_view rest) {
  if (rest.size() != 21 || rest[10] != '.') return std::nullopt;
  const auto part = ParseDigits<int>(rest.substr(0, 10));
  const auto parts = ParseDigits<int>(rest.substr(11));
  if (!part || !parts || *part < 1 || *part > *parts) return std::nullopt;
  return LogFile{LogFile::Kind::kCheckpoint, version, *part, *parts};
}

}  // namespace

std::string TwentyDigits(std::int64_t number) { return fmt::format("{:020}", number); }

std::optional<std::int64_t> ParseTwentyDigits(std::string_view text) {
  return text.size() == 20 ? ParseDigits<std::int64_t>(text) : std::nullopt;
}

std::string FileKey(std::string_view table_path, std::string_view file_path) {
  return fmt::format("{}/{}", table_path, file_path);
}

std::string LogFolder(std::string_view table_path) { return FileKey(table_path, "_delta_log"); }

std::string CommitKey(std::string_view table_path, std::int64_t version) {
  return fmt::format("{}/{}.json", LogFolder(table_path), TwentyDigits(version));
}

std::string CheckpointKey(std::string_view table_path, std::int64_t version) {
  return fmt::format("{}/{}.checkpoint.parquet", LogFolder(table_path), TwentyDigits(version));
}

std::string LastCheckpointKey(std::string_view table_path) { return LogFolder(table_path) + "/_last_checkpoint"; }

std::optional<LogFile> ParseLogFile(std::string_view key) {
  constexpr std::string_view kCheckpoint = ".checkpoint.";
  constexpr std::string_view kParquet = ".parquet";
  const std::string_view name = key.substr(key.rfind('/') + 1);
  const auto version = ParseTwentyDigits(name.substr(0, 20));
  if (!version) return std::nullopt;
  std::string_view rest = name.substr(20);
  if (rest == ".json") return LogFile{LogFile::Kind::kCommit, *version};
  if (rest == ".crc") return LogFile{LogFile::Kind::kChecksum, *version};
  if (rest == ".checkpoint.parquet") return LogFile{LogFile::Kind::kCheckpoint, *version};
  if (!rest.starts_with(kCheckpoint) || !rest.ends_with(kParquet)) return std::nullopt;
  rest.remove_prefix(kCheckpoint.size());
  rest.remove_suffix(std::min(kParquet.size(), rest.size()));
  return ParseCheckpointParts(*version, rest);
}

}  // namespace assay::lake
