#pragma once

#include <set>
#include <string>
#include <vector>

#include "ledger/accounting.h"
#include "pipeline/base_release.h"
#include "pipeline/run_models.h"
#include "pipeline/segment_dates.h"

namespace assay::pipeline {

/// Rebuilds the months that changed since a base release, in the place of a full run's models.
///
/// The changed line ids are those of rows loaded since, of rows that those supersede and of rows that markers take
/// back. From here on mapped.transactions holds the rows of changed ids alone, so the work models judge only them; a
/// month of silver is its lines before without the changed ids and with what they are now, a month of facts is rebuilt
/// from its month of silver. Facts are rebuilt, too, where the key of a customer, product or store has come or gone.
/// Segments are computed for the as-of dates from the first such month on (SegmentDates).
class MonthBuilder {
 public:
  /// Borrows everything; `views` is changed to read the changed lines.
  MonthBuilder(const Session& session, const transform::ModelGraph& graph, const BronzeSet& bronze,
               const BaseRelease& base, MappedViews& views);

  /// Finds the changed lines and how the base had classed them.
  Status Prepare();

  /// Stages what a model's table changes against the base, or carries it over; its relation holds all rows afterwards.
  Result<StagedTable> Run(const transform::Model& model);

  /// The accounting of the base with the changed lines classed anew, checked against silver and facts as they stand.
  Result<ledger::Accounting> Account();

  /// The SELECT of ops.quarantine.
  std::string Quarantine() const;

  /// The months of facts that were rebuilt, such as 2025-03.
  const std::set<std::string>& months() const { return fact_months_; }

 private:
  Status ScopeTable(const BoundBronze& bound);
  Status FindChangedLines();
  Status MapScope(const char* schema);
  Result<ledger::Accounting> AccountScope(bool before);
  Result<StagedTable> Silver(const transform::Model& model);
  Status Rejected(const transform::Model& model);
  Result<StagedTable> Entity(const transform::Model& model, retail::Entity entity);
  Result<StagedTable> Facts(const transform::Model& model);
  Status AddMonthsOfKeys();
  Result<StagedTable> Carry(const transform::Model& model);
  Result<StagedTable> StageMonths(const transform::Model& model, const std::string& rows,
                                  const std::set<std::string>& months);
  Status ShowFiles(const transform::Model& model, const std::vector<std::string>& files);
  Result<table::Schema> SchemaOf(const transform::Model& model) const;
  Result<std::string> SilverOf(const std::set<std::string>& months) const;

  const Session& session_;
  const transform::ModelGraph& graph_;
  const BronzeSet& bronze_;
  const BaseRelease& base_;
  MappedViews& views_;
  retail::BronzeTables now_;     ///< sales tables of the changed lines alone
  retail::BronzeTables before_;  ///< the same as they were for the base
  std::set<std::string> silver_months_;
  std::vector<engine::duckdb::WrittenFile> silver_staged_;
  std::set<std::string> fact_months_;
  SegmentDates dates_;
  std::set<std::string> changed_keys_;  ///< entities with ids that came or went
  ledger::Accounting lines_before_;
  ledger::Accounting lines_now_;
};

}  // namespace assay::pipeline
