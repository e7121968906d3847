#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "config/config_fixture.h"

namespace assay::config {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;
using testing::StartsWith;
using testing::UnorderedElementsAre;

TEST(YamlForms, TablesAsListOrMapping) {
  const auto project = Parse(R"(project: t
sources:
  shop:
    type: files
    path: data/../raw
    tables:
      transactions: "dbo.transactions.parquet"
      lines: ["by-day/*.csv", more.csv]
      stock: {files: s.txt, format: csv, delimiter: tab, quote: "'", header: false, key: [a, b], pii: email, contract: freeze}
  api:
    type: rest
    client:
      base_url: https://x
      auth: {type: api_key, api_key: secret-key, name: X-Key, location: query}
      paginator: {type: page_number, page_param: p, base_page: 0, total_path: meta.pages, maximum_page: 9}
      headers: {Accept: application/json}
      timeout: 5
      max_attempts: 2
    resources:
      customers: v1/customers
      orders: {endpoint: {path: o, params: {limit: 5}, data_selector: d, paginator: single_page}, cursor: c}
      plain: {}
roles: {transactions: {from: shop.lines}}
)");
  ASSERT_TRUE(project) << project.error().message;
  const Source& shop = project->sources[0];
  EXPECT_EQ(shop.path, "/shop/raw");
  EXPECT_THAT(shop.tables[0].files, ElementsAre("dbo.transactions.parquet"));
  EXPECT_THAT(shop.tables[1].files, ElementsAre("by-day/*.csv", "more.csv"));
  const SourceTable& stock = shop.tables[2];
  EXPECT_EQ(stock.format, FileFormat::kCsv);
  EXPECT_EQ(stock.csv.delimiter, '\t');
  EXPECT_EQ(stock.csv.quote, '\'');
  EXPECT_FALSE(stock.csv.has_header);
  EXPECT_THAT(stock.key, ElementsAre("a", "b"));
  EXPECT_THAT(stock.pii, ElementsAre("email"));
  EXPECT_EQ(stock.contract, SchemaContract::kFreeze);
  EXPECT_EQ(stock.line, 9);
  const Source& api = project->sources[1];
  EXPECT_EQ(api.rest.auth.token, "secret-key");
  EXPECT_EQ(api.rest.auth.location, "query");
  EXPECT_EQ(api.rest.paginator.kind, Paginator::Kind::kPageNumber);
  EXPECT_EQ(api.rest.paginator.base_page, 0);
  EXPECT_EQ(api.rest.paginator.maximum_page, 9);
  EXPECT_EQ(api.rest.timeout_s, 5);
  EXPECT_THAT(api.rest.headers, ElementsAre(Pair("Accept", "application/json")));
  EXPECT_EQ(api.tables[0].path, "v1/customers");
  EXPECT_EQ(api.tables[1].params.at("limit"), "5");
  EXPECT_EQ(api.tables[1].paginator->kind, Paginator::Kind::kSinglePage);
  EXPECT_EQ(api.tables[2].path, "plain");
  EXPECT_FALSE(api.tables[2].paginator);
}

TEST(YamlForms, RolesWithEverything) {
  const auto project = Parse(R"(project: t
sources:
  shop: {type: odbc, connection: x, tables: [order_detail, order_header, refunds, a.b.c, merged]}
roles:
  transactions:
    - from: [shop.order_detail, shop.a.b.c]
      join: [{table: shop.order_header, on: order_id}, {table: shop.refunds, on: {left_id: right_id}}, {table: shop.refunds, on: [x, y]}]
      where: "status = 'paid'"
      columns: {date: OrderDate, amount: LineTotal}
      values: {store_id: web, note: ""}
      codes: {payment: {C: Cash, V: Card}}
      keys:
        customer_id: {map: {strip_prefix: C-, add_prefix: EG, trim: true, strip_zeros: true, ignore_case: true}}
        store_id: {map: {offset: -5}}
      id_space: web
      times: utc
      date_format: dmy
      decimal_mark: comma
      returns: {from: shop.refunds, columns: {amount: back}}
    - {from: shop.refunds, returns: {where: "x < 0"}}
    - {from: shop.refunds, returns: {amount: refunded}}
  customers: {merge: {from: shop.merged, columns: [dup, orig]}}
)");
  ASSERT_TRUE(project) << project.error().message;
  ASSERT_EQ(project->roles.transactions.size(), 3U);
  const RoleMapping& lines = project->roles.transactions[0];
  EXPECT_THAT(lines.from, ElementsAre(TableRef{"shop", "order_detail"}, TableRef{"shop", "a.b.c"}));
  ASSERT_EQ(lines.join.size(), 3U);
  EXPECT_THAT(lines.join[0].on, ElementsAre(Pair("order_id", "order_id")));
  EXPECT_THAT(lines.join[1].on, ElementsAre(Pair("left_id", "right_id")));
  EXPECT_THAT(lines.join[2].on, ElementsAre(Pair("x", "x"), Pair("y", "y")));
  EXPECT_THAT(lines.columns, UnorderedElementsAre(Pair("date", "OrderDate"), Pair("amount", "LineTotal")));
  EXPECT_EQ(lines.values.at("note"), "");
  EXPECT_EQ(lines.codes.at("payment").at("V"), "Card");
  const KeyMap& customer = lines.keys.at("customer_id");
  EXPECT_EQ(customer.strip_prefix, "C-");
  EXPECT_EQ(customer.add_prefix, "EG");
  EXPECT_TRUE(customer.trim && customer.strip_zeros && customer.ignore_case);
  EXPECT_EQ(lines.keys.at("store_id").offset, -5);
  EXPECT_TRUE(lines.timestamps_utc);
  EXPECT_EQ(lines.date_format, "dmy");
  EXPECT_TRUE(lines.decimal_comma);
  EXPECT_EQ(lines.returns->from, (TableRef{"shop", "refunds"}));
  EXPECT_EQ(lines.returns->columns.at("amount"), "back");
  EXPECT_EQ(project->roles.transactions[1].returns->where, "x < 0");
  EXPECT_EQ(project->roles.transactions[2].returns->amount_column, "refunded");
  EXPECT_TRUE(project->roles.customers.empty());
  EXPECT_EQ(project->roles.merge->old_id, "dup");
  EXPECT_EQ(project->roles.merge->new_id, "orig");
}

TEST(YamlForms, AnchorsAndAliases) {
  const auto project = Parse(R"(project: t
sources:
  a: {type: odbc, connection: &odbc "${SHOP_ODBC}", tables: &tables [t]}
  b: {type: odbc, connection: *odbc, tables: *tables}
roles: {transactions: {from: a.t}}
)");
  ASSERT_TRUE(project) << project.error().message;
  EXPECT_EQ(project->sources[1].connection, project->sources[0].connection);
  EXPECT_EQ(project->sources[1].tables[0].name, "t");
}

TEST(YamlForms, MistakesOfYaml) {
  EXPECT_THAT(ErrorOf(""),
              StartsWith("assay.yaml: Cannot read the project file: expected a mapping (key: value), got nothing"));
  EXPECT_THAT(ErrorOf("# only a comment\n"), HasSubstr("expected a mapping (key: value), got nothing"));
  EXPECT_EQ(ErrorOf("- a\n- b\n"),
            "assay.yaml:1: Cannot read the project file: expected a mapping (key: value), got a list");
  EXPECT_EQ(ErrorOf("hello\n"),
            "assay.yaml:1: Cannot read the project file: expected a mapping (key: value), got 'hello'");
  EXPECT_THAT(ErrorOf("project: t\nsources:\n\tshop: x\n"), StartsWith("assay.yaml:3: Cannot read YAML: "));
  EXPECT_THAT(ErrorOf("project: \"open"), StartsWith("assay.yaml:1: Cannot read YAML: "));
  EXPECT_THAT(ErrorOf("project: \"open\nlake: x\n"), StartsWith("assay.yaml:1: Cannot read YAML: "));
  EXPECT_THAT(ErrorOf("project: 'open\n\nlake: x\n\n"), StartsWith("assay.yaml:1: Cannot read YAML: "));
  EXPECT_THAT(ErrorOf("project: t\nsources: {shop: [}\n"), StartsWith("assay.yaml:2: Cannot read YAML: "));
  EXPECT_THAT(ErrorOf("project: t\nlake: *nowhere\n"), StartsWith("assay.yaml:2: Cannot read YAML: "));
  EXPECT_THAT(ErrorOf("project: t\nproject: u\n"),
              HasSubstr("assay.yaml:2: Cannot use key 'project' twice: it already stands at line 1; keep one of them"));
  EXPECT_THAT(ErrorOf("project: &a [*a]\n"),
              HasSubstr("assay.yaml:1: Cannot read YAML: expected an alias of a value that ends before it"));
  EXPECT_THAT(ErrorOf("? [a, b]\n: c\n"), HasSubstr("assay.yaml:1: Cannot read YAML: expected a key that is text"));
  EXPECT_EQ(ErrorOf(std::string(kSmallest) + "---\nother: 1\n"),
            "assay.yaml:5: Cannot read YAML: expected one document, got a second one after '---'; remove it");
  EXPECT_EQ(ErrorOf(std::string(kSmallest) + "<<: {a: b}\n").substr(0, 66),
            "assay.yaml:4: Cannot use key '<<': unknown in the project file; kn");
}

TEST(YamlForms, HostileTextEndsInAnError) {
  EXPECT_NE(ErrorOf(std::string(100'000, '[')), "");
  EXPECT_NE(ErrorOf(std::string(10'000, '{')), "");
  EXPECT_NE(ErrorOf(std::string("a: \0b", 5)), "");
  EXPECT_NE(ErrorOf("\xff\xfe\x00"), "");
  std::string bomb = "a0: &a0 [x, x]\n";
  for (int i = 1; i < 60; ++i) bomb += fmt::format("a{}: &a{} [*a{}, *a{}]\n", i, i, i - 1, i - 1);
  EXPECT_NE(ErrorOf(bomb + "non_goods: *a59\n"), "");
  std::string many;
  for (int i = 0; i < 50; ++i) many += fmt::format("unknown_{}: 1\n", i);
  EXPECT_THAT(ErrorOf(many + std::string(kSmallest)), HasSubstr("\nassay.yaml: and 30 more"));
}

}  // namespace
}  // namespace assay::config
