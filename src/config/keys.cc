#include "config/keys.h"

#include <algorithm>

#include "base/check.h"

namespace assay::config {
namespace {

constexpr bool kRequired = true;

constexpr Key kProject[] = {
    {"project", "text", "", "Name of the project, shown on pages and exports.", "nile-retail", kRequired},
    {"lake", "folder", "./lake", "Where the Delta tables are kept, relative to assay.yaml.", "./lake"},
    {"engine", "duckdb", "duckdb", "Which engine runs the models.", "duckdb"},
    {"as_of", "latest | last_complete_day | yyyy-mm-dd", "latest",
     "Business date up to which customers are scored: that of the newest valid line, the last complete day, or a date.",
     "2025-03-31"},
    {"sources", "mapping: name to source", "", "The outside systems that are read.",
     "{shop: {type: files, path: data, tables: {sales: sales.csv}}}", kRequired},
    {"roles", "mapping", "", "Which source tables are the transactions, products, stores and customers.",
     "{transactions: {from: shop.sales}}", kRequired},
    {"currency", "3 capital letters", "not declared", "Reporting currency (ISO 4217) that every money figure names.",
     "EGP"},
    {"rates", "mapping", "none", "Table of exchange rates to the reporting currency.", "{from: finance.rates}"},
    {"timezone", "time zone", "UTC",
     "Time zone of the shop (IANA name), which decides the business date of an instant.", "Africa/Cairo"},
    {"day_starts", "\"HH:MM\"", "\"00:00\"", "Time at which a business day starts.", "\"04:00\""},
    {"week_starts", "day of the week", "monday", "First day of the week.", "sunday"},
    {"fiscal_year_starts", "month", "january", "First month of the fiscal year, as a name or 1 to 12.", "july"},
    {"price", "charged | list", "charged",
     "Whether a line counts what was charged, or quantity times the product's list price.", "charged"},
    {"adjustments", "quarantine | keep", "quarantine", "What happens to lines with a zero or negative price.", "keep"},
    {"tax", "included | excluded", "not declared", "Whether amounts hold tax; shown on pages.", "included"},
    {"digits", "latn | arab", "latn", "Digits of the Arabic pages: 0123456789 or ٠١٢٣٤٥٦٧٨٩.", "arab"},
    {"non_goods", "list of product ids", "none",
     "Products such as postage: in Total Sales, but not in product rankings and baskets.", "[POST, DOT]"},
    {"segmentation", "mapping", "Gold 30%, Silver 50%, Bronze", "Customer tiers.", "{measure: monetary}"},
    {"history", "mapping", "13 month ends", "How much history of segments is computed.", "{month_ends: 13}"},
    {"gates", "mapping", "1% each", "Shares above which a run stops before publishing.", "{unmatched: 1%}"},
    {"threads", "0 to 1024", "0", "Threads of the engine; 0 uses all cores.", "4"},
    {"memory_limit", "size", "the engine's own", "Most memory the engine may use.", "2GB"},
};

constexpr Key kFilesSource[] = {
    {"type", "files", "", "Kind of the source.", "files", kRequired},
    {"path", "folder", ".", "Folder of the files, relative to assay.yaml.", "data"},
    {"tables", "list of tables | mapping: name to glob or table", "", "The tables, each a set of files.",
     "{lines: \"by-day/*.csv\"}", kRequired},
};

constexpr Key kFilesTable[] = {
    {"name", "text", "the key, in a mapping", "Name of the table.", "lines"},
    {"files", "glob | list of globs", "", "The files, below the source's path.", "\"by-day/*.csv\"", kRequired},
    {"format", "csv | json | parquet", "from the file names", "Format of the files; json is also newline-delimited.",
     "csv"},
    {"delimiter", "one character | tab", "found out", "What separates the columns of a CSV file.", "\";\""},
    {"quote", "one character", "found out", "What encloses CSV values that hold a delimiter.", "\"'\""},
    {"header", "true | false", "true", "Whether the first line of a CSV file names the columns.", "false"},
    {"key", "column | list of columns", "none", "Columns that identify a row.", "line_id"},
    {"cursor", "column", "none", "Column that only grows; newest wins among rows of one key.", "updated_at"},
    {"pii", "column | list of columns", "none",
     "Columns with personal data, masked in messages, examples and previews.", "[email, phone]"},
    {"contract", "evolve | freeze", "evolve", "Whether a new column is added or stops the run.", "freeze"},
};

constexpr Key kOdbcSource[] = {
    {"type", "odbc", "", "Kind of the source.", "odbc", kRequired},
    {"connection", "text", "", "ODBC connection string; keep it in .env.", "\"${SHOP_ODBC}\"", kRequired},
    {"tables", "list of names or tables | mapping: name to table", "", "The tables to read.", "[dbo.transactions]",
     kRequired},
};

constexpr Key kOdbcTable[] = {
    {"name", "text", "the key, in a mapping", "Name of the table, with its schema.", "dbo.transactions"},
    {"query", "SELECT", "the table itself", "Query that is read in place of the table.",
     "\"SELECT * FROM dbo.sales WHERE void = 0\""},
    {"key", "column | list of columns", "none", "Columns that identify a row.", "[order_id, line]"},
    {"cursor", "column", "none: all rows are read", "Column that only grows; a run reads what is new by it.",
     "updated_at"},
    {"pii", "column | list of columns", "none",
     "Columns with personal data, masked in messages, examples and previews.", "email"},
    {"contract", "evolve | freeze", "evolve", "Whether a new column is added or stops the run.", "freeze"},
};

constexpr Key kRestSource[] = {
    {"type", "rest", "", "Kind of the source.", "rest", kRequired},
    {"client", "mapping", "", "What all resources share.", "{base_url: \"${CRM_URL}\"}", kRequired},
    {"resources", "list of names or resources | mapping: name to path or resource", "",
     "The resources to read, each one table.", "[customers]", kRequired},
};

constexpr Key kClient[] = {
    {"base_url", "URL", "", "Address that the paths of the resources follow.", "https://crm.example.com/v1", kRequired},
    {"auth", "mapping", "none", "How the client proves who it is.", "{type: bearer, token: \"${CRM_TOKEN}\"}"},
    {"paginator", "single_page | mapping", "single_page", "How pages are asked for.",
     "{type: page_number, total_path: pages}"},
    {"headers", "mapping: header to text", "none", "Headers of every request.", "{Accept: application/json}"},
    {"timeout", "1 to 3600", "60", "Seconds to wait for an answer.", "30"},
    {"max_attempts", "1 to 100", "6", "How often a request is tried before the run stops.", "3"},
};

constexpr Key kAuth[] = {
    {"type", "bearer | api_key | http_basic", "", "Kind of proof.", "bearer", kRequired},
    {"token", "text", "", "bearer: the token; keep it in .env.", "\"${CRM_TOKEN}\""},
    {"api_key", "text", "", "api_key: the key; keep it in .env.", "\"${CRM_KEY}\""},
    {"name", "text", "Authorization", "api_key: name of the header or query parameter.", "X-Api-Key"},
    {"location", "header | query", "header", "api_key: where the key is sent.", "query"},
    {"username", "text", "", "http_basic: the user.", "assay"},
    {"password", "text", "", "http_basic: the password; keep it in .env.", "\"${CRM_PASSWORD}\""},
};

constexpr Key kPaginator[] = {
    {"type", "single_page | page_number", "", "Kind of paging.", "page_number", kRequired},
    {"page_param", "text", "page", "Query parameter that holds the page number.", "page"},
    {"base_page", "0 to 1000000", "1", "Number of the first page.", "0"},
    {"total_path", "dotted path", "until an empty page", "Where the answer holds the number of pages.", "meta.pages"},
    {"maximum_page", "0 to 1000000000", "none", "Last page to ask for.", "100"},
};

constexpr Key kResource[] = {
    {"name", "text", "the key, in a mapping", "Name of the table.", "customers"},
    {"endpoint", "path | mapping", "the name as path", "Where the resource is.",
     "{path: customers, data_selector: data}"},
    {"key", "column | list of columns", "none", "Columns that identify a row.", "customer_id"},
    {"cursor", "column", "none: all rows are read", "Column that only grows; newest wins among rows of one key.",
     "updated_at"},
    {"pii", "column | list of columns", "none",
     "Columns with personal data, masked in messages, examples and previews.", "[email, phone]"},
    {"contract", "evolve | freeze", "evolve", "Whether a new column is added or stops the run.", "freeze"},
};

constexpr Key kEndpoint[] = {
    {"path", "text", "the name", "Path below base_url.", "customers"},
    {"params", "mapping: name to text", "none", "Query parameters.", "{limit: 500}"},
    {"data_selector", "dotted path", "the answer, or its only list", "Where the answer holds the list of rows.",
     "data.items"},
    {"paginator", "single_page | mapping", "the client's", "How pages are asked for.", "{type: page_number}"},
};

constexpr Key kRoles[] = {
    {"transactions", "mapping | list of mappings", "", "Transaction lines.", "{from: shop.sales}", kRequired},
    {"products", "mapping | list of mappings", "none", "Products.", "{from: shop.products}"},
    {"stores", "mapping | list of mappings", "none", "Stores.", "{from: shop.stores}"},
    {"customers", "mapping | list of mappings", "none", "Customers.", "{from: crm.customers}"},
    {"merge", "mapping", "none", "Customers that are one person; may also stand in roles.customers.",
     "{from: crm.merged, columns: [old_id, new_id]}"},
};

constexpr Key kRole[] = {
    {"from", "table | list of tables", "", "Source tables as source.table; several are united.", "shop.order_detail"},
    {"join", "join | list of joins", "none", "Tables looked up for each row.",
     "[{table: shop.order_header, on: order_id}]"},
    {"where", "SQL condition", "all rows", "Which rows count, in SQL over source columns.", "\"status = 'paid'\""},
    {"columns", "mapping: our column to source column", "by name", "Where our columns come from.",
     "{date: OrderDate, amount: LineTotal}"},
    {"values", "mapping: our column to text", "none", "Columns with one constant value.", "{store_id: web}"},
    {"codes", "mapping: our column to (code to text)", "none", "What the codes of a column mean.",
     "{payment: {C: Cash, V: Card}}"},
    {"id_space", "text", "shared", "Name that keeps the ids of this mapping apart from those of other mappings.",
     "web"},
    {"times", "local | utc", "local", "What source times without a zone mean.", "utc"},
    {"date_format", "ymd | dmy | mdy", "ISO, or the declared type",
     "Order of day, month and year in dates that are text.", "dmy"},
    {"decimal_mark", "point | comma", "point",
     "What stands before the decimals of numbers that are text. With a comma, points may part thousands: 1.234,50.",
     "comma"},
};

constexpr Key kTransactions[] = {
    {"keys", "mapping: customer_id, product_id or store_id to key", "as they are",
     "How keys of transactions become keys of their entity.", "{customer_id: {map: {offset: 900}}}"},
    {"returns", "mapping", "negative quantities", "Which lines are returns.", "{where: \"type = 'R'\"}"},
};

constexpr Key kCustomers[] = {
    {"merge", "mapping", "none", "Customers that are one person.", "{from: crm.merged, columns: [old_id, new_id]}"},
};

constexpr Key kJoin[] = {
    {"table", "table", "", "Table that is looked up.", "shop.order_header", kRequired},
    {"on", "column | list of columns | mapping: left to right", "", "Columns that must be equal.", "order_id",
     kRequired},
};

constexpr Key kRoleKey[] = {
    {"map", "mapping", "", "Steps from the transaction's key to the entity's.", "{offset: 900}", kRequired},
};

constexpr Key kKeyMap[] = {
    {"trim", "true | false", "false", "Remove spaces at both ends.", "true"},
    {"strip_prefix", "text", "none", "Removed from the start.", "C-"},
    {"strip_zeros", "true | false", "false", "Remove leading zeros.", "true"},
    {"offset", "whole number", "none", "Added to integer keys.", "900"},
    {"ignore_case", "true | false", "false", "Compare both sides in lower case.", "true"},
    {"add_prefix", "text", "none", "Put before the key.", "EG"},
};

constexpr Key kReturns[] = {
    {"where", "SQL condition", "", "Rows of the mapping that are returns.", "\"type = 'R'\""},
    {"from", "table", "", "A table of returns of its own.", "shop.returns"},
    {"columns", "mapping: our column to source column", "by name", "With from: where our columns come from.",
     "{amount: refund}"},
    {"amount", "column", "", "Column of the sale's own line with the money given back.", "refunded"},
};

constexpr Key kMerge[] = {
    {"from", "table", "", "Table of old and new ids.", "crm.merged", kRequired},
    {"columns", "[old id, new id]", "[old_id, new_id]", "Its two columns.", "[duplicate, original]"},
};

constexpr Key kRates[] = {
    {"from", "table", "", "Table of rates.", "finance.rates", kRequired},
    {"date", "column", "date", "Its column with the date.", "day"},
    {"currency", "column", "currency", "Its column with the currency.", "iso_code"},
    {"rate", "column", "rate", "Its column with the rate to the reporting currency.", "to_egp"},
};

constexpr Key kSegmentation[] = {
    {"tiers", "list of tiers", "Gold 30%, Silver 50%, Bronze", "The tiers, best first; the last takes the rest.",
     "[{name: Gold, top: 30%}, {name: Silver, top: 50%}, {name: Bronze}]"},
    {"measure", "monetary | frequency | recency", "monetary", "What customers are ranked by.", "monetary"},
    {"window", "all | \"N months\"", "all", "Which purchases count, back from as-of.", "\"12 months\""},
};

constexpr Key kTier[] = {
    {"name", "text", "", "Name of the tier.", "Gold", kRequired},
    {"top", "percentage", "", "Share of customers from the top, those of better tiers included.", "30%"},
    {"min_amount", "amount", "", "In place of top: least amount of the measure.", "10000"},
};

constexpr Key kHistory[] = {
    {"month_ends", "0 to 120", "13", "Month ends for which segments are computed; 0 turns it off.", "13"},
};

constexpr Key kGates[] = {
    {"unmatched", "percentage", "1%", "Most keys, or money, that may lack their entity, per relationship.", "2%"},
    {"quarantine", "percentage", "1%", "Most rows, or money, that may be held back, per table.", "0.5%"},
};

constexpr KeyGroup kGroups[] = {
    {"", "The project", "Keys at the top of the file.", kProject},
    {"sources.<files>", "A source of files", "CSV, JSON or Parquet files in a folder.", kFilesSource},
    {"sources.<files>.tables[]", "A table of files",
     "In the short form `tables: {lines: \"by-day/*.csv\"}` only `files` is given.", kFilesTable},
    {"sources.<odbc>", "A database", "Whatever has an ODBC driver: SQL Server, PostgreSQL, MariaDB, SQLite.",
     kOdbcSource},
    {"sources.<odbc>.tables[]", "A table of a database", "A plain name stands for a table without options.",
     kOdbcTable},
    {"sources.<rest>", "A REST API", "An HTTP API that answers in JSON.", kRestSource},
    {"sources.<rest>.client", "The client of a REST API", "", kClient},
    {"sources.<rest>.client.auth", "Authentication", "Which keys are needed depends on the type.", kAuth},
    {"sources.<rest>.paginator", "Paging", "Stands in a client, or in an endpoint that differs from it.", kPaginator},
    {"sources.<rest>.resources[]", "A resource", "A plain name stands for a resource without options.", kResource},
    {"sources.<rest>.endpoint", "The endpoint of a resource", "", kEndpoint},
    {"roles", "Roles", "Only transactions are required; pages adapt to what is missing.", kRoles},
    {"roles.<entity>", "A role", "For transactions, products, stores and customers alike.", kRole},
    {"roles.transactions", "More keys of transactions", "", kTransactions},
    {"roles.customers", "More keys of customers", "", kCustomers},
    {"roles.<entity>.join[]", "A join", "", kJoin},
    {"roles.transactions.keys.<key>", "A key of transactions", "", kRoleKey},
    {"roles.transactions.keys.<key>.map", "How a key is mapped", "Steps are taken in this order.", kKeyMap},
    {"roles.transactions.returns", "Returns", "One of `where`, `from` and `amount`.", kReturns},
    {"roles.merge", "Merged customers", "Chains are followed; cycles stop the run.", kMerge},
    {"rates", "Exchange rates", "", kRates},
    {"segmentation", "Segmentation", "", kSegmentation},
    {"segmentation.tiers[]", "A tier",
     "Every tier but the last has `top`, increasing, or every one has `min_amount`, decreasing.", kTier},
    {"history", "History", "", kHistory},
    {"gates", "Gates", "A run warns above 0 and stops above these.", kGates},
};

}  // namespace

std::span<const KeyGroup> KeyGroups() { return kGroups; }

std::span<const Key> KeysOf(std::string_view path) {
  const auto group = std::ranges::find(kGroups, path, &KeyGroup::path);
  CHECK(group != std::ranges::end(kGroups));
  return group->keys;
}

}  // namespace assay::config
