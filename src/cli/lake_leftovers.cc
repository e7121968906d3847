#include "cli/lake_leftovers.h"

#include <cerrno>
#include <charconv>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <sys/stat.h>

namespace assay::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kDayMs = 24LL * 3600 * 1000;

// Scratch folders are called <pid>-<uuid>. A process that may not be signalled is alive.
bool IsAlive(const std::string& name) {
  int pid = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), pid);
  if (error != std::errc() || pid <= 0) return true;
  return ::kill(pid, 0) == 0 || errno != ESRCH;
}

std::int64_t ModifiedMs(const fs::path& path) {
  struct stat info{};
  if (::stat(path.c_str(), &info) != 0) return 0;
  return static_cast<std::int64_t>(info.st_mtim.tv_sec) * 1000;
}

std::vector<fs::path> FoldersIn(const fs::path& folder) {
  std::vector<fs::path> folders;
  std::error_code error;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    if (it->is_directory(error)) folders.push_back(it->path());
  }
  return folders;
}

// Commits as text: a stage's name is a UUID, so finding it is naming it. Checkpoints repeat what commits said, and log
// cleanup drops a commit only long after vacuum may take its files.
std::string CommitsOf(const fs::path& table) {
  std::ostringstream all;
  std::error_code error;
  for (fs::directory_iterator it(table / "_delta_log", error), end; !error && it != end; it.increment(error)) {
    const auto extension = it->path().extension();
    if (extension == ".json" || extension == ".parquet") all << std::ifstream(it->path(), std::ios::binary).rdbuf();
  }
  return all.str();
}

void FindStages(const fs::path& folder, std::int64_t now_ms, int depth, std::vector<std::string>& stages) {
  std::string commits;
  for (const fs::path& inner : FoldersIn(folder)) {
    const std::string name = inner.filename().string();
    if (name.starts_with("stage-")) {
      if (now_ms - ModifiedMs(inner) < kDayMs) continue;
      if (commits.empty()) commits = CommitsOf(folder);
      if (commits.find(name) == std::string::npos) stages.push_back(inner.string());
    } else if (depth < 3 && !name.starts_with('_') && !name.starts_with('.')) {
      FindStages(inner, now_ms, depth + 1, stages);
    }
  }
}

}  // namespace

Result<Leftovers> FindLeftovers(const std::string& lake, std::int64_t now_ms) {
  Leftovers leftovers;
  for (const fs::path& folder : FoldersIn(fs::path(lake) / "ops" / ".scratch")) {
    if (!IsAlive(folder.filename().string())) leftovers.scratch.push_back(folder.string());
  }
  for (const char* layer : {"bronze", "silver", "gold", "ops"})
    FindStages(fs::path(lake) / layer, now_ms, 0, leftovers.stages);
  return leftovers;
}

Result<std::size_t> RemoveScratch(const Leftovers& leftovers) {
  for (const std::string& folder : leftovers.scratch) {
    std::error_code error;
    fs::remove_all(folder, error);
    if (error) return Io("Cannot remove {}: {}; remove it by hand", folder, error.message());
  }
  return leftovers.scratch.size();
}

}  // namespace assay::cli
