#pragma once

#include <set>
#include <string>

#include "pipeline/base_release.h"
#include "pipeline/run_models.h"

namespace assay::pipeline {

/// Computes values, cuts and segments for those as-of dates alone that the changed facts can have touched.
///
/// What a customer is worth at a date follows from the facts up to that date. So a date before the first month of
/// changed facts stands as the base release has it: its file of gold.customer_segments stays, its cuts are copied.
/// gold.customer_segments holds one as-of date a month, and is partitioned by that month.
class SegmentDates {
 public:
  /// Borrows everything. The base must have been made by the same models and configuration.
  SegmentDates(const Session& session, const BaseRelease& base, const MappedViews& views);

  /// Whether `name` is one of the models that `Run` runs.
  static bool Runs(const std::string& name);

  /// Stands for RunModel of work.customer_values, gold.segment_cuts and gold.customer_segments, in this order, once
  /// work.as_of is there. `fact_months` are the months of facts that changed, such as 2025-03.
  Result<StagedTable> Run(const transform::Model& model, const std::set<std::string>& fact_months);

 private:
  Status Choose(const std::set<std::string>& fact_months);
  Result<StagedTable> Values(const transform::Model& model);
  Result<StagedTable> Cuts(const transform::Model& model);
  Result<StagedTable> Segments(const transform::Model& model);

  const Session& session_;
  const BaseRelease& base_;
  const MappedViews& views_;
  std::set<std::string> kept_months_;  ///< of the as-of dates that stand as before
};

}  // namespace assay::pipeline
