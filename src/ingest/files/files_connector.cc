#include "ingest/files/files_connector.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include <nlohmann/json.hpp>

#include "base/digest.h"
#include "base/near_name.h"
#include "base/stop.h"
#include "ingest/files/file_kind.h"
#include "ingest/files/glob.h"

namespace assay::ingest {
namespace {

using Digests = std::map<std::string, std::string>;  // name -> sha256

std::string WhatIsThere(const std::vector<FoundFile>& all) {
  if (all.empty()) return "the folder holds no file";
  constexpr std::size_t kShown = 5;
  std::string text = "the folder holds ";
  for (std::size_t i = 0; i < std::min(all.size(), kShown); ++i)
    text += fmt::format("{}{}", i == 0 ? "" : ", ", all[i].name);
  if (all.size() > kShown) text += fmt::format(" and {} more", all.size() - kShown);
  return text;
}

std::string NearFile(const std::string& pattern, const std::vector<FoundFile>& all) {
  std::vector<std::string> names;
  for (const FoundFile& file : all) names.push_back(file.name);
  return DidYouMean(pattern, names);
}

Status CheckPattern(const std::string& pattern, const LoadRequest& request) {
  const bool leaves =
      pattern == ".." || pattern.starts_with("../") || pattern.contains("/../") || pattern.ends_with("/..");
  if (!pattern.empty() && !pattern.starts_with('/') && !leaves) return {};
  return InvalidInput(
      "Cannot use glob '{}' of table {}.{}: expected a pattern below the source's folder, without '..'; set 'path' of "
      "the source",
      pattern, request.source.name, request.table.name);
}

Result<std::vector<FoundFile>> MatchingFiles(const LoadRequest& request) {
  const config::SourceTable& table = request.table;
  if (table.files.empty()) {
    return InvalidInput("Cannot read table {}.{}: no files are declared; add 'files: [\"*.csv\"]' to it",
                        request.source.name, table.name);
  }
  ASSIGN_OR_RETURN(const auto all, ListFiles(request.source.path));
  std::set<std::string> names;
  for (const std::string& pattern : table.files) {
    RETURN_IF_ERROR(CheckPattern(pattern, request));
    const auto before =
        std::ranges::count_if(all, [&](const FoundFile& file) { return MatchesGlob(pattern, file.name); });
    if (before == 0) {
      return InvalidInput("Cannot read table {}.{}: expected at least one file in {} that matches '{}', got none; {}{}",
                          request.source.name, table.name, request.source.path, pattern, WhatIsThere(all),
                          NearFile(pattern, all));
    }
    for (const FoundFile& file : all) {
      if (MatchesGlob(pattern, file.name)) names.insert(file.name);
    }
  }
  std::vector<FoundFile> matching;
  std::ranges::copy_if(all, std::back_inserter(matching),
                       [&](const FoundFile& file) { return names.contains(file.name); });
  return matching;
}

// The kind that all files share; .csv beside .tsv is one format whose delimiter the reader finds out.
Result<FileKind> KindOfAll(const LoadRequest& request, const std::vector<FoundFile>& files) {
  std::optional<FileKind> shared;
  const std::string* first = nullptr;
  for (const FoundFile& file : files) {
    std::optional<FileKind> kind = FileKindOf(file.name);
    if (!kind && !request.table.format) {
      return InvalidInput(
          "Cannot tell the format of file {} of table {}.{}: expected .csv, .tsv, .json, .ndjson, .jsonl or .parquet "
          "(also .gz, but not for "
          "Parquet); set 'format' of the table, or narrow its 'files'",
          file.name, request.source.name, request.table.name);
    }
    if (request.table.format) kind = FileKind{*request.table.format, kind ? kind->delimiter : std::nullopt};
    if (!shared) {
      shared = kind;
      first = &file.name;
    } else if (shared->format != kind->format) {
      return InvalidInput(
          "Cannot read table {}.{}: expected files of one format, got {} and {}; make them two tables, or narrow "
          "'files'",
          request.source.name, request.table.name, *first, file.name);
    } else if (shared->delimiter != kind->delimiter) {
      shared->delimiter = std::nullopt;
    }
  }
  return *shared;
}

Result<Digests> LoadedFiles(const LoadRequest& request) {
  if (request.resume.is_null()) return Digests{};
  const auto files = request.resume.find("files");
  if (!request.resume.is_object() || files == request.resume.end() || !files->is_object()) {
    return InvalidInput(
        "Cannot go on with table {}.{}: its resume point is not one of files; was it loaded from another kind of "
        "source? "
        "Give the table another name",
        request.source.name, request.table.name);
  }
  Digests digests;
  for (const auto& [name, digest] : files->items()) {
    if (digest.is_string()) digests[name] = digest.get<std::string>();
  }
  return digests;
}

Result<std::vector<SourceFile>> HashFiles(const LoadRequest& request, const std::vector<FoundFile>& files) {
  std::vector<SourceFile> hashed;
  for (const FoundFile& file : files) {
    RETURN_IF_ERROR(CheckStop(request.stop));
    auto digest = Sha256OfFile(file.path);
    if (!digest) {
      return Io("Cannot read file {} of table {}.{}: {}; check its permissions", file.name, request.source.name,
                request.table.name, digest.error().message);
    }
    std::error_code failed;
    const auto size = std::filesystem::file_size(file.path, failed);
    if (failed) return Io("Cannot read file {}: {}", file.path, failed.message());
    hashed.push_back({file.path, file.name, *std::move(digest), size});
  }
  return hashed;
}

struct Selection {
  std::vector<SourceFile> fresh;
  Digests loaded;  // the new resume point
  std::size_t changed = 0;
  std::vector<std::string> copies;
};

// A copy of a loaded file is not remembered by its own name: should the first one change, its rows go and the copy must
// be read.
Selection Select(std::vector<SourceFile> present, Digests loaded) {
  std::set<std::string> held;
  Digests now;
  for (const SourceFile& file : present) now[file.name] = file.sha256;
  for (const auto& [name, digest] : loaded) {
    const auto found = now.find(name);
    if (found == now.end() || found->second == digest) held.insert(digest);
  }
  Selection selection{.fresh = {}, .loaded = std::move(loaded), .changed = 0, .copies = {}};
  for (SourceFile& file : present) {
    const auto before = selection.loaded.find(file.name);
    if (before != selection.loaded.end() && before->second == file.sha256) continue;
    if (before == selection.loaded.end() && !held.insert(file.sha256).second) {
      selection.copies.push_back(file.name);
      continue;
    }
    held.insert(file.sha256);
    if (before != selection.loaded.end()) ++selection.changed;
    selection.loaded[file.name] = file.sha256;
    selection.fresh.push_back(std::move(file));
  }
  return selection;
}

std::string Method(const Selection& selection, std::size_t present) {
  std::string text = fmt::format("reads {} of {} files, those that are new", selection.fresh.size(), present);
  if (selection.changed > 0) text += fmt::format(" or changed ({} changed)", selection.changed);
  if (!selection.copies.empty()) {
    text += fmt::format("; {} hold the same bytes as a loaded file and are not read again ({}{})",
                        selection.copies.size(), selection.copies.front(), selection.copies.size() > 1 ? ", ..." : "");
  }
  return text + "; a file that was deleted keeps its rows";
}

}  // namespace

Result<Extract> FilesConnector::Open(const LoadRequest& request) {
  ASSIGN_OR_RETURN(const auto files, MatchingFiles(request));
  ASSIGN_OR_RETURN(const FileKind kind, KindOfAll(request, files));
  ASSIGN_OR_RETURN(Digests loaded, LoadedFiles(request));
  ASSIGN_OR_RETURN(std::vector<SourceFile> hashed, HashFiles(request, files));
  const std::size_t present = hashed.size();
  Selection selection = Select(std::move(hashed), std::move(loaded));
  FileScan scan{.files = {}, .format = kind.format, .csv = request.table.csv};
  if (!scan.csv.delimiter) scan.csv.delimiter = kind.delimiter;
  std::string method = Method(selection, present);
  scan.files = std::move(selection.fresh);
  return Extract{.rows = std::move(scan),
                 .reach = Reach::kNew,
                 .resume = [loaded_now = std::move(selection.loaded)] { return nlohmann::json{{"files", loaded_now}}; },
                 .method = std::move(method)};
}

Result<std::vector<std::string>> FilesConnector::ListTables(const config::Source& source) {
  ASSIGN_OR_RETURN(const auto all, ListFiles(source.path));
  std::vector<std::string> names;
  for (const FoundFile& file : all) {
    if (FileKindOf(file.name)) names.push_back(file.name);
  }
  return names;
}

Status FilesConnector::Ping(const config::Source& source) {
  RETURN_IF_ERROR(ListFiles(source.path));
  return {};
}

}  // namespace assay::ingest
