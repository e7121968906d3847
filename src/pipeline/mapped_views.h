#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "pipeline/bronze_views.h"
#include "retail/binding.h"
#include "retail/key_types.h"

namespace assay::pipeline {

/// The `mapped` relations of a run: the shop's tables as entities, and the settings the models read.
struct MappedViews {
  retail::KeyTypes key_types;
  std::map<std::string, std::string>
      selects;  ///< relation without "mapped." -> its SELECT; with the models, what a run computes
  std::map<retail::Entity, std::vector<retail::Binding>> bindings;
  std::set<std::string> absent;  ///< columns of sales lines that no source gives: null in every row
  /// Columns that hold personal data in some entity. A model's column of the same name is taken to hold it, too.
  std::set<std::string, std::less<>> personal;
  bool has_orders = false;  ///< false: every line is an order of its own
  bool has_line_key = true;
  std::string unmerged_customers;  ///< with a merge table: mapped.customers before merged ids are left out
};

/// Binds the roles to the bronze tables, finds the type of each key by its values, and makes the views `mapped.*`.
/// `tables` must outlive the result. Errors of the mapping name assay.yaml's line.
Result<MappedViews> MakeMappedViews(const Session& session, const retail::BronzeTables& tables);

/// mapped.transactions over other rows of the sales tables.
struct MappedLines {
  std::vector<retail::Binding> bindings;
  std::string select;
};

/// Maps the rows that `tables` holds as `views` maps all. `tables` must outlive the result.
Result<MappedLines> MapLines(const Session& session, const MappedViews& views, const retail::BronzeTables& tables);

}  // namespace assay::pipeline
