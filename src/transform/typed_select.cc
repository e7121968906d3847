#include "transform/typed_select.h"

namespace assay::transform {

Result<std::string> TypedSelect(const Model& model, std::string_view sql, const KeyTypes& keys,
                                const TypeName& type_name) {
  if (model.columns.empty())
    return InvalidInput("Cannot run model {}: its front matter declares no column; add 'columns'", model.FullName());
  std::string list;
  for (const ModelColumn& column : model.columns) {
    ASSIGN_OR_RETURN(const table::DataType type, ColumnType(column, keys));
    list += fmt::format("{}CAST({} AS {}) AS {}", list.empty() ? "" : ", ", column.name, type_name(type), column.name);
  }
  return fmt::format("SELECT {}\nFROM (\n{}\n) AS model", list, sql);
}

}  // namespace assay::transform
