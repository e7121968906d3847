#include <filesystem>
#include <optional>

#include <fmt/ranges.h>
#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "cli/lake_leftovers.h"
#include "cli/money_text.h"
#include "cli/release_views.h"
#include "cli/verbs.h"
#include "cli/workspace.h"
#include "ingest/odbc/odbc_handle.h"
#include "lake/publish.h"

namespace assay::cli {
namespace {

struct Finding {
  std::string what;
  std::string found;
  std::string advice;          ///< what to do; empty = nothing
  std::optional<Error> error;  ///< decides the exit code
};

class Doctor {
 public:
  Doctor(Invocation& invocation, bool fix) : invocation_(invocation), fix_(fix) {}

  std::vector<Finding> Look() {
    Program();
    auto workspace = Workspace::Open(invocation_);
    if (!workspace && workspace.error().kind == ErrorKind::kNotFound) {
      findings_.push_back({.what = "project",
                           .found = "no assay.yaml in this folder",
                           .advice = "name the folder with -C, or make a project with `assay init`"});
      return findings_;
    }
    if (!workspace) {
      Broken("project", workspace.error());
      return findings_;
    }
    const std::string& lake = (*workspace)->project().lake;
    findings_.push_back({.what = "project", .found = (*workspace)->project().name});
    Space(lake);
    Remains(lake, (*workspace)->lake());
    Publishing((*workspace)->lake());
    NewestRelease(**workspace);
    return findings_;
  }

 private:
  void Broken(std::string what, const Error& error) {
    findings_.push_back({.what = std::move(what), .found = error.message, .error = error});
  }

  void Program() {
    findings_.push_back({.what = "assay", .found = ASSAY_VERSION});
    findings_.push_back({.what = "DuckDB", .found = engine::duckdb::LibraryVersion()});
    const std::vector<std::string> drivers = ingest::InstalledDrivers();
    Finding finding{.what = "ODBC drivers",
                    .found = drivers.empty() ? "none" : fmt::format("{}", fmt::join(drivers, ", "))};
    if (drivers.empty())
      finding.advice = "to read databases, install unixODBC and the database's driver (tools/setup does)";
    findings_.push_back(std::move(finding));
  }

  // The project was opened, which makes a folder in the lake: it is writable.
  void Space(const std::string& lake) {
    constexpr std::uintmax_t kLittle = 1ULL << 30;
    std::error_code error;
    const std::filesystem::space_info space = std::filesystem::space(lake, error);
    if (error)
      return Broken("lake",
                    Error{ErrorKind::kIo, fmt::format("Cannot look at the disk of {}: {}", lake, error.message())});
    Finding finding{.what = "lake",
                    .found = fmt::format("{} is writable, {} MB free", lake,
                                         ShowCount(static_cast<std::int64_t>(space.available >> 20)))};
    if (space.available < kLittle)
      finding.advice = "make room: a run stages every table anew before the old files may go";
    findings_.push_back(std::move(finding));
  }

  void Remains(const std::string& folder, const lake::Lake& lake) {
    const auto leftovers = FindLeftovers(folder, lake.now_ms());
    if (!leftovers) return Broken("leftovers", leftovers.error());
    Finding scratch{.what = "scratch leftovers", .found = std::to_string(leftovers->scratch.size())};
    if (fix_) {
      const auto removed = RemoveScratch(*leftovers);
      if (!removed) return Broken("scratch leftovers", removed.error());
      scratch.found = fmt::format("{} removed", *removed);
    } else if (!leftovers->scratch.empty()) {
      scratch.advice = "`assay doctor --fix` removes them";
    }
    findings_.push_back(std::move(scratch));
    Finding stages{.what = "stage leftovers", .found = std::to_string(leftovers->stages.size())};
    if (!leftovers->stages.empty())
      stages.advice = "they harm nothing; when no run is at work these folders may be deleted: " +
                      fmt::format("{}", fmt::join(leftovers->stages, ", "));
    findings_.push_back(std::move(stages));
  }

  void Publishing(const lake::Lake& lake) {
    const auto unfinished = lake::UnfinishedPublish(lake);
    if (!unfinished) return Broken("publish", unfinished.error());
    Finding finding{
        .what = "publish",
        .found = *unfinished ? fmt::format("release {} is unfinished", **unfinished) : "none is unfinished"};
    if (*unfinished) finding.advice = "`assay run` finishes it first";
    findings_.push_back(std::move(finding));
  }

  void NewestRelease(Workspace& workspace) {
    const auto release = BindRelease(workspace, std::nullopt);
    if (!release && release.error().kind == ErrorKind::kNotFound) {
      findings_.push_back({.what = "newest release", .found = "nothing was published yet", .advice = "`assay run`"});
      return;
    }
    if (!release) return Broken("newest release", release.error());
    for (const lake::ReleaseTable& table : release->tables) {
      // Every column of every row, so that a damaged file is found.
      const auto rows = workspace.connection().Query(
          fmt::format("SELECT count(*) FROM (SELECT hash(COLUMNS(*)) FROM {}) AS rows", table.name));
      if (!rows)
        return Broken("newest release",
                      Error(rows.error())
                          .WithContext(fmt::format(
                              "Cannot read table {} of release {}; put the named file back from a copy of the lake",
                              table.name, release->number)));
    }
    findings_.push_back({.what = "newest release",
                         .found = fmt::format("{}, data to {}; all {} tables can be read", release->number,
                                              release->as_of, release->tables.size())});
  }

  Invocation& invocation_;
  bool fix_;
  std::vector<Finding> findings_;
};

nlohmann::json ToJson(const std::vector<Finding>& findings) {
  nlohmann::json list = nlohmann::json::array();
  for (const Finding& finding : findings) {
    list.push_back({{"what", finding.what},
                    {"ok", !finding.error.has_value()},
                    {"found", finding.found},
                    {"advice", finding.advice}});
  }
  return list;
}

Status Examine(Invocation& invocation, bool fix) {
  const std::vector<Finding> findings = Doctor(invocation, fix).Look();
  if (invocation.json) {
    fmt::print("{}\n", invocation.secrets.Mask(ToJson(findings).dump(2)));
  } else {
    for (const Finding& finding : findings) {
      fmt::print("{:<8} {:<18} {}\n",
                 finding.error            ? "PROBLEM"
                 : finding.advice.empty() ? "ok"
                                          : "note",
                 finding.what, invocation.secrets.Mask(finding.found));
      if (!finding.advice.empty()) fmt::print("{:<27} {}\n", "", invocation.secrets.Mask(finding.advice));
    }
  }
  for (const Finding& finding : findings) {
    if (!finding.error) continue;
    invocation.json_printed = true;
    return std::unexpected(*finding.error);
  }
  return {};
}

}  // namespace

void AddDoctor(CLI::App& app, Invocation& invocation) {
  CLI::App* verb = app.add_subcommand(
      "doctor", "Examine the installation and the lake: versions, drivers, space, leftovers, newest release");
  auto fix = std::make_shared<bool>(false);
  verb->add_flag("--fix", *fix, "Remove scratch folders of processes that are gone");
  verb->footer("Example:\n  assay -C myshop doctor\n  assay -C myshop doctor --fix");
  verb->callback([&invocation, fix] { invocation.action = [&invocation, fix] { return Examine(invocation, *fix); }; });
}

}  // namespace assay::cli
