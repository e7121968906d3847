#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "config/project.h"
#include "retail/binding.h"
#include "retail/key_types.h"

namespace assay::retail {

/// One SELECT that yields `mapped.<entity>`: every row of the bindings, with all canonical columns of the entity (those
/// that no source has are null), typed, keys canonical and mapped, and beside them
///   _source, _load_id, _load_seq, _loaded_at, _file, _line   where the row came from,
///   cursor_number, cursor_text                               order among versions of one key, greater is newer,
///   reject_rule, reject_column, reject_value                 the first value that could not be read; null when all
///   could.
/// Transactions have besides: date is the business date, sold_at the shop's wall clock as if UTC, is_return, refund,
/// occurrence (above 1: an equal line stood before in a table without a key), excluded (left out by `where`), loaded_on
/// (business date of the load). Quantities and amounts of returns are negative. A table without a key gets line ids
/// from its rows' content and the number of the occurrence, so they do not depend on order.
std::string MappedSelect(const config::Project& project, Entity entity, const std::vector<Binding>& bindings,
                         const KeyTypes& types);

/// The relation of an entity that no table gives: the same columns without a row, so that the models need not ask. Only
/// for entities other than transactions, which every shop has.
std::string EmptyMappedSelect(Entity entity, const KeyTypes& types);

/// SQL of the line id that `MappedSelect` gives a row of `binding`, over the source's own columns. Only for a binding
/// with a key whose mapping joins no table.
std::string LineIdSql(const config::Project& project, const Binding& binding, const KeyTypes& types);

/// For each key column over all entities: the SELECTs of its canonical text where the source's type does not settle
/// that it is an integer. A key whose list is empty is an integer; for others ask whether all values of
/// p_is_integer_key are true.
std::map<std::string, std::vector<std::string>> UnsettledKeys(const config::Project& project,
                                                              const std::map<Entity, std::vector<Binding>>& bindings);

}  // namespace assay::retail
