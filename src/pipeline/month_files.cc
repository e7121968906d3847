#include "pipeline/month_files.h"

#include "pipeline/run_models.h"

namespace assay::pipeline {
namespace {

bool IsOf(const std::set<std::string>& months, const lake::AddFile& file) {
  const auto month = file.partition.find(kMonthColumn);
  return month != file.partition.end() && month->second && months.contains(*month->second);
}

}  // namespace

Result<SplitFiles> SplitByMonth(const Session& session, const BaseRelease& base, const std::string& table,
                                const std::set<std::string>& months) {
  SplitFiles split;
  for (const auto& [name, file] : base.tables.at(table).files) {
    const auto path = session.lake.store.LocalPath(PathOf(table) + "/" + name);
    if (!path) return Internal("Cannot read file {} of table {}: the lake is no local folder", name, table);
    TableFiles& files = IsOf(months, file) ? split.inside : split.outside;
    files.names.push_back(name);
    files.paths.push_back(*path);
  }
  return split;
}

}  // namespace assay::pipeline
