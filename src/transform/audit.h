#pragma once

#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.h"

namespace assay::transform {

/// `unique: [a, b]`: no two rows are equal in these columns; null equals null.
struct UniqueAudit {
  std::vector<std::string> columns;
  bool operator==(const UniqueAudit&) const = default;
};

/// `not_null: [a, b]`: none of these columns holds a null.
struct NotNullAudit {
  std::vector<std::string> columns;
  bool operator==(const NotNullAudit&) const = default;
};

/// `accepted_values: {column: a, values: [x, y]}`: the column's text is one of these; null passes.
struct AcceptedValuesAudit {
  std::string column;
  std::vector<std::string> values;
  bool operator==(const AcceptedValuesAudit&) const = default;
};

/// `reconciles: {with: layer.table, count: a, sum: {mine: theirs}}`: the non-null values of `a` are as many as the
/// other table's rows, and each sum of mine equals the other's sum of theirs; `sum: x` stands for {x: x}. Both parts
/// may be left out, not together. Sums are compared as DECIMAL(38,4).
struct ReconcilesAudit {
  std::string with;
  std::string count;
  std::vector<std::pair<std::string, std::string>> sums;
  bool operator==(const ReconcilesAudit&) const = default;
};

/// `expression: {true_for_all: "<condition>"}`: the condition is true for every row; null counts as not true.
struct ExpressionAudit {
  std::string condition;
  bool operator==(const ExpressionAudit&) const = default;
};

/// `relationship: {column: a, to: layer.table.column, except: [-1, -2]}`: every value is found there; null and `except`
/// pass.
struct RelationshipAudit {
  std::string column;
  std::string table;
  std::string table_column;
  std::vector<std::string> except;
  bool operator==(const RelationshipAudit&) const = default;
};

using Audit =
    std::variant<UniqueAudit, NotNullAudit, AcceptedValuesAudit, ReconcilesAudit, ExpressionAudit, RelationshipAudit>;

/// One audit as SQL that both engines take. It returns no rows when the audit holds, else rows of two columns:
/// `offender` (text: the smallest offending key, or the figures that differ) and `offences` (bigint: how many).
struct AuditQuery {
  std::string name;  ///< such as "unique [transaction_id]"
  std::string sql;
  std::string
      failure;  ///< for messages: what is wrong, such as "values of [transaction_id] stand in more than one row"
};

/// What stands in FROM for a table called "layer.name".
using RelationOf = std::function<std::string(std::string_view table)>;

/// The query of `audit` over `relation`, the staged rows of the model. `key` are the columns that name a row to people:
/// its grain.
AuditQuery QueryOf(const Audit& audit, std::span<const std::string> key, std::string_view relation,
                   const RelationOf& relation_of);

/// The columns of the audited model that `audit` names (not those inside an expression).
std::vector<std::string> ColumnsOf(const Audit& audit);

/// The tables, as layer.name, that `audit` reads beside the audited one.
std::vector<std::string> TablesOf(const Audit& audit);

}  // namespace assay::transform
