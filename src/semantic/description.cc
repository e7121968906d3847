#include "semantic/description.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <fmt/ranges.h>

#include "base/near_name.h"
#include "semantic/embedded_dashboard.h"
#include "semantic/read_fields.h"

namespace assay::semantic {
namespace {

constexpr std::string_view kFolder = "dashboard/";

template <typename T>
const T* FindById(const std::vector<T>& all, std::string_view id) {
  const auto found = std::ranges::find(all, id, &T::id);
  return found == all.end() ? nullptr : &*found;
}

Result<DescriptionFile> ReadProjectFile(const std::filesystem::path& folder, const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  std::string text((std::istreambuf_iterator<char>(stream)), std::istreambuf_iterator<char>());
  const std::string name = path.lexically_relative(folder).generic_string();
  if (!stream) return Io("Cannot read dashboard file '{}': expected a readable file", path.string());
  return DescriptionFile{name, std::move(text), std::string(kFolder) + name};
}

Result<std::vector<DescriptionFile>> ReadProjectFiles(const std::string& project_folder) {
  std::vector<DescriptionFile> files;
  const std::filesystem::path folder = std::filesystem::path(project_folder) / "dashboard";
  std::error_code error;
  if (!std::filesystem::is_directory(folder, error)) return files;
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder, error)) {
    if (entry.path().extension() == ".yaml") paths.push_back(entry.path());
  }
  if (error) return Io("Cannot read dashboard folder '{}': {}", folder.string(), error.message());
  std::ranges::sort(paths);
  for (const std::filesystem::path& path : paths) {
    ASSIGN_OR_RETURN(files.emplace_back(), ReadProjectFile(folder, path));
  }
  return files;
}

void AddFiles(const std::vector<DescriptionFile>& given, bool is_project, SourceFiles& files) {
  std::vector<std::string> known{"measures.yaml", "dimensions.yaml", "phrases.yaml"};
  for (const DescriptionFile& file : given) {
    auto& source = *files.emplace_back(std::make_unique<SourceFile>(file, is_project));
    if (file.name.starts_with("pages/") || std::ranges::find(known, file.name) != known.end()) continue;
    std::string advice = DidYouMean(file.name, known);
    if (advice.empty()) advice = fmt::format("; known: {}, pages/<name>.yaml", fmt::join(known, ", "));
    source.problems.Add(1, fmt::format("Cannot use file '{}': unknown{}", file.name, advice));
  }
}

Status Complaints(const SourceFiles& files) {
  std::vector<std::string> messages;
  for (const auto& file : files) {
    if (!file->problems.empty()) messages.push_back(file->problems.ToError().message);
  }
  if (messages.empty()) return {};
  return InvalidInput("{}", fmt::join(messages, "\n"));
}

}  // namespace

std::string_view Name(VisualType type) {
  switch (type) {
    case VisualType::kCard:
      return "card";
    case VisualType::kLine:
      return "line";
    case VisualType::kTiers:
      return "tiers";
    case VisualType::kMap:
      return "map";
    case VisualType::kBars:
      return "bars";
    case VisualType::kTreemap:
      return "treemap";
    case VisualType::kShares:
      return "shares";
    case VisualType::kTable:
      return "table";
    case VisualType::kSegments:
      return "segments";
    case VisualType::kStatements:
      return "statements";
  }
  return "";
}

const Measure* Description::FindMeasure(std::string_view id) const { return FindById(measures, id); }
const Dimension* Description::FindDimension(std::string_view id) const { return FindById(dimensions, id); }
const Page* Description::FindPage(std::string_view id) const { return FindById(pages, id); }

std::vector<DescriptionFile> ProductDescription() {
  std::vector<DescriptionFile> files;
  for (const EmbeddedFile& file : EmbeddedDashboard()) {
    files.push_back({std::string(file.path.substr(kFolder.size())), std::string(file.text), std::string(file.path)});
  }
  return files;
}

Result<Description> ReadDescription(const std::vector<DescriptionFile>& product,
                                    const std::vector<DescriptionFile>& project) {
  SourceFiles files;
  AddFiles(product, false, files);
  AddFiles(project, true, files);
  Description description;
  description.measures = ReadMeasures(files);
  ReadDimensions(files, description);
  ReadPhrases(files, description.phrases);
  ReadPages(files, description);
  RETURN_IF_ERROR(Complaints(files));
  return description;
}

Result<Description> LoadDescription(const std::string& project_folder) {
  ASSIGN_OR_RETURN(const auto project, ReadProjectFiles(project_folder));
  return ReadDescription(ProductDescription(), project);
}

}  // namespace assay::semantic
