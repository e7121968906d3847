#include "retail/mapped_select.h"

#include "retail/retail_fixture.h"

namespace assay::retail {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

class MappedSelectTest : public RetailTest {
 protected:
  void Sales(const std::string& columns, const std::string& rows, const std::string& mapping = "") {
    Table("sales", columns, rows);
    Configure(fmt::format("roles: {{transactions: {{from: shop.sales{}{}}}}}", mapping.empty() ? "" : ", ", mapping));
  }
};

TEST_F(MappedSelectTest, NamesTheFirstValueThatCannotBeRead) {
  Sales("line_id, day, qty, total, tax",
        "(1, '2025-04-01', '2', '5', '1'), (2, '2025-02-30', 'x', 'y', '1'), (3, '2025-04-01', 'x', 'y', '1'), "
        "(4, '2025-04-01', '2', '5', '1%'), (5, '', '', '', '')",
        "columns: {date: day, amount: total}");
  EXPECT_THAT(
      Lines("line_id, reject_rule, reject_column, reject_value"),
      ElementsAre("1|-|-|-", "2|bad_date|day|2025-02-30", "3|bad_quantity|qty|x", "4|bad_amount|tax|1%", "5|-|-|-"));
}

TEST_F(MappedSelectTest, KeepsDimensionRowsWithUnreadableAttributes) {
  Sales("line_id, date", "(1, '2025-04-01')");
  Table("more", "id, name, price", "(7, ' Tea ', 'ask')");
  Configure("roles: {transactions: {from: shop.sales}, products: {from: shop.more}}");
  EXPECT_THAT(Mapped(Entity::kProducts, "product_id, product_name, list_price, reject_rule"), ElementsAre("7|Tea|-|-"));
}

TEST_F(MappedSelectTest, SaysWhereARowCameFrom) {
  Sales("line_id, date, amount", "(1, '2025-04-01', 5)");
  Table("sales", "line_id, date, amount", "(2, '2025-04-01', 5), (3, '2025-04-01', 5)");
  EXPECT_THAT(Lines("line_id, _source, _load_seq, _file, _line"),
              ElementsAre("1|shop.sales|1|1.csv|1", "2|shop.sales|2|2.csv|1", "3|shop.sales|2|2.csv|2"));
}

TEST_F(MappedSelectTest, CountsOneWithoutAQuantityAndLeavesOutWhatNoSourceHas) {
  Sales("line_id, date, price", "(1, '2025-04-01', 5)");
  EXPECT_THAT(Lines("quantity, price, amount, customer_id, is_return, refund, occurrence, excluded, sold_at"),
              ElementsAre("1.000|5.0000|-|-|false|-|1|false|-"));
}

TEST_F(MappedSelectTest, OrdersVersionsByTheCursor) {
  Table("sales", "line_id, date, seq, stamp, word", "(1, '2025-04-01', 7, TIMESTAMPTZ '1970-01-01 00:00:01+00', 'b')");
  Configure("roles: {transactions: {from: shop.sales}}");
  BronzeTable& sales = tables_.at({"shop", "sales"});
  EXPECT_THAT(Lines("cursor_number, cursor_text"), ElementsAre("-|-"));
  sales.cursor = "seq";
  EXPECT_THAT(Lines("cursor_number"), ElementsAre("7"));
  sales.cursor = "stamp";
  EXPECT_THAT(Lines("cursor_number"), ElementsAre("1000000"));
  sales.cursor = "word";
  EXPECT_THAT(Lines("cursor_number, cursor_text"), ElementsAre("-|b"));
}

TEST_F(MappedSelectTest, GivesEqualLinesOfAKeylessTableIdsOfTheirOwn) {
  Sales("date, sku, amount", "('2025-04-01', 'T', 5), ('2025-04-01', 'C', 5), ('2025-04-01', 'T', 5)");
  EXPECT_THAT(Lines("product_id, occurrence"), ElementsAre("C|1", "T|1", "T|2"));
  EXPECT_THAT(Query("SELECT count(DISTINCT line_id), min(line_id) > 0 FROM (" +
                    MappedSelect(project_, Entity::kTransactions,
                                 BindEntity(project_, Entity::kTransactions, tables_).value(), types_) +
                    ")"),
              ElementsAre("3|true"));
}

TEST_F(MappedSelectTest, GivesTheSameLineIdsInAnyOrderOfRows) {
  Sales("date, sku, amount", "('2025-04-01', 'T', 5), ('2025-04-01', 'C', NULL), ('2025-04-01', 'T', 5)");
  const auto before = Lines("line_id, product_id");
  Execute("DROP TABLE sales");
  tables_.clear();
  Sales("date, sku, amount", "('2025-04-01', 'T', 5), ('2025-04-01', 'T', 5), ('2025-04-01', 'C', NULL)");
  EXPECT_EQ(Lines("line_id, product_id"), before);
}

TEST_F(MappedSelectTest, TellsEqualLinesOfTwoTablesApart) {
  Table("sales", "date, amount", "('2025-04-01', 5)");
  Table("more", "date, amount", "('2025-04-01', 5)");
  Configure("roles: {transactions: {from: [shop.sales, shop.more]}}");
  const auto ids = Lines("line_id");
  ASSERT_THAT(ids, SizeIs(2));
  EXPECT_NE(ids[0], ids[1]);
}

TEST_F(MappedSelectTest, MakesReturnsNegativeWhicheverSignTheyHave) {
  Sales("line_id, date, qty, price, amount, kind",
        "(1, '2025-04-01', 2, 9.5, 19.0, 'S'), (2, '2025-04-02', 2, 9.5, 19.0, 'R'), (3, '2025-04-02', -2, 9.5, -19.0, "
        "'R'), (4, '2025-04-02', -1, 9.5, 9.5, NULL)",
        "returns: {where: \"kind = 'R'\"}");
  EXPECT_THAT(Lines("line_id, quantity, price, amount, is_return"),
              ElementsAre("1|2.000|9.5000|19.0000|false", "2|-2.000|9.5000|-19.0000|true",
                          "3|-2.000|9.5000|-19.0000|true", "4|-1.000|9.5000|9.5000|false"));
}

TEST_F(MappedSelectTest, ReadsReturnsFromATableOfTheirOwn) {
  Table("sales", "line_id, date, amount, ok", "(1, '2025-04-01', 19.0, true), (2, '2025-04-01', 5.0, false)");
  Table("back", "line_id, returned_on, money", "(1, '2025-04-05', 19.0)");
  Configure(
      "roles: {transactions: {from: shop.sales, where: ok, returns: {from: shop.back, columns: {date: returned_on, "
      "amount: money}}}}");
  EXPECT_THAT(Lines("line_id, date, quantity, amount, is_return, excluded"),
              ElementsAre("1|2025-04-01|1.000|19.0000|false|false", "2|2025-04-01|1.000|5.0000|false|true",
                          "return:1|2025-04-05|-1.000|-19.0000|true|false"));
}

TEST_F(MappedSelectTest, ReadsRefundsOnTheSalesOwnLine) {
  Sales("line_id, date, amount, \"money back\"",
        "(1, '2025-04-01', 19.0, '4.50'), (2, '2025-04-01', 19.0, NULL), (3, '2025-04-01', 19.0, 'all')",
        "returns: {amount: money back}");
  EXPECT_THAT(
      Lines("line_id, amount, refund, is_return, reject_rule, reject_column"),
      ElementsAre("1|19.0000|4.5000|false|-|-", "2|19.0000|-|false|-|-", "3|19.0000|-|false|bad_amount|money back"));
}

TEST_F(MappedSelectTest, ExcludesWhatWhereDoesNotHold) {
  Sales("line_id, date, status", "(1, '2025-04-01', 'paid'), (2, '2025-04-01', 'open'), (3, '2025-04-01', NULL)",
        "where: \"status = 'paid'\"");
  EXPECT_THAT(Lines("line_id, excluded"), ElementsAre("1|false", "2|true", "3|true"));
}

TEST_F(MappedSelectTest, TakesConstantsAndCodes) {
  Sales("line_id, date, category", "(1, '2025-04-01', 10), (2, '2025-04-01', 20), (3, '2025-04-01', NULL)",
        "values: {store_id: 5, currency: EGP, quantity: 3}, codes: {category: {10: Food}}");
  EXPECT_THAT(Lines("line_id, store_id, currency, quantity, category"),
              ElementsAre("1|5|EGP|3.000|Food", "2|5|EGP|3.000|20", "3|5|EGP|3.000|-"));
}

TEST_F(MappedSelectTest, KnowsTheDayOfTheLoadInTheShopsZone) {
  Table("sales", "line_id, date", "(1, '2025-04-01')");
  Configure("timezone: Pacific/Auckland\nday_starts: '01:00'\nroles: {transactions: {from: shop.sales}}");
  EXPECT_THAT(Lines("loaded_on"), ElementsAre("2025-04-10"));  // 00:00 on the 11th, before the day starts
  Configure("timezone: Pacific/Auckland\nroles: {transactions: {from: shop.sales}}");
  EXPECT_THAT(Lines("loaded_on"), ElementsAre("2025-04-11"));
}

TEST_F(MappedSelectTest, KeepsIdSpacesApart) {
  Table("sales", "line_id, date, customer_id, store_id", "(1, '2025-04-01', 7, 3)");
  Table("more", "line_id, date, customer_id, store_id", "(1, '2025-04-01', 7, 3)");
  Table("customers", "id", "(7)");
  const std::string lines =
      "roles:\n  transactions:\n    - {from: shop.sales}\n    - {from: shop.more, id_space: web}\n";
  Configure(lines);
  EXPECT_THAT(Lines("line_id, customer_id, store_id"), ElementsAre("1|7|3", "web:1|web:7|web:3"));
  Configure(lines + "  customers: {from: shop.customers}\n");
  EXPECT_THAT(Lines("line_id, customer_id, store_id"), ElementsAre("1|7|3", "web:1|7|web:3"));
  Configure(lines + "  customers: {from: shop.customers, id_space: web}\n");
  EXPECT_THAT(Lines("line_id, customer_id"), ElementsAre("1|7", "web:1|web:7"));
  EXPECT_THAT(Mapped(Entity::kCustomers, "customer_id"), ElementsAre("web:7"));
}

TEST_F(MappedSelectTest, ComparesBothSidesOfAKeyAlike) {
  Table("sales", "line_id, date, customer_id", "(1, '2025-04-01', 'a7')");
  Table("customers", "id", "('C-0A7'), ('C-B8')");
  Configure(
      "roles:\n  transactions: {from: shop.sales, keys: {customer_id: {map: {ignore_case: true, add_prefix: C-0}}}}\n  "
      "customers: {from: shop.customers}");
  EXPECT_THAT(Lines("customer_id"), ElementsAre("c-0a7"));
  EXPECT_THAT(Mapped(Entity::kCustomers, "customer_id"), ElementsAre("c-0a7", "c-b8"));
}

TEST_F(MappedSelectTest, TypesAKeyByAllItsValues) {
  Table("sales", "line_id, date, customer_id, product_id",
        "(1, '2025-04-01', '17850.0', '7'), (2, '2025-04-01', NULL, '8')");
  Table("more", "id", "('7'), ('P9')");
  Configure("roles: {transactions: {from: shop.sales}, products: {from: shop.more}}");
  EXPECT_THAT(Lines("line_id, customer_id, product_id"), ElementsAre("1|17850|7", "2|-|8"));
  EXPECT_EQ(types_.at("line_id"), KeyType::kInteger);
  EXPECT_EQ(types_.at("customer_id"), KeyType::kInteger);
  EXPECT_EQ(types_.at("product_id"), KeyType::kText);
}

TEST_F(MappedSelectTest, AsksTheDataOnlyWhereTheTypeDoesNotSettleAKey) {
  Sales("line_id, date, customer_id, sku", "(1, '2025-04-01', 7, 'T')");
  const std::map<Entity, std::vector<Binding>> bindings{
      {Entity::kTransactions, BindEntity(project_, Entity::kTransactions, tables_).value()}};
  const auto unsettled = UnsettledKeys(project_, bindings);
  EXPECT_THAT(unsettled.at("line_id"), SizeIs(0));
  EXPECT_THAT(unsettled.at("customer_id"), SizeIs(0));
  EXPECT_THAT(unsettled.at("store_id"), SizeIs(0));
  ASSERT_THAT(unsettled.at("product_id"), SizeIs(1));
  EXPECT_THAT(Query(unsettled.at("product_id").front()), ElementsAre("T"));
}

TEST_F(MappedSelectTest, GivesAnEntityWithoutATableTheColumnsOfOneThatHas) {
  Table("customers", "customer_id, name, email, registered_on", "(1, 'Mona', 'm@shop.example', '2025-04-01')");
  Table("sales", "date, price", "('2025-04-01', 2)");
  Configure("roles: {transactions: {from: shop.sales}, customers: {from: shop.customers}}");
  const auto with = BindEntity(project_, Entity::kCustomers, tables_).value();
  const std::string columns = "* EXCLUDE (_load_id, _loaded_at, reject_rule, reject_column, reject_value)";
  const auto described = [&](const std::string& select) {
    return Query(fmt::format("SELECT column_name || ' ' || column_type FROM (DESCRIBE {})", select));
  };
  EXPECT_EQ(
      described(EmptyMappedSelect(Entity::kCustomers, {})),
      described(fmt::format("SELECT {} FROM ({})", columns, MappedSelect(project_, Entity::kCustomers, with, {}))));
  EXPECT_TRUE(Query(EmptyMappedSelect(Entity::kStores, {{"store_id", KeyType::kText}})).empty());
}

}  // namespace
}  // namespace assay::retail
