#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "transform/model.h"

namespace assay::transform {

/// An engine's name for a type of the lake.
using TypeName = std::function<std::string(const table::DataType& type)>;

/// `SELECT CAST(c AS T) AS c, ... FROM (<sql>) AS model`: the model's columns in declared order and type, columns that
/// it does not declare left out. `sql` is the model's SELECT, with references already replaced where the engine needs
/// that. kInvalidInput when the model declares no column; kInternal for a key type that `keys` lacks.
Result<std::string> TypedSelect(const Model& model, std::string_view sql, const KeyTypes& keys,
                                const TypeName& type_name);

}  // namespace assay::transform
