#include "pipeline/declared_columns.h"

#include "base/near_name.h"
#include "retail/bronze_table.h"
#include "table/column_name.h"

namespace assay::pipeline {

std::vector<std::string> LakeNames(const std::vector<std::string>& names) {
  std::vector<std::string> lake_names;
  for (const std::string& name : names) lake_names.push_back(table::LakeColumnName(name));
  return lake_names;
}

Status CheckDeclared(const config::SourceTable& table, const config::TableRef& ref, const table::Schema& schema,
                     const char* what, const std::vector<std::string>& names) {
  if (schema.fields.empty()) return {};
  for (const std::string& name : names) {
    if (schema.Find(table::LakeColumnName(name))) continue;
    return InvalidInput("assay.yaml:{}: Cannot use column '{}' as {} of {}: no such column{}", table.line, name, what,
                        retail::Print(ref), DidYouMean(name, schema.Names()));
  }
  return {};
}

}  // namespace assay::pipeline
