#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>

#include <nlohmann/json.hpp>

#include "lake/release.h"
#include "lake/snapshot.h"
#include "pipeline/mapped_views.h"

namespace assay::pipeline {

/// The release a run builds upon when it rebuilds only the months that changed.
struct BaseRelease {
  nlohmann::json facts;
  std::map<std::string, lake::Snapshot> tables;        ///< by name, such as gold.fact_sales
  std::map<config::TableRef, std::int64_t> load_seqs;  ///< of each bronze table: the newest load that it holds
  std::set<config::TableRef> moved;                    ///< bronze tables with loads that it does not hold
  bool lines_moved = false;                            ///< a sales table is among them
};

/// The base, or the reason why all months have to be rebuilt.
struct BaseOrReason {
  std::optional<BaseRelease> base;
  std::string full_because;
};

/// Decides whether the months that changed since `release` can be told with certainty, so that a run may rebuild those
/// alone: nothing changed but rows of sales tables with a key of their own and of tables of customers, products and
/// stores, and nobody else wrote to the tables of the release.
Result<BaseOrReason> FindBase(const Session& session, const lake::Release& release, const nlohmann::json& fingerprint,
                              const BronzeSet& bronze, const MappedViews& views);

/// Why other rows in `bound` make a run rebuild all months: empty when it can follow them month by month.
std::string WhyFullWhenMoved(const Session& session, const MappedViews& views, const BoundBronze& bound);

/// Whether rows of `entity` may have changed since the base.
bool HasMoved(const BaseRelease& base, const MappedViews& views, retail::Entity entity);

}  // namespace assay::pipeline
