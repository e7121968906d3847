#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace assay::config {

/// A table of a source as roles name it: "shop.dbo.transactions" is table "dbo.transactions" of source "shop".
struct TableRef {
  std::string source;
  std::string table;
  bool operator==(const TableRef&) const = default;
  auto operator<=>(const TableRef&) const = default;
};

enum class FileFormat { kCsv, kJson, kParquet };

/// How CSV files are written; unset = found out by the reader.
struct CsvOptions {
  std::optional<char> delimiter;
  std::optional<char> quote;
  bool has_header = true;
};

/// What a change of the source's columns does: kEvolve adds new columns, kFreeze stops the run. A changed type always
/// stops.
enum class SchemaContract { kEvolve, kFreeze };

/// REST paging in dlt's words: kSinglePage reads one page, kPageNumber asks for page after page.
struct Paginator {
  enum class Kind { kSinglePage, kPageNumber };
  Kind kind = Kind::kSinglePage;
  std::string page_param = "page";
  std::int64_t base_page = 1;
  std::string total_path;                    ///< dotted path to the number of pages; empty = until an empty page
  std::optional<std::int64_t> maximum_page;  ///< last page to ask for; unset = no limit
};

/// One table (files: a set of files; rest: a resource) that is loaded into one bronze table.
struct SourceTable {
  int line = 0;  ///< where it stands in assay.yaml, for messages; `line` means the same in every struct of this file
  std::string name;
  std::vector<std::string> key;  ///< columns that identify a row; empty = none declared
  /// A column that only grows; unset = every run reads all rows and keeps what is new.
  std::optional<std::string> cursor;
  std::vector<std::string> files;    ///< files only: globs below the source's path
  std::optional<FileFormat> format;  ///< files only; unset = from the files' names
  CsvOptions csv;
  SchemaContract contract = SchemaContract::kEvolve;
  std::vector<std::string> pii;  ///< columns never shown in messages, examples or previews
  std::string query;             ///< odbc only: a SELECT read in place of the table; empty = the table itself
  std::string path;              ///< rest only: endpoint path; default the table's name
  /// rest only: dotted path to the list of rows; empty = the body itself, or its only list.
  std::string data_selector;
  std::map<std::string, std::string> params;  ///< rest only: query parameters
  std::optional<Paginator> paginator;         ///< rest only; unset = the client's
};

/// How a REST client proves who it is.
struct RestAuth {
  enum class Kind { kNone, kBearer, kApiKey, kBasic };
  Kind kind = Kind::kNone;
  std::string token;                   ///< bearer token, API key or password; secret
  std::string name = "Authorization";  ///< api_key: header or query parameter name
  std::string location = "header";     ///< api_key: header | query
  std::string username;                ///< http_basic
};

/// What all resources of a REST source share.
struct RestClient {
  std::string base_url;
  RestAuth auth;
  Paginator paginator;
  std::map<std::string, std::string> headers;
  int timeout_s = 60;
  int max_attempts = 6;
};

enum class SourceKind { kOdbc, kRest, kFiles };

/// One outside system that is read. Names are unique in a project; so are the names of tables in a source.
struct Source {
  int line = 0;
  std::string name;
  SourceKind kind = SourceKind::kFiles;
  std::string connection;  ///< odbc: connection string; secret
  RestClient rest;
  std::string path;  ///< files: base folder, absolute after loading (relative ones are relative to assay.yaml)
  std::vector<SourceTable> tables;
};

/// How one key of transactions becomes a key of its entity; steps in the order listed here. All empty = identity.
struct KeyMap {
  int line = 0;
  bool trim = false;
  std::string strip_prefix;
  bool strip_zeros = false;            ///< leading zeros
  std::optional<std::int64_t> offset;  ///< added to integer keys; others stay
  bool ignore_case = false;            ///< both sides compared in ASCII lower case, `add_prefix` too
  std::string add_prefix;
  bool IsIdentity() const {
    return !offset && strip_prefix.empty() && add_prefix.empty() && !trim && !strip_zeros && !ignore_case;
  }
};

/// A table looked up for each row of the mapping's own tables, such as the order header of an order line.
struct Join {
  int line = 0;
  TableRef table;
  std::vector<std::pair<std::string, std::string>> on;  ///< (column of the first table, column of the joined table)
};

/// Lines that are returns: a condition over the mapped table's columns, or a table of their own.
struct Returns {
  int line = 0;
  std::string where;             ///< SQL over source columns; empty = none
  std::optional<TableRef> from;  ///< a separate returns table
  /// The mapping of `from`: canonical column -> its column; amounts and quantities are positive there.
  std::map<std::string, std::string> columns;
  std::string amount_column;  ///< a refunds column on the sale's own line (positive money given back)
};

/// One mapping of source tables to an entity. `columns` goes from canonical name to source column; names that are not
/// mapped are taken when the source has a column of the canonical name or a known alias (retail/column_aliases).
struct RoleMapping {
  int line = 0;
  std::vector<TableRef> from;  ///< several = united, same columns
  std::vector<Join> join;
  std::string where;  ///< SQL over source columns; empty = all rows
  std::map<std::string, std::string> columns;
  std::map<std::string, std::string> values;                        ///< canonical column -> constant text
  std::map<std::string, std::map<std::string, std::string>> codes;  ///< canonical column -> source value -> text shown
  std::map<std::string, KeyMap> keys;                               ///< customer_id, product_id, store_id -> map
  std::string id_space;  ///< ids of this mapping are apart from those of other mappings; empty = shared
  std::optional<Returns> returns;
  bool timestamps_utc = false;  ///< `times: utc`: zone-less source times are UTC; default local time of the shop
  std::string date_format;      ///< ymd | dmy | mdy; empty = ISO or declared type
  bool decimal_comma = false;   ///< `decimal_mark: comma`: in numbers that are text
};

/// Merged customers: a table of (old id, new id).
struct CustomerMerge {
  int line = 0;
  TableRef from;
  std::string old_id;
  std::string new_id;
};

/// Which source tables play which of the four entities.
struct Roles {
  std::vector<RoleMapping> transactions;  ///< at least one
  std::vector<RoleMapping> products;
  std::vector<RoleMapping> stores;
  std::vector<RoleMapping> customers;
  std::optional<CustomerMerge> merge;
};

/// The table of exchange rates to the reporting currency, with the names of its columns.
struct Rates {
  int line = 0;
  TableRef from;
  std::string date = "date";
  std::string currency = "currency";
  std::string rate = "rate";
};

/// One step of the customer tiers, the best first. Either every tier but the last has `top_permille` (increasing), or
/// every tier but the last has `min_amount` (decreasing).
struct Tier {
  std::string name;
  std::optional<int> top_permille;        ///< cumulative share from the top, 300 = 30 %
  std::optional<std::string> min_amount;  ///< decimal text
};

/// How customers are ranked into tiers.
struct Segmentation {
  std::vector<Tier> tiers;           ///< last one takes the rest (neither top nor min_amount)
  std::string measure = "monetary";  ///< monetary | frequency | recency
  std::optional<int> window_months;  ///< unset = all purchases
};

/// The shares above which a run stops before publishing, per relationship and per table.
struct Gates {
  int unmatched_permille = 10;
  int quarantine_permille = 10;
};

enum class PriceRule { kCharged, kList };
enum class AdjustmentRule { kQuarantine, kKeep };
enum class TaxRule { kUndeclared, kIncluded, kExcluded };
enum class Digits { kLatin, kArabic };

/// A checked project file (config/load_project.h makes it). Every text is as written, with ${NAME} replaced; defaults
/// are filled in.
struct Project {
  std::string name;
  std::string folder;  ///< absolute folder of assay.yaml
  std::string lake;    ///< absolute path of a local lake
  std::string engine = "duckdb";
  std::string as_of = "latest";  ///< latest | last_complete_day | yyyy-mm-dd
  std::vector<Source> sources;
  Roles roles;
  std::string currency;  ///< ISO code; empty = not declared (the report says so)
  std::optional<Rates> rates;
  std::string timezone = "UTC";
  int day_starts_minutes = 0;
  int week_starts_iso = 1;     ///< 1 = Monday ... 7 = Sunday
  int fiscal_year_starts = 1;  ///< month
  PriceRule price = PriceRule::kCharged;
  AdjustmentRule adjustments = AdjustmentRule::kQuarantine;
  TaxRule tax = TaxRule::kUndeclared;
  Digits digits = Digits::kLatin;  ///< of the pages in Arabic
  std::vector<std::string> non_goods;
  Segmentation segmentation;    ///< default: Gold top 30 %, Silver top 50 %, Bronze
  int history_month_ends = 13;  ///< 0 = off
  Gates gates;
  int threads = 0;           ///< 0 = all cores
  std::string memory_limit;  ///< such as "2GB"; empty = engine's default
  /// Lines of assay.yaml that still hold a `# CONFIRM`, as (line number, text without indentation): `check` lists them,
  /// `run` stops.
  std::vector<std::pair<int, std::string>> to_confirm;
};

}  // namespace assay::config
