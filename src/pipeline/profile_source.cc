#include "pipeline/profile_source.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <map>
#include <regex>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "base/stop.h"
#include "engine/sql_text.h"
#include "ingest/file_select.h"
#include "ingest/files/glob.h"
#include "pipeline/run_models.h"
#include "retail/conversion.h"

namespace assay::pipeline {
namespace {

using engine::SqlName;
using engine::duckdb::Connection;

constexpr std::int64_t kMostRows = 1'000'000;

std::string TableName(const std::string& file) {
  std::string name = file.substr(0, file.find_last_of('.'));
  if (const auto slash = name.find_last_of('/'), dot = name.find_last_of('.');
      dot != std::string::npos && (slash == std::string::npos || dot > slash))
    name.erase(slash == std::string::npos ? 0 : slash + 1, dot - (slash == std::string::npos ? 0 : slash + 1) + 1);
  for (char& c : name) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       static_cast<unsigned char>(c) >= 0x80;
    if (!plain) c = '_';
  }
  return name;
}

// Without the numbers at its end: orders-2024-a -> orders.
std::string Stem(const std::string& name) {
  std::smatch parts;
  return std::regex_match(name, parts, std::regex("(.*[A-Za-z])_[0-9][0-9A-Za-z_]*")) ? parts[1].str() : name;
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// The same name with a '?' for each digit.
std::string WithoutDigits(std::string name) {
  for (char& c : name) {
    if (IsDigit(c)) c = '?';
  }
  return name;
}

// What stands before the numbers of a name: sales-2025-0 -> sales-.
std::string BeforeNumbers(std::string prefix) {
  const auto ends_in_number = [&prefix] {
    if (prefix.empty()) return false;
    if (IsDigit(prefix.back())) return true;
    const bool is_letter = std::isalpha(static_cast<unsigned char>(prefix.back())) != 0;
    return !is_letter && prefix.size() > 1 && IsDigit(prefix[prefix.size() - 2]);
  };
  while (ends_in_number()) prefix.pop_back();
  return prefix;
}

// A glob that also finds the next file of the kind, where it finds no other: orders-*.csv, else orders-????-??.csv,
// else the files one by one.
std::vector<std::string> Patterns(const std::vector<std::string>& members, const std::vector<std::string>& all) {
  if (members.size() < 2) return members;
  std::string prefix = members.front();
  for (const std::string& member : members)
    prefix.resize(static_cast<std::size_t>(std::ranges::mismatch(prefix, member).in1 - prefix.begin()));
  prefix = BeforeNumbers(prefix);
  const std::string extension = members.front().substr(members.front().find_last_of('.'));
  if (members.front().find_first_of("*?") != std::string::npos) return members;
  for (const std::string& pattern : {prefix + "*" + extension, WithoutDigits(members.front())}) {
    const auto fits = [&](const std::string& name) {
      return ingest::MatchesGlob(pattern, name) == (std::ranges::find(members, name) != members.end());
    };
    if (std::ranges::all_of(all, fits)) return {pattern};
  }
  return members;
}

std::vector<config::SourceTable> FileTables(const std::vector<std::string>& files) {
  std::map<std::string, std::vector<std::string>> groups;
  for (const std::string& file : files)
    groups[Stem(TableName(file)) + file.substr(file.find_last_of('.'))].push_back(file);
  std::vector<config::SourceTable> tables;
  for (const auto& [key, members] : groups) {
    config::SourceTable table{
        .name = members.size() > 1 ? Stem(TableName(members.front())) : TableName(members.front()),
        .files = Patterns(members, files)};
    const auto taken = [&](const config::SourceTable& other) { return other.name == table.name; };
    if (std::ranges::any_of(tables, taken))
      table.name += "_" + members.front().substr(members.front().find_last_of('.') + 1);
    tables.push_back(std::move(table));
  }
  return tables;
}

Status ReadFiles(const ingest::FileScan& scan, Connection& connection, const std::string& into) {
  std::vector<std::string> selects;
  for (const ingest::SourceFile& file : scan.files) {
    ASSIGN_OR_RETURN(const ingest::FileSelect select, ingest::SelectFile(connection, scan, file));
    std::vector<std::string> columns;
    for (const auto& column : select.columns)
      columns.push_back(fmt::format("{} AS {}", column.sql, SqlName(column.field.name)));
    selects.push_back(
        fmt::format("(SELECT {} FROM {} LIMIT {})", fmt::join(columns, ", "), select.relation, kMostRows));
  }
  const Status read = connection.Execute(
      fmt::format("CREATE OR REPLACE TABLE {} AS {}", into, fmt::join(selects, " UNION ALL BY NAME ")));
  return read ? read : std::unexpected(ingest::FileError(read.error(), scan.files.front()));
}

Status ReadRows(table::BatchStream& stream, Connection& connection, const std::string& name) {
  std::vector<std::string> columns;
  for (const table::Field& field : stream.schema().fields)
    columns.push_back(fmt::format("{} {}", SqlName(field.name), engine::duckdb::DuckdbType(field.type)));
  RETURN_IF_ERROR(
      connection.Execute(fmt::format("CREATE OR REPLACE TABLE profile.{} ({})", name, fmt::join(columns, ", "))));
  for (std::int64_t rows = 0; rows < kMostRows;) {
    ASSIGN_OR_RETURN(const table::RecordBatch batch, stream.Next());
    if (batch.rows == 0) return {};
    RETURN_IF_ERROR(connection.Append("profile", name, batch));
    rows += static_cast<std::int64_t>(batch.rows);
  }
  return {};
}

Result<retail::TableFacts> MeasureTable(Connection& connection, const std::string& relation, const std::string& name) {
  retail::TableFacts facts{.name = name};
  ASSIGN_OR_RETURN(const std::string rows, connection.Scalar("SELECT count(*) FROM " + relation));
  facts.rows = std::stoll(rows);
  ASSIGN_OR_RETURN(const auto columns, connection.Describe("SELECT * FROM " + relation));
  for (const auto& column : columns) {
    const std::string text = fmt::format("NULLIF(trim(CAST({} AS VARCHAR)), '')", SqlName(column.name));
    ASSIGN_OR_RETURN(const engine::Rows found,
                     connection.Query(fmt::format(
                         "SELECT count(t), count(DISTINCT t), count(p_parse_decimal(t)), count(p_parse_ymd(t)), "
                         "count(p_parse_dmy(t)), count(p_parse_mdy(t)), count(p_parse_decimal({})), min(t) FROM "
                         "(SELECT {} AS t FROM {})",
                         retail::PointForComma("t"), text, relation)));
    std::array<std::int64_t, 7> n{};
    for (std::size_t i = 0; i < n.size(); ++i) n[i] = std::stoll(found.Text(0, i));
    retail::ColumnFacts fact{
        .name = column.name, .values = n[0], .distinct = n[1], .is_number = n[0] > 0 && n[2] == n[0]};
    if (!fact.is_number && n[0] > 0 && n[6] == n[0]) fact.is_number = fact.decimal_comma = true;
    if (fact.distinct == 1) fact.only_value = found.Text(0, 7);
    // A few dates that are none do not make a column of dates another one.
    const auto most = [&](std::int64_t count) { return n[0] > 0 && count * 100 >= n[0] * 95; };
    const bool by_type = column.duckdb_type.starts_with("DATE") || column.duckdb_type.starts_with("TIMESTAMP");
    fact.is_date = !fact.is_number && (by_type || most(std::max({n[3], n[4], n[5]})));
    if (fact.is_date && !by_type && !most(n[3])) fact.date_format = n[4] >= n[5] ? "dmy" : "mdy";
    facts.columns.push_back(std::move(fact));
  }
  for (const auto& [first, second] : retail::KeyPairs(facts)) {
    ASSIGN_OR_RETURN(const std::string pairs,
                     connection.Scalar(fmt::format("SELECT count(*) FROM (SELECT DISTINCT {}, {} FROM {})",
                                                   SqlName(first), SqlName(second), relation)));
    if (std::stoll(pairs) != facts.rows) continue;
    facts.key_pair = {first, second};
    break;
  }
  return facts;
}

}  // namespace

Result<SourceProfile> ProfileSource(const config::Source& source, ingest::Connector& connector, Connection& connection,
                                    std::stop_token stop) {
  RETURN_IF_ERROR(DefineFunctions(connection));
  RETURN_IF_ERROR(connection.Execute("CREATE SCHEMA IF NOT EXISTS profile"));
  ASSIGN_OR_RETURN(const std::vector<std::string> names, connector.ListTables(source));
  SourceProfile profile;
  if (source.kind == config::SourceKind::kFiles) {
    profile.tables = FileTables(names);
  } else {
    for (const std::string& name : names) profile.tables.push_back({.name = name});
  }
  if (profile.tables.empty())
    return NotFound(
        "Cannot propose a configuration: the source has no table that can be read; expected .csv, .tsv, .json, .ndjson "
        "or .parquet files, or tables of a database");
  const nlohmann::json nothing;
  for (std::size_t i = 0; i < profile.tables.size(); ++i) {
    RETURN_IF_ERROR(CheckStop(stop));
    const std::string name = fmt::format("t{}", i);
    ASSIGN_OR_RETURN(const ingest::Extract extract, connector.Open({source, profile.tables[i], nothing, stop}));
    const auto* scan = std::get_if<ingest::FileScan>(&extract.rows);
    RETURN_IF_ERROR(scan != nullptr
                        ? ReadFiles(*scan, connection, "profile." + name)
                        : ReadRows(*std::get<std::unique_ptr<table::BatchStream>>(extract.rows), connection, name));
    ASSIGN_OR_RETURN(retail::TableFacts facts, MeasureTable(connection, "profile." + name, profile.tables[i].name));
    profile.facts.push_back(std::move(facts));
  }
  return profile;
}

int MatchPermille(Connection& connection, std::size_t table, const std::string& column, std::size_t other,
                  const std::string& other_column) {
  const auto keys = [](std::size_t number, const std::string& name) {
    return fmt::format(
        "(SELECT DISTINCT p_canonical_key(CAST({} AS VARCHAR)) AS k FROM profile.t{} WHERE NULLIF(trim(CAST({} AS "
        "VARCHAR)), '') IS NOT NULL)",
        SqlName(name), number, SqlName(name));
  };
  const auto share = connection.Scalar(fmt::format(
      "SELECT COALESCE(count(o.k) * 1000 // NULLIF(count(*), 0), 0) FROM {} AS s LEFT JOIN {} AS o USING (k)",
      keys(table, column), keys(other, other_column)));
  return share ? std::stoi(*share) : 0;
}

}  // namespace assay::pipeline
