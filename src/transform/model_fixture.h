#pragma once

#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "engine/rows.h"
#include "transform/model.h"
#include "transform/pipe_table.h"
#include "transform/typed_select.h"

namespace assay::transform {

/// One unit test of a model: rows in, rows out.
struct ModelCase {
  std::string name;   ///< empty when the file gives none
  std::string model;  ///< full name, such as "gold.fact_sales"
  KeyTypes keys;      ///< all bigint unless the file says otherwise
  std::map<std::string, PipeTable> given;
  PipeTable expect;
  std::string place;  ///< "<path>:<line>"
};

/// Reads a *_test.yaml: one case a YAML document, or a list of cases. A case is a map of
///   model: layer.name                        (needed)
///   case: what it shows
///   keys: {customers: string}                the type of an entity's natural key; bigint by default
///   defaults: {layer.table: <pipe table of one row>, ...}  the columns that a given table leaves out have these values
///                                            and types; a table that is not given at all is this one row
///   given: {layer.table: <pipe table>, ...}  (needed; every table that the model reads)
///   expect: <pipe table>                     (needed; columns may be left out and are then not compared)
/// See `PipeTable` for the tables. kInvalidInput names file and line.
Result<std::vector<ModelCase>> ParseModelCases(const std::string& path, std::string_view text);

/// What a case needs of an engine on which the product functions are defined.
struct FixtureEngine {
  std::function<Status(const std::string& sql)> execute;
  std::function<Result<engine::Rows>(const std::string& sql)> query;
  TypeName type_name;
};

/// Runs the case in a schema of its own, dropped at the end, and compares the typed rows regardless of their order.
/// Returns the difference for people, empty when there is none. `models` holds the model under test and, where there
/// are, those that made the given tables.
///
/// A given column has the type its header names, else the one that the table's model declares, else the one its values
/// show. Columns that the model of a given table declares and the case leaves out are null. Expected values are read as
/// the declared type. kInvalidInput: an unknown model, table or column; whatever the engine says about the SQL.
Result<std::string> RunModelCase(const ModelCase& model_case, std::span<const Model> models,
                                 const FixtureEngine& engine);

}  // namespace assay::transform
