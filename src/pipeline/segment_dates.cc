#include "pipeline/segment_dates.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "engine/sql_text.h"
#include "pipeline/delta_files.h"
#include "pipeline/month_files.h"
#include "transform/model_references.h"
#include "transform/typed_select.h"

namespace assay::pipeline {
namespace {

constexpr const char* kValues = "work.customer_values";
constexpr const char* kCuts = "gold.segment_cuts";
constexpr const char* kSegments = "gold.customer_segments";
constexpr const char* kTouched = "work.touched_as_of";

Result<std::string> BaseRelation(const Session& session, const BaseRelease& base, const std::string& table) {
  return RelationOf(session.lake, PathOf(table), base.tables.at(table));
}

}  // namespace

SegmentDates::SegmentDates(const Session& session, const BaseRelease& base, const MappedViews& views)
    : session_(session), base_(base), views_(views) {}

bool SegmentDates::Runs(const std::string& name) { return name == kValues || name == kCuts || name == kSegments; }

Result<StagedTable> SegmentDates::Run(const transform::Model& model, const std::set<std::string>& fact_months) {
  if (model.FullName() == kCuts) return Cuts(model);
  if (model.FullName() == kSegments) return Segments(model);
  RETURN_IF_ERROR(Choose(fact_months));
  return Values(model);
}

Status SegmentDates::Choose(const std::set<std::string>& fact_months) {
  ASSIGN_OR_RETURN(const std::string cuts, BaseRelation(session_, base_, kCuts));
  const std::string before =
      fact_months.empty() ? "true"
                          : fmt::format("strftime(a.as_of, '%Y-%m') < {}", engine::SqlString(*fact_months.begin()));
  RETURN_IF_ERROR(session_.connection.Execute(fmt::format(
      "CREATE OR REPLACE TABLE work.kept_as_of AS SELECT a.as_of FROM work.as_of AS a WHERE {} AND a.as_of IN "
      "(SELECT as_of FROM {}); CREATE OR REPLACE TABLE {} AS SELECT * FROM work.as_of WHERE as_of NOT IN "
      "(SELECT as_of FROM work.kept_as_of)",
      before, cuts, kTouched)));
  ASSIGN_OR_RETURN(const engine::Rows months,
                   session_.connection.Query("SELECT strftime(as_of, '%Y-%m') FROM work.kept_as_of"));
  for (std::size_t i = 0; i < months.size(); ++i) kept_months_.insert(months.Text(i, 0));
  return {};
}

Result<StagedTable> SegmentDates::Values(const transform::Model& model) {
  session_.progress.Step("model", kValues);
  ASSIGN_OR_RETURN(const std::string select, GivenSelect(model, views_));
  const std::string touched = transform::ReplaceReferences(select, [](std::string_view table) {
    return table == "work.as_of" ? std::string(kTouched) : std::string(table);
  });
  RETURN_IF_ERROR(session_.connection.Execute(fmt::format("CREATE OR REPLACE TABLE {} AS {}", kValues, touched)));
  return StagedTable{.name = kValues};
}

Result<StagedTable> SegmentDates::Cuts(const transform::Model& model) {
  RETURN_IF_ERROR(ComputeModel(session_, model, views_));
  ASSIGN_OR_RETURN(const std::string before, BaseRelation(session_, base_, kCuts));
  RETURN_IF_ERROR(session_.connection.Execute(fmt::format(
      "INSERT INTO {0} BY NAME SELECT * FROM {1} WHERE as_of IN (SELECT as_of FROM work.kept_as_of)", kCuts, before)));
  ASSIGN_OR_RETURN(const table::Schema schema, transform::SchemaOf(model, retail::ModelKeyTypes(views_.key_types)));
  ASSIGN_OR_RETURN(StagedTable staged, StageTable(session_, kCuts, fmt::format("SELECT * FROM {}", kCuts), schema, ""));
  RETURN_IF_ERROR(AuditModel(session_, model, staged));
  return staged;
}

// The audits look at the new dates; then the files of the kept ones are shown beside them.
Result<StagedTable> SegmentDates::Segments(const transform::Model& model) {
  ASSIGN_OR_RETURN(StagedTable staged, RunModel(session_, model, views_));
  ASSIGN_OR_RETURN(SplitFiles before, SplitByMonth(session_, base_, kSegments, kept_months_));
  staged.removes = std::move(before.outside.names);
  std::vector<std::string> shown = std::move(before.inside.paths);
  for (const auto& file : staged.files) shown.push_back(file.path);
  ASSIGN_OR_RETURN(const table::Schema schema, transform::SchemaOf(model, retail::ModelKeyTypes(views_.key_types)));
  RETURN_IF_ERROR(session_.connection.Execute(fmt::format("CREATE OR REPLACE VIEW {} AS SELECT * FROM {}", kSegments,
                                                          RelationOfFiles(shown, schema, views_.absent))));
  return staged;
}

}  // namespace assay::pipeline
