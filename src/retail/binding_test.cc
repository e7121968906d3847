#include "retail/binding.h"

#include "retail/retail_fixture.h"

namespace assay::retail {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using BindingTest = RetailTest;

TEST_F(BindingTest, FindsColumnsByNameAndAlias) {
  Table("sales", "\"Order Detail ID\", InvoiceDate, Qty, UnitPrice, price", "(1, DATE '2025-04-01', 2, 8.0, 9.5)");
  Configure("roles: {transactions: {from: shop.sales}}");
  EXPECT_THAT(Lines("line_id, date, quantity, price"), ElementsAre("1|2025-04-01|2.000|9.5000"));
}

TEST_F(BindingTest, KnowsWhichCanonicalColumnsHoldPersonalData) {
  BronzeTable& sales = Table("sales", "sale, sold_on, buyer, price", "('a@shop.example', '2025-04-01', 'Mona', 2)");
  sales.key = {"sale"};
  table::MarkPersonal(sales.schema, {"sale", "buyer"});
  Configure("roles: {transactions: {from: shop.sales, columns: {date: sold_on, customer_name: buyer}}}");
  const auto bound = BindEntity(project_, Entity::kTransactions, tables_).value();
  EXPECT_THAT(bound.at(0).personal, ElementsAre("customer_name", "line_id"));
}

TEST_F(BindingTest, SuggestsCanonicalNames) {
  Table("sales", "id, day", "(1, '2025-04-01')");
  Configure("roles: {transactions: {from: shop.sales, columns: {date: day, custmer_id: id}}}");
  EXPECT_THAT(
      BindingError(),
      HasSubstr("assay.yaml:3: Cannot map column 'custmer_id' of transactions: expected one of line_id, order_id"));
  EXPECT_THAT(BindingError(), HasSubstr("did you mean 'customer_id'?"));
}

TEST_F(BindingTest, SuggestsSourceColumns) {
  Table("sales", "id, order_day", "(1, '2025-04-01')");
  Configure("roles: {transactions: {from: shop.sales, columns: {date: orderday}}}");
  EXPECT_EQ(BindingError(),
            "assay.yaml:3: Cannot map transactions.date to column 'orderday' of shop.sales: no such column; did you "
            "mean 'order_day'? It has: id, order_day");
}

TEST_F(BindingTest, NamesARequiredColumnThatIsMissing) {
  Table("sales", "id, d", "(1, '2025-04-01')");
  Table("customers", "name", "('Mona')");
  Configure("roles:\n  transactions: {from: shop.sales, columns: {date: d}}\n  customers: {from: shop.customers}");
  EXPECT_EQ(BindingError(), "");
  EXPECT_EQ(BindingError(Entity::kCustomers),
            "assay.yaml:5: Cannot map customers.customer_id: shop.customers has no column of that name; name its "
            "column under roles.customers.columns. It has: name");
}

TEST_F(BindingTest, NamesATableWithoutRows) {
  Table("sales", "date", "('2025-04-01')");
  Configure("roles: {transactions: {from: shop.more}}");
  EXPECT_THAT(BindingError(), HasSubstr("assay.yaml:3: Cannot use table shop.more: it has no loaded rows"));
}

TEST_F(BindingTest, JoinsOnColumnsAsTheirSourceSpellsThem) {
  Table("sales", "line_id, Order_No, price", "(1, 7, 2)");
  Table("headers", "Order_No, order_date", "(7, '2025-04-01')");
  Configure(
      "roles: {transactions: {from: shop.sales, join: [{table: shop.headers, on: Order No}], columns: {date: "
      "order_date}}}");
  EXPECT_THAT(Lines("line_id, date"), ElementsAre("1|2025-04-01"));
}

TEST_F(BindingTest, NamesAJoinOnAMissingColumn) {
  Table("sales", "line_id, order_no", "(1, 7)");
  Table("headers", "order_id, order_date", "(7, '2025-04-01')");
  Configure("roles: {transactions: {from: shop.sales, join: [{table: shop.headers, on: order_no}]}}");
  EXPECT_THAT(
      BindingError(),
      HasSubstr("assay.yaml:3: Cannot join shop.headers on order_no = order_no: one of the columns does not exist"));
}

TEST_F(BindingTest, NamesARefundColumnThatIsMissing) {
  Table("sales", "line_id, date, amount, refunded", "(1, '2025-04-01', 5, 0)");
  Configure("roles: {transactions: {from: shop.sales, returns: {amount: refundd}}}");
  EXPECT_THAT(BindingError(), HasSubstr("assay.yaml:3: Cannot read refunds from column 'refundd' of shop.sales: no "
                                        "such column; did you mean 'refunded'?"));
}

TEST_F(BindingTest, JoinsHeadersWhateverTheirTypes) {
  Table("sales", "line_id, order_id, amount", "(1, 7, 5), (2, 8, 6), (3, 9, 7)");
  Table("headers", "order_no, order_date, customer", "('7', '2025-04-01', 'A'), ('8.0', '2025-04-02', 'B')");
  Configure("roles: {transactions: {from: shop.sales, join: [{table: shop.headers, on: {order_id: order_no}}]}}");
  EXPECT_THAT(Lines("line_id, date, customer_id"), ElementsAre("1|2025-04-01|A", "2|2025-04-02|B", "3|-|-"));
}

TEST_F(BindingTest, NeverDoublesLinesByAJoin) {
  Table("sales", "line_id, order_id", "(1, 7), (2, 8)");
  Table("headers", "id, order_id, order_date", "(1, 7, '2025-04-01'), (2, 8, '2025-04-02'), (3, 8, '2025-04-03')");
  Table("headers", "id, order_id, order_date", "(1, 7, '2025-04-09')").key = {"id"};
  Configure("roles: {transactions: {from: shop.sales, join: [{table: shop.headers, on: order_id}]}}");
  EXPECT_THAT(Lines("line_id, date"), ElementsAre("1|2025-04-09", "2|2025-04-03"));
  tables_.at({"shop", "headers"}).key.clear();
  EXPECT_THAT(Lines("line_id, date"), ElementsAre("1|2025-04-09", "2|2025-04-03"));
}

TEST_F(BindingTest, TakesTheTablesKeyUnlessALineIdIsMapped) {
  Table("sales", "line_id, date, row_no, till", "(1, '2025-04-01', 70, 3)").key = {"row_no"};
  Configure("roles: {transactions: {from: shop.sales}}");
  EXPECT_THAT(Lines("line_id"), ElementsAre("70"));
  tables_.at({"shop", "sales"}).key = {"till", "row_no"};
  EXPECT_THAT(Lines("line_id"), ElementsAre("3|70"));
  EXPECT_EQ(types_.at("line_id"), KeyType::kText);
  Configure("roles: {transactions: {from: shop.sales, columns: {line_id: line_id}}}");
  EXPECT_THAT(Lines("line_id"), ElementsAre("1"));
}

TEST_F(BindingTest, BindsEveryTableAndItsReturns) {
  Table("sales", "line_id, date, amount", "(1, '2025-04-01', 5)");
  Table("more", "line_id, date, amount", "(2, '2025-04-02', 6)");
  Table("back", "line_id, date, given_back", "(1, '2025-04-03', 5)");
  Configure(
      "roles: {transactions: {from: [shop.sales, shop.more], returns: {from: shop.back, columns: {amount: "
      "given_back}}}}");
  const auto bindings = BindEntity(project_, Entity::kTransactions, tables_);
  ASSERT_TRUE(bindings) << bindings.error().message;
  ASSERT_EQ(bindings->size(), 3);
  EXPECT_FALSE((*bindings)[1].is_returns_table);
  EXPECT_TRUE((*bindings)[2].is_returns_table);
  EXPECT_EQ((*bindings)[2].source_columns.at("amount"), "given_back");
  EXPECT_THAT(BindEntity(project_, Entity::kStores, tables_).value(), IsEmpty());
}

}  // namespace
}  // namespace assay::retail
