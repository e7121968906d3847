#include <gtest/gtest.h>

#include "config/config_fixture.h"

namespace assay::config {
namespace {

struct Mistake {
  std::string_view text;
  std::string_view message;
  ErrorKind kind = ErrorKind::kInvalidInput;
};

void ExpectMistake(const std::string& text, const Mistake& mistake) {
  const auto project = Parse(text);
  ASSERT_FALSE(project) << text;
  EXPECT_EQ(project.error().message, mistake.message) << text;
  EXPECT_EQ(project.error().kind, mistake.kind) << text;
}

// Keys added below the smallest project: they stand at line 4.
TEST(Mistakes, InTheProject) {
  const Mistake mistakes[] = {
      {"curency: EGP", "assay.yaml:4: Cannot use key 'curency': unknown in the project file; did you mean 'currency'?"},
      {"currency: egp",
       "assay.yaml:4: Cannot read currency: expected three capital letters (ISO 4217) such as EGP, got 'egp'"},
      {"currency:", "assay.yaml:4: Cannot read currency: expected text, got nothing"},
      {"currency: ''",
       "assay.yaml:4: Cannot read currency: expected text, got empty text; write a value or remove the key"},
      {"currency: ${EMPTY}",
       "assay.yaml:4: Cannot read currency: expected text, got ${EMPTY}, which is empty; give it a value in the "
       "environment or in .env"},
      {"currency: ${NOPE_NAME}",
       "assay.yaml:4: Cannot read currency: ${NOPE_NAME} is not defined; set it in the environment or in .env"},
      {"currency: ${DOT_ENV_ONYL}",
       "assay.yaml:4: Cannot read currency: ${DOT_ENV_ONYL} is not defined; set it in the environment or in .env; did "
       "you mean 'DOT_ENV_ONLY'?"},
      {"price: lsit", "assay.yaml:4: Cannot read price: expected charged | list, got 'lsit'; did you mean 'list'?"},
      {"digits: roman", "assay.yaml:4: Cannot read digits: expected latn | arab, got 'roman'"},
      {"tax: [included]", "assay.yaml:4: Cannot read tax: expected text, got a list"},
      {"as_of: 2023-02-29",
       "assay.yaml:4: Cannot read as_of: expected latest, last_complete_day or a date of the calendar as yyyy-mm-dd, "
       "got '2023-02-29'"},
      {"as_of: yesterday",
       "assay.yaml:4: Cannot read as_of: expected latest, last_complete_day or a date of the calendar as yyyy-mm-dd, "
       "got 'yesterday'"},
      {"day_starts: 4am",
       "assay.yaml:4: Cannot read day_starts: expected a time from \"00:00\" to \"23:59\", got '4am'"},
      {"week_starts: someday",
       "assay.yaml:4: Cannot read week_starts: expected a day of the week such as monday, got 'someday'"},
      {"fiscal_year_starts: 13",
       "assay.yaml:4: Cannot read fiscal_year_starts: expected a month as a name or 1 to 12, got '13'"},
      {"timezone: Cairo time",
       "assay.yaml:4: Cannot read timezone: expected a time zone such as Africa/Cairo or UTC, got 'Cairo time'"},
      {"threads: 1.5", "assay.yaml:4: Cannot read threads: expected a whole number from 0 to 1024, got '1.5'"},
      {"threads: {n: 2}", "assay.yaml:4: Cannot read threads: expected a whole number from 0 to 1024, got a mapping"},
      {"memory_limit: lots",
       "assay.yaml:4: Cannot read memory_limit: expected a size such as 2GB or 512MB, got 'lots'"},
      {"gates: {unmatched: 1}",
       "assay.yaml:4: Cannot read gates.unmatched: expected a percentage such as 1%, in steps of 0.1%, got '1'"},
      {"gates: strict", "assay.yaml:4: Cannot read gates: expected a mapping (key: value), got 'strict'"},
      {"history: {month_end: 3}",
       "assay.yaml:4: Cannot use key 'month_end': unknown in history; did you mean 'month_ends'?"},
      {"non_goods: []", "assay.yaml:4: Cannot read non_goods: expected at least one item, got an empty list"},
      {"rates: {from: shop.products}",
       "assay.yaml:4: Cannot read rates: rates convert to the reporting currency; add currency: with its three "
       "letters, such as EGP"},
      {"engine: spark", "assay.yaml:4: Cannot read engine: 'spark' is not available in this build yet; use duckdb",
       ErrorKind::kUnsupported},
      {"engine: {spark: \"sc://host\"}",
       "assay.yaml:4: Cannot read engine: engine spark is not available in this build yet; use engine: duckdb",
       ErrorKind::kUnsupported},
      {"engine: duckbd", "assay.yaml:4: Cannot read engine: expected duckdb, got 'duckbd'; did you mean 'duckdb'?"},
      {"lake: az://account/container",
       "assay.yaml:4: Cannot read lake: az:// storage is not available in this build yet; use a local folder such as "
       "./lake",
       ErrorKind::kUnsupported},
      {"zzz: 1\nlake: az://a/b",
       "assay.yaml:4: Cannot use key 'zzz': unknown in the project file; known there: project, lake, engine, as_of, "
       "sources, roles, currency, "
       "rates, timezone, day_starts, week_starts, fiscal_year_starts, price, adjustments, tax, digits, non_goods, "
       "segmentation, history, gates, threads, "
       "memory_limit\n"
       "assay.yaml:5: Cannot read lake: az:// storage is not available in this build yet; use a local folder such as "
       "./lake"},
  };
  for (const Mistake& mistake : mistakes) ExpectMistake(fmt::format("{}{}\n", kSmallest, mistake.text), mistake);
}

// The text stands for the list of tiers, on line 4.
TEST(Mistakes, InTiers) {
  const Mistake mistakes[] = {
      {"[{name: G, top: 50%}, {name: S, top: 30%}, {name: B}]",
       "assay.yaml:4: Cannot read segmentation.tiers[1]: expected a larger share than the 50% of G, since shares count "
       "from the top, got 30%; "
       "write the share of S and better tiers together"},
      {"[{name: G, top: 30}, {name: B}]",
       "assay.yaml:4: Cannot read segmentation.tiers[0].top: expected a percentage between 0% and 100% such as 30%, in "
       "steps of 0.1%, got '30'"},
      {"[{name: G, top: 100%}, {name: B}]",
       "assay.yaml:4: Cannot read segmentation.tiers[0].top: expected a percentage between 0% and 100% such as 30%, in "
       "steps of 0.1%, got '100%'"},
      {"[{name: G, top: 30%}, {name: B, top: 100%}]",
       "assay.yaml:4: Cannot read segmentation.tiers[1].top: the last tier takes the rest; remove it here, or add a "
       "tier below"},
      {"[{name: G}, {name: B}]",
       "assay.yaml:4: Cannot read segmentation.tiers[0]: expected top or min_amount, one of them; add it, since only "
       "the last tier takes the rest"},
      {"[{name: G, top: 30%, min_amount: 5}, {name: B}]",
       "assay.yaml:4: Cannot read segmentation.tiers[0]: expected top or min_amount, one of them; add it, since only "
       "the last tier takes the rest"},
      {"[{name: G, top: 30%}, {name: G}]",
       "assay.yaml:4: Cannot read segmentation.tiers[1]: tier 'G' already stands above; names must differ"},
      {"[{name: G, min_amount: 10}, {name: S, min_amount: 10.0}, {name: B}]",
       "assay.yaml:4: Cannot read segmentation.tiers[1]: expected a smaller min_amount than the 10 of G, got 10.0"},
      {"[{name: G, top: 30%}, {name: S, min_amount: 10}, {name: B}]",
       "assay.yaml:4: Cannot read segmentation.tiers[1]: expected the same kind of limit as G; use top for all tiers, "
       "or min_amount for all"},
      {"[{name: G, min_amount: -3}, {name: B}]",
       "assay.yaml:4: Cannot read segmentation.tiers[0].min_amount: expected a positive amount with up to 4 decimals "
       "such as 10000, got '-3'"},
      {"[{top: 30%}, {name: B}]",
       "assay.yaml:4: Cannot read segmentation.tiers[0]: expected key 'name', got none; add name: Gold"},
      {"{Gold: 30%}",
       "assay.yaml:4: Cannot read segmentation.tiers: expected a list of tiers, got a mapping; write [{name: Gold, "
       "top: 30%}, {name: Bronze}]"},
      {"[Gold]", "assay.yaml:4: Cannot read segmentation.tiers[0]: expected a mapping (key: value), got 'Gold'"},
      {"[{name: G, min_amount: 10}, {name: B}], measure: recency",
       "assay.yaml:4: Cannot read segmentation.measure: min_amount is money; expected measure monetary, or tiers with "
       "top"},
      {"[{name: B}], window: 12",
       "assay.yaml:4: Cannot read segmentation.window: expected all, or a number of months such as \"12 months\", got "
       "'12'"},
  };
  for (const Mistake& mistake : mistakes)
    ExpectMistake(fmt::format("{}segmentation: {{tiers: {}}}\n", kSmallest, mistake.text), mistake);
}

// The text stands for the source named shop, from line 3 on.
TEST(Mistakes, InSources) {
  const Mistake mistakes[] = {
      {"{tables: {sales: a.csv}}",
       "assay.yaml:3: Cannot read sources.shop: expected a source with its type, got a mapping; add type: files, odbc "
       "or rest"},
      {"{type: file, tables: {sales: a.csv}}",
       "assay.yaml:3: Cannot read sources.shop.type: expected files | odbc | rest, got 'file'; did you mean 'files'?"},
      {"data", "assay.yaml:3: Cannot read sources.shop: expected a mapping with type, tables and more, got 'data'"},
      {"{type: files}",
       "assay.yaml:3: Cannot read sources.shop: expected key 'tables', got none; add tables: {lines: "
       "\"by-day/*.csv\"}"},
      {"{type: files, conection: x, tables: {sales: a.csv}}",
       "assay.yaml:3: Cannot use key 'conection': unknown in sources.shop; known there: type, path, tables"},
      {"{type: odbc, tables: [sales]}",
       "assay.yaml:3: Cannot read sources.shop: expected key 'connection', got none; add connection: \"${SHOP_ODBC}\""},
      {"{type: odbc, connection: x, tables: [sales, sales]}",
       "assay.yaml:3: Cannot read sources.shop.tables: table 'sales' already stands at line 3; names must differ"},
      {"{type: odbc, connection: x, tables: {sales: other}}",
       "assay.yaml:3: Cannot read sources.shop.tables.sales: expected a mapping (key: value), got 'other'"},
      {"{type: odbc, connection: x, tables: [sales, {key: id}]}",
       "assay.yaml:3: Cannot read sources.shop.tables[1]: expected key 'name', got none; add name: dbo.transactions"},
      {"{type: odbc, connection: x, tables: [sales, ../up]}",
       "assay.yaml:3: Cannot read sources.shop.tables: expected a table name without '/' that does not start with '.', "
       "got '../up'; choose another "
       "name"},
      {"{type: files, tables: [{name: sales}]}",
       "assay.yaml:3: Cannot read sources.shop.tables[0]: expected key 'files', got none; add files: \"by-day/*.csv\""},
      {"{type: files, tables: {sales: {name: x, files: a}}}",
       "assay.yaml:3: Cannot read sources.shop.tables.sales.name: the table already has its name from the key; remove "
       "this one"},
      {"{type: files, tables: {sales: {files: a, format: xlsx}}}",
       "assay.yaml:3: Cannot read sources.shop.tables.sales.format: 'xlsx' is not available in this build yet; use csv "
       "| json | parquet | ndjson",
       ErrorKind::kUnsupported},
      {"{type: files, tables: {sales: {files: a, contract: discard_row}}}",
       "assay.yaml:3: Cannot read sources.shop.tables.sales.contract: 'discard_row' is not available in this build "
       "yet; use evolve | freeze",
       ErrorKind::kUnsupported},
      {"{type: files, tables: {sales: {files: a, delimiter: ';;'}}}",
       "assay.yaml:3: Cannot read sources.shop.tables.sales.delimiter: expected one ASCII character, or tab, got ';;'"},
      {"{type: files, tables: {sales: {files: a, format: parquet, header: no}}}",
       "assay.yaml:3: Cannot read sources.shop.tables.sales.header: expected true | false, got 'no'\n"
       "assay.yaml:3: Cannot read sources.shop.tables.sales.header: it belongs to CSV files only; remove it, or set "
       "format: csv"},
      {"{type: rest, resources: [sales], client: {base_url: crm}}",
       "assay.yaml:3: Cannot read sources.shop.client.base_url: expected a URL that starts with https:// or http://, "
       "got 'crm'"},
      {"{type: rest, resources: [sales], client: {base_url: \"http://x\", auth: {type: bearer}}}",
       "assay.yaml:3: Cannot read sources.shop.client.auth: expected key 'token', got none; add token: "
       "\"${CRM_TOKEN}\""},
      {"{type: rest, resources: [sales], client: {base_url: \"http://x\", auth: {type: bearer, token: abcd, name: X}}}",
       "assay.yaml:3: Cannot read sources.shop.client.auth.name: it does not belong to type bearer; remove it"},
      {"{type: rest, resources: [sales], client: {base_url: \"http://x\", paginator: cursor}}",
       "assay.yaml:3: Cannot read sources.shop.client.paginator: 'cursor' is not available in this build yet; use "
       "single_page | page_number",
       ErrorKind::kUnsupported},
      {"{type: rest, resources: [sales], client: {base_url: \"http://x\", headers: {A: \"b\\nc\"}}}",
       "assay.yaml:3: Cannot read sources.shop.client.headers.A: expected a header of one line, got a line break or "
       "control character"},
      {"{type: files, tables: {sales: a}}\n  shop: {type: files, tables: {sales: b}}",
       "assay.yaml:4: Cannot use key 'shop' twice: it already stands at line 3; keep one of them"},
      {"{type: files, tables: {sales: a}}\n  sh.op: {type: files, tables: {sales: b}}",
       "assay.yaml:4: Cannot read sources.sh.op: expected a source name of letters, digits, '_' and '-'; choose "
       "another name"},
  };
  for (const Mistake& mistake : mistakes) {
    ExpectMistake(
        fmt::format("project: t\nsources:\n  shop: {}\nroles: {{transactions: {{from: shop.sales}}}}\n", mistake.text),
        mistake);
  }
}

// The text stands for all roles, on line 3.
TEST(Mistakes, InRoles) {
  const Mistake mistakes[] = {
      {"{products: {from: shop.products}}",
       "assay.yaml:3: Cannot read roles: expected key 'transactions', got none; add transactions: {from: shop.sales}"},
      {"{transactions: {}}",
       "assay.yaml:3: Cannot read roles.transactions: expected key 'from', got none; add from: shop.order_detail"},
      {"{transactions: {from: shop.slaes}}",
       "assay.yaml:3: Cannot read roles.transactions.from: expected a declared table as source.table, got "
       "'shop.slaes'; did you mean 'shop.sales'?"},
      {"{transactions: {from: shp.sales}}",
       "assay.yaml:3: Cannot read roles.transactions.from: expected a declared table as source.table, got 'shp.sales'; "
       "did you mean 'shop.sales'?"},
      {"{transactions: {from: dbo.stores}}",
       "assay.yaml:3: Cannot read roles.transactions.from: expected a declared table as source.table, got "
       "'dbo.stores'; did you mean "
       "'shop.dbo.stores'?"},
      {"{transactions: {from: warehouse}}",
       "assay.yaml:3: Cannot read roles.transactions.from: expected a declared table as source.table, got 'warehouse'; "
       "declared: shop.sales, "
       "shop.products, shop.dbo.stores"},
      {"{transaction: {from: shop.sales}}",
       "assay.yaml:3: Cannot use key 'transaction': unknown in roles; did you mean 'transactions'?\n"
       "assay.yaml:3: Cannot read roles: expected key 'transactions', got none; add transactions: {from: shop.sales}"},
      {"{transactions: {from: shop.sales, keys: {customer: {map: {offset: 1}}}}}",
       "assay.yaml:3: Cannot read roles.transactions.keys.customer: expected customer_id, product_id or store_id, got "
       "'customer'; did you mean "
       "'customer_id'?"},
      {"{transactions: {from: shop.sales, keys: {customer_id: {map: {offset: x, trim: yes}}}}}",
       "assay.yaml:3: Cannot read roles.transactions.keys.customer_id.map.offset: expected a whole number from "
       "-4611686018427387903 to "
       "4611686018427387903, got 'x'\n"
       "assay.yaml:3: Cannot read roles.transactions.keys.customer_id.map.trim: expected true | false, got 'yes'"},
      {"{transactions: {from: shop.sales}, stores: {from: shop.dbo.stores, keys: {store_id: {map: {trim: true}}}}}",
       "assay.yaml:3: Cannot use key 'keys': unknown in roles.stores; known there: from, join, where, columns, values, "
       "codes, id_space, times, "
       "date_format, decimal_mark"},
      {"{transactions: {from: shop.sales, returns: {where: a, amount: b}}}",
       "assay.yaml:3: Cannot read roles.transactions.returns: expected exactly one of where, from and amount; keep the "
       "one that tells returns in "
       "this source"},
      {"{transactions: {from: shop.sales, join: {table: shop.products}}}",
       "assay.yaml:3: Cannot read roles.transactions.join: expected key 'on', got none; add on: order_id"},
      {"{transactions: {from: shop.sales, columns: {date: d}, values: {date: x}}}",
       "assay.yaml:3: Cannot read roles.transactions: 'date' has both a source column and a constant value; keep one"},
      {"{transactions: {from: shop.sales, codes: {payment: C}}}",
       "assay.yaml:3: Cannot read roles.transactions.codes.payment: expected a mapping of codes to texts, got 'C'"},
      {"{transactions: {from: shop.sales}, merge: {from: shop.products, columns: [a]}}",
       "assay.yaml:3: Cannot read roles.merge.columns: expected two columns as [old id, new id]"},
      {"{transactions: {from: shop.sales}, merge: {from: shop.products}, customers: {merge: {from: shop.products}}}",
       "assay.yaml:3: Cannot read roles.customers.merge: customers.merge already stands at line 3; keep one"},
      {"{transactions: [{from: shop.sales}, {form: shop.sales}]}",
       "assay.yaml:3: Cannot use key 'form': unknown in roles.transactions[1]; did you mean 'from'?\n"
       "assay.yaml:3: Cannot read roles.transactions[1]: expected key 'from', got none; add from: shop.order_detail"},
  };
  for (const Mistake& mistake : mistakes) {
    const std::string smallest(kSmallest);
    ExpectMistake(smallest.substr(0, smallest.find("roles:")) + fmt::format("roles: {}\n", mistake.text), mistake);
  }
}

}  // namespace
}  // namespace assay::config
