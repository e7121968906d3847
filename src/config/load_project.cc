#include "config/load_project.h"

#include <algorithm>
#include <filesystem>

#include "config/file_text.h"
#include "config/folder.h"
#include "config/read_calendar.h"
#include "config/read_money.h"
#include "config/read_roles.h"
#include "config/read_segmentation.h"
#include "config/read_sources.h"
#include "config/scalar_forms.h"
#include "config/section.h"

namespace assay::config {
namespace {

constexpr std::string_view kFileName = "assay.yaml";

// Lines are searched as text: YAML drops comments.
std::vector<std::pair<int, std::string>> FindConfirms(std::string_view text) {
  std::vector<std::pair<int, std::string>> found;
  for (int number = 1; !text.empty(); ++number) {
    const auto end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    if (line.contains("# CONFIRM")) {
      line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
      while (line.ends_with('\r') || line.ends_with(' ')) line.remove_suffix(1);
      found.emplace_back(number, line);
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return found;
}

void ReadEngine(const Value& value, std::string& engine) {
  if (value.IsMap()) {
    if (value.node().Find("spark") == nullptr) return value.Refuse("duckdb");
    return value.Report("engine spark is not available in this build yet; use engine: duckdb", ErrorKind::kUnsupported);
  }
  Assign(engine, value.Choice<std::string>({{"duckdb", "duckdb"}}, {"spark"}));
}

void ReadGate(const Section& section, std::string_view key, int& permille) {
  const auto value = section.Get(key);
  if (!value) return;
  const auto text = value->Text();
  if (!text) return;
  const auto percentage = ParsePercentage(*text);
  if (!percentage) value->Refuse("a percentage such as 1%, in steps of 0.1%");
  Assign(permille, percentage);
}

void ReadLimits(const Section& section, Project& project) {
  if (const auto history = section.Get("history")) {
    const Section keys(*history, {"history"});
    if (const auto ends = keys.Get("month_ends")) Assign(project.history_month_ends, ends->Integer(0, 120));
  }
  if (const auto gates = section.Get("gates")) {
    const Section keys(*gates, {"gates"});
    ReadGate(keys, "unmatched", project.gates.unmatched_permille);
    ReadGate(keys, "quarantine", project.gates.quarantine_permille);
  }
  if (const auto threads = section.Get("threads")) Assign(project.threads, threads->Integer(0, 1024));
  if (const auto memory = section.Get("memory_limit")) {
    Assign(project.memory_limit, memory->Text());
    if (!project.memory_limit.empty() && !IsSize(project.memory_limit)) memory->Refuse("a size such as 2GB or 512MB");
  }
}

Project ReadProject(const Value& value) {
  Project project;
  project.folder = value.reading().folder;
  project.lake = (std::filesystem::path(project.folder) / "lake").string();
  project.segmentation.tiers = DefaultTiers();
  const Section section(value, {""});
  if (!value.IsMap()) return project;
  if (const auto name = section.Get("project")) Assign(project.name, name->Text());
  if (const auto lake = section.Get("lake")) Assign(project.lake, ReadFolder(*lake));
  if (const auto engine = section.Get("engine")) ReadEngine(*engine, project.engine);
  if (const auto sources = section.Get("sources")) project.sources = ReadSources(*sources);
  if (const auto roles = section.Get("roles")) project.roles = ReadRoles(*roles, project.sources);
  ReadCalendar(section, project);
  ReadMoney(section, project);
  if (const auto digits = section.Get("digits"))
    Assign(project.digits, digits->Choice<Digits>({{"latn", Digits::kLatin}, {"arab", Digits::kArabic}}));
  if (const auto segmentation = section.Get("segmentation")) project.segmentation = ReadSegmentation(*segmentation);
  ReadLimits(section, project);
  return project;
}

}  // namespace

Result<Project> ParseProject(std::string_view text, const std::string& folder, const Environment& environment,
                             Secrets& secrets) {
  Problems problems{std::string(kFileName)};
  const YamlPtr root = ParseYaml(text, problems);
  Project project;
  if (root != nullptr) {
    Reading reading{environment, secrets, problems, folder};
    project = ReadProject(Value(reading, *root, root->line, ""));
  }
  if (!problems.empty()) {
    Error error = problems.ToError();
    error.message = secrets.Mask(error.message);
    return std::unexpected(std::move(error));
  }
  project.to_confirm = FindConfirms(text);
  return project;
}

Result<Project> LoadProject(const std::string& folder, Secrets& secrets) {
  std::error_code error;
  const auto absolute = std::filesystem::absolute(folder, error).lexically_normal();
  if (error) return Io("Cannot find the folder {}: {}", folder, error.message());
  const std::string path = (absolute / kFileName).string();
  if (!std::filesystem::exists(path, error)) {
    return NotFound(
        "Cannot open the project: expected {}, got no such file; run 'assay init' there, or name the folder with -C",
        path);
  }
  ASSIGN_OR_RETURN(const std::string text, ReadTextFile(path));
  ASSIGN_OR_RETURN(const Environment environment, LoadEnvironment(absolute.string()));
  std::string base = absolute.string();
  while (base.size() > 1 && base.ends_with('/')) base.pop_back();
  return ParseProject(text, base, environment, secrets);
}

}  // namespace assay::config
