#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/result.h"
#include "config/project.h"
#include "retail/bronze_table.h"
#include "retail/conversion.h"
#include "retail/entity.h"

namespace assay::retail {

/// One mapping of assay.yaml held against the tables it names: which canonical column is read from which source column.
struct Binding {
  const config::RoleMapping* mapping = nullptr;
  const BronzeTable* table = nullptr;  ///< the first table: its rows are the rows of the entity
  std::string source_select;           ///< SELECT of all its (joined) source columns by name and the lineage columns
  std::map<std::string, SourceValue, std::less<>>
      values;  ///< canonical column, or refund -> value over `source_select`'s columns
  std::map<std::string, std::string, std::less<>> source_columns;  ///< canonical column -> source column, for messages
  std::vector<SourceValue> key;                 ///< line key: the columns that identify a row; empty = none
  std::set<std::string, std::less<>> personal;  ///< canonical columns that are read from columns of personal data
  bool is_returns_table = false;
};

/// Binds every mapping of an entity, each `from` table on its own; a separate returns table gives a binding of its own.
/// Errors (kInvalidInput) carry assay.yaml's line, the column meant and the near names: an unknown canonical name, a
/// source column (or a column of refunds) that the tables do not have, a required column that is neither mapped nor
/// found by name.
Result<std::vector<Binding>> BindEntity(const config::Project& project, Entity entity, const BronzeTables& tables);

/// The mappings of an entity in the project.
const std::vector<config::RoleMapping>& MappingsOf(const config::Project& project, Entity entity);

}  // namespace assay::retail
