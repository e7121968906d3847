#include "engine/duckdb/lake_type.h"

#include <array>

#include <fmt/format.h>

#include "engine/sql_text.h"

namespace assay::engine::duckdb {
namespace {

using table::DataType;
using table::TypeKind;

struct Rule {
  std::string_view duckdb;
  DataType type;
  std::string_view cast;  ///< empty = as it is
};

const std::array kRules{
    Rule{"BOOLEAN", DataType::Of(TypeKind::kBoolean), ""},
    Rule{"TINYINT", DataType::Of(TypeKind::kInt8), ""},
    Rule{"SMALLINT", DataType::Of(TypeKind::kInt16), ""},
    Rule{"INTEGER", DataType::Of(TypeKind::kInt32), ""},
    Rule{"BIGINT", DataType::Of(TypeKind::kInt64), ""},
    Rule{"UTINYINT", DataType::Of(TypeKind::kInt16), "SMALLINT"},
    Rule{"USMALLINT", DataType::Of(TypeKind::kInt32), "INTEGER"},
    Rule{"UINTEGER", DataType::Of(TypeKind::kInt64), "BIGINT"},
    Rule{"UBIGINT", DataType::Decimal(20, 0), "DECIMAL(20,0)"},
    Rule{"HUGEINT", DataType::Decimal(38, 0), "DECIMAL(38,0)"},
    Rule{"FLOAT", DataType::Of(TypeKind::kFloat), ""},
    Rule{"DOUBLE", DataType::Of(TypeKind::kDouble), ""},
    Rule{"VARCHAR", DataType::Of(TypeKind::kString), ""},
    Rule{"BLOB", DataType::Of(TypeKind::kBinary), ""},
    Rule{"DATE", DataType::Of(TypeKind::kDate), ""},
    Rule{"TIMESTAMP WITH TIME ZONE", DataType::Of(TypeKind::kTimestamp), ""},
};

bool IsNested(std::string_view type) {
  return type.starts_with("STRUCT") || type.starts_with("MAP") || type.starts_with("UNION") || type.ends_with("]");
}

}  // namespace

LakeColumn ToLake(std::string_view source_name, std::string_view lake_name, std::string_view duckdb_type) {
  const std::string column = SqlName(source_name);
  LakeColumn result{{std::string(lake_name), DataType::Of(TypeKind::kString)}, column};
  for (const Rule& rule : kRules) {
    if (rule.duckdb != duckdb_type) continue;
    result.field.type = rule.type;
    if (!rule.cast.empty()) result.sql = fmt::format("CAST({} AS {})", column, rule.cast);
    return result;
  }
  if (duckdb_type.starts_with("DECIMAL(")) {
    if (const auto type = table::ParseSqlType(duckdb_type)) result.field.type = *type;
    return result;
  }
  if (duckdb_type.starts_with("TIMESTAMP")) {
    result.field.type = DataType::Of(TypeKind::kTimestamp);
    result.field.metadata["assay.wall_clock"] = "true";
    result.sql = fmt::format("timezone('UTC', CAST({} AS TIMESTAMP))", column);
    return result;
  }
  result.sql = IsNested(duckdb_type) ? fmt::format("CAST(to_json({}) AS VARCHAR)", column)
                                     : fmt::format("CAST({} AS VARCHAR)", column);
  return result;
}

}  // namespace assay::engine::duckdb
