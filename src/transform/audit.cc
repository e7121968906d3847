#include "transform/audit.h"

#include "engine/sql_text.h"

namespace assay::transform {
namespace {

std::string Join(std::span<const std::string> texts, std::string_view separator) {
  return fmt::format("{}", fmt::join(texts, separator));
}

std::string TextOf(std::string_view column) { return fmt::format("COALESCE(CAST({} AS STRING), 'null')", column); }

/// The columns of a key as one text: "2024-01-31, 17850".
std::string KeyText(std::span<const std::string> key) {
  if (key.empty()) return "'a row'";
  std::string text;
  for (const std::string& column : key) text += (text.empty() ? "" : " || ', ' || ") + TextOf(column);
  return text;
}

std::string Literals(std::span<const std::string> values) {
  std::string list;
  for (const std::string& value : values) list += (list.empty() ? "" : ", ") + engine::SqlString(value);
  return list;
}

/// Offending rows, given by their FROM and WHERE, as at most one row.
std::string Offences(const std::string& offender, const std::string& from_where) {
  return fmt::format("SELECT min({}) AS offender, CAST(count(*) AS BIGINT) AS offences FROM {} HAVING count(*) > 0",
                     offender, from_where);
}

struct QueryMaker {
  std::span<const std::string> key;
  std::string_view relation;
  const RelationOf& relation_of;

  AuditQuery operator()(const UniqueAudit& audit) const {
    const std::string columns = Join(audit.columns, ", ");
    return {fmt::format("unique [{}]", columns),
            Offences("doubled.offender",
                     fmt::format("(SELECT {} AS offender FROM {} GROUP BY {} HAVING count(*) > 1) AS doubled",
                                 KeyText(audit.columns), relation, columns)),
            fmt::format("values of [{}] stand in more than one row", columns)};
  }

  AuditQuery operator()(const NotNullAudit& audit) const {
    std::string cases;
    std::string any;
    for (const std::string& column : audit.columns) {
      cases += fmt::format(" WHEN {} IS NULL THEN '{}'", column, column);
      any += fmt::format("{}{} IS NULL", any.empty() ? "" : " OR ", column);
    }
    return {fmt::format("not_null [{}]", Join(audit.columns, ", ")),
            fmt::format("SELECT missing.column_name || ' of ' || min(missing.row_key) AS offender, CAST(count(*) AS "
                        "BIGINT) AS offences FROM "
                        "(SELECT CASE{} END AS column_name, {} AS row_key FROM {} WHERE {}) AS missing GROUP BY "
                        "missing.column_name",
                        cases, KeyText(key), relation, any),
            "values are null that must not be"};
  }

  AuditQuery operator()(const AcceptedValuesAudit& audit) const {
    return {fmt::format("accepted_values {}", audit.column),
            Offences(TextOf(audit.column), fmt::format("{} WHERE CAST({} AS STRING) NOT IN ({})", relation,
                                                       audit.column, Literals(audit.values))),
            fmt::format("values of {} are none of {}", audit.column, Join(audit.values, ", "))};
  }

  AuditQuery operator()(const ReconcilesAudit& audit) const {
    std::string mine;
    std::string theirs;
    std::string differences;
    std::string figures;
    const auto add = [&](const std::string& label, const std::string& my_figure, const std::string& their_figure) {
      const std::string column =
          fmt::format("figure_{}", mine.empty() ? 1 : 1 + std::count(mine.begin(), mine.end(), '\n'));
      mine += fmt::format("{}{} AS {}\n", mine.empty() ? "" : ", ", my_figure, column);
      theirs += fmt::format("{}{} AS {}\n", theirs.empty() ? "" : ", ", their_figure, column);
      differences += fmt::format("{}mine.{} <> theirs.{}", differences.empty() ? "" : " OR ", column, column);
      figures += fmt::format("{}'{} ' || CAST(mine.{} AS STRING) || ' against ' || CAST(theirs.{} AS STRING)",
                             figures.empty() ? "" : " || ', ' || ", label, column, column);
    };
    if (!audit.count.empty()) add("rows", fmt::format("count({})", audit.count), "count(*)");
    for (const auto& [my_column, their_column] : audit.sums)
      add("sum of " + my_column, Sum(my_column), Sum(their_column));
    return {fmt::format("reconciles with {}", audit.with),
            fmt::format("SELECT {} AS offender, CAST(1 AS BIGINT) AS offences FROM (SELECT {}FROM {}) AS mine CROSS "
                        "JOIN (SELECT {}FROM {}) AS theirs WHERE {}",
                        figures, mine, relation, theirs, relation_of(audit.with), differences),
            fmt::format("figures differ from {}", audit.with)};
  }

  AuditQuery operator()(const ExpressionAudit& audit) const {
    return {fmt::format("expression {}", audit.condition),
            Offences(KeyText(key), fmt::format("{} WHERE ({}) IS NOT TRUE", relation, audit.condition)),
            fmt::format("rows do not satisfy: {}", audit.condition)};
  }

  AuditQuery operator()(const RelationshipAudit& audit) const {
    const std::string except = audit.except.empty() ? ""
                                                    : fmt::format(" AND CAST(audited.{} AS STRING) NOT IN ({})",
                                                                  audit.column, Literals(audit.except));
    const std::string from_where = fmt::format(
        "{} AS audited WHERE audited.{} IS NOT NULL{} AND NOT EXISTS (SELECT 1 FROM {} AS target WHERE target.{} = "
        "audited.{})",
        relation, audit.column, except, relation_of(audit.table), audit.table_column, audit.column);
    return {fmt::format("relationship {} to {}.{}", audit.column, audit.table, audit.table_column),
            Offences(TextOf("audited." + audit.column), from_where),
            fmt::format("values of {} are missing in {}.{}", audit.column, audit.table, audit.table_column)};
  }

  static std::string Sum(std::string_view column) {
    return fmt::format("CAST(COALESCE(sum({}), 0) AS DECIMAL(38,4))", column);
  }
};

}  // namespace

AuditQuery QueryOf(const Audit& audit, std::span<const std::string> key, std::string_view relation,
                   const RelationOf& relation_of) {
  return std::visit(QueryMaker{key, relation, relation_of}, audit);
}

std::vector<std::string> ColumnsOf(const Audit& audit) {
  struct Lister {
    std::vector<std::string> operator()(const UniqueAudit& unique) const { return unique.columns; }
    std::vector<std::string> operator()(const NotNullAudit& not_null) const { return not_null.columns; }
    std::vector<std::string> operator()(const AcceptedValuesAudit& accepted) const { return {accepted.column}; }
    std::vector<std::string> operator()(const ReconcilesAudit& reconciles) const {
      std::vector<std::string> columns;
      if (!reconciles.count.empty()) columns.push_back(reconciles.count);
      for (const auto& sum : reconciles.sums) columns.push_back(sum.first);
      return columns;
    }
    std::vector<std::string> operator()(const ExpressionAudit&) const { return {}; }
    std::vector<std::string> operator()(const RelationshipAudit& relationship) const { return {relationship.column}; }
  };
  return std::visit(Lister{}, audit);
}

std::vector<std::string> TablesOf(const Audit& audit) {
  if (const auto* reconciles = std::get_if<ReconcilesAudit>(&audit)) return {reconciles->with};
  if (const auto* relationship = std::get_if<RelationshipAudit>(&audit)) return {relationship->table};
  return {};
}

}  // namespace assay::transform
