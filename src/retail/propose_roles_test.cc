#include "retail/propose_roles.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace assay::retail {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;

constexpr std::int64_t kRows = 100;

ColumnFacts Text(const std::string& name, std::int64_t distinct = 10) {
  return {.name = name, .values = kRows, .distinct = distinct};
}
ColumnFacts Number(const std::string& name, std::int64_t distinct = 10) {
  return {.name = name, .values = kRows, .distinct = distinct, .is_number = true};
}
ColumnFacts Day(const std::string& name) { return {.name = name, .values = kRows, .distinct = 30, .is_date = true}; }
TableFacts Table(const std::string& name, std::vector<ColumnFacts> columns) {
  return {.name = name, .rows = kRows, .columns = std::move(columns)};
}

// Every value is found everywhere.
int All(std::size_t, const std::string&, std::size_t, const std::string&) { return 1000; }

std::string ColumnOf(const RoleGuess& guess, std::string_view canonical) {
  const auto found = guess.columns.find(canonical);
  return found == guess.columns.end() ? "" : found->second.column;
}

TEST(ProposeRoles, FindsEntitiesByNamesAndValues) {
  const auto roles = ProposeRoles({Table("customers", {Number("customer_id", kRows), Text("name", kRows)}),
                                   Table("sales", {Number("sale_id", kRows), Day("sold_at"), Number("customer_id"),
                                                   Number("qty"), Number("price")})},
                                  All);
  ASSERT_EQ(roles.size(), 2U);
  EXPECT_EQ(roles[0].entity, Entity::kTransactions);
  EXPECT_EQ(roles[0].table, 1U);
  EXPECT_EQ(ColumnOf(roles[0], "date"), "sold_at");
  EXPECT_EQ(ColumnOf(roles[0], "quantity"), "qty");
  EXPECT_FALSE(roles[0].join);
  EXPECT_EQ(roles[1].entity, Entity::kCustomers);
  EXPECT_EQ(roles[1].doubt, "");
}

TEST(ProposeRoles, TakesABareKeyWhereTheTableSaysWhatItIs) {
  const auto sales = Table("sales", {Day("date"), Text("product", 5), Number("price")});
  const auto roles = ProposeRoles(
      {sales, Table("rates", {Text("code", kRows)}), Table("products", {Text("code", kRows), Text("name", kRows)})},
      All);
  ASSERT_EQ(roles.size(), 2U);
  EXPECT_EQ(roles[1].entity, Entity::kProducts);
  EXPECT_EQ(roles[1].table, 2U);
  EXPECT_EQ(ColumnOf(roles[1], "product_id"), "code");
  EXPECT_EQ(roles[1].columns.at("product_id").doubt, "is 'code' the product_id?");
  EXPECT_EQ(ProposeRoles({sales, Table("rates", {Text("code", kRows)})}, All).size(), 1U);
}

TEST(ProposeRoles, ProposesNothingWithoutADateOrAnAmount) {
  EXPECT_THAT(ProposeRoles({Table("stock", {Text("sku", kRows), Number("quantity")})}, All), IsEmpty());
  EXPECT_THAT(ProposeRoles({Table("visits", {Day("date"), Number("customer_id")})}, All), IsEmpty());
}

TEST(ProposeRoles, DoubtsAKeyThatIsNotAlwaysFound) {
  const auto match = [](std::size_t, const std::string&, std::size_t, const std::string&) { return 873; };
  const auto roles = ProposeRoles({Table("sales", {Day("date"), Number("customer_id"), Number("price")}),
                                   Table("people", {Number("customer_id", kRows)})},
                                  match);
  ASSERT_EQ(roles.size(), 2U);
  EXPECT_EQ(roles[1].doubt, "87.3 % of the different customer_id of sales are found in people.customer_id");
}

class OrderLines : public testing::Test {
 protected:
  std::vector<TableFacts> tables_{
      Table("order_detail",
            {Number("order_no", 40), Number("line_no", 4), Text("item_code"), Number("pieces"), Number("line_total")}),
      Table("order_header", {Number("order_no", kRows), Day("ordered_at"), Number("customer_no"), Number("total")}),
      Table("clients", {Number("customer_no", kRows), Day("joined")})};
};

TEST_F(OrderLines, AreJoinedWithTheirOrders) {
  const auto roles = ProposeRoles(tables_, All);
  ASSERT_EQ(roles.size(), 2U);
  EXPECT_EQ(roles[0].table, 0U);
  ASSERT_TRUE(roles[0].join);
  EXPECT_EQ(roles[0].join->table, 1U);
  EXPECT_EQ(roles[0].join->column, "order_no");
  EXPECT_EQ(roles[0].join->other_column, "order_no");
  EXPECT_EQ(roles[0].join->doubt, "each order_no of order_detail is one row of order_header");
  EXPECT_EQ(ColumnOf(roles[0], "date"), "ordered_at");
  EXPECT_EQ(ColumnOf(roles[0], "customer_id"), "customer_no");
  EXPECT_EQ(ColumnOf(roles[0], "amount"), "line_total");
  EXPECT_EQ(roles[1].entity, Entity::kCustomers);
}

TEST_F(OrderLines, TakeNoAmountFromTheOrder) {
  std::erase_if(tables_[0].columns, [](const ColumnFacts& column) { return column.name == "line_total"; });
  const auto roles = ProposeRoles(tables_, All);
  ASSERT_FALSE(roles.empty());
  EXPECT_EQ(roles[0].table, 0U);
  EXPECT_EQ(ColumnOf(roles[0], "amount"), "");
}

TEST_F(OrderLines, AreNotJoinedWhenAnOrderIsMissingOrComesTwice) {
  const auto most = [](std::size_t, const std::string& column, std::size_t, const std::string&) {
    return column == "order_no" ? 999 : 1000;
  };
  for (const RoleGuess& role : ProposeRoles(tables_, most)) EXPECT_FALSE(role.join);
  tables_[1].columns[0].distinct = kRows - 1;
  for (const RoleGuess& role : ProposeRoles(tables_, All)) EXPECT_FALSE(role.join);
}

TEST_F(OrderLines, AreNotJoinedWithCustomersForADate) {
  tables_.erase(tables_.begin() + 1);
  tables_[0].columns.push_back(Number("customer_no"));
  EXPECT_THAT(ProposeRoles(tables_, All), IsEmpty());
}

TEST(ProposeKey, TakesAUniqueColumnThatIsCalledLikeAKey) {
  EXPECT_THAT(ProposeKey(Table("t", {Text("name", kRows), Number("sale_id", kRows)}))->columns, ElementsAre("sale_id"));
  EXPECT_FALSE(ProposeKey(Table("t", {Text("name", kRows), Number("sale_id", 7)})));
}

TEST(ProposeKey, DoubtsAColumnThatNearlyIdentifies) {
  const auto key = ProposeKey(Table("t", {Number("sale_id", 99)}));
  ASSERT_TRUE(key);
  EXPECT_THAT(key->doubt, HasSubstr("only 99.0 % of its values differ"));
}

TEST(ProposeKey, TriesOrderAndLineTogether) {
  TableFacts table = Table("t", {Number("order_no", 40), Number("line_no", 4), Text("item_code"), Number("pieces")});
  EXPECT_THAT(KeyPairs(table), ElementsAre(Pair("order_no", "line_no")));
  EXPECT_FALSE(ProposeKey(table));
  table.key_pair = {"order_no", "line_no"};
  const auto key = ProposeKey(table);
  ASSERT_TRUE(key);
  EXPECT_THAT(key->columns, ElementsAre("order_no", "line_no"));
  EXPECT_NE(key->doubt, "");
  table.columns.push_back(Number("detail_id", kRows));
  EXPECT_THAT(KeyPairs(table), IsEmpty());
}

TEST(ProposePii, GoesByNames) {
  const TableFacts table = Table("t", {Text("name"), Text("E-Mail"), Text("Phone No"), Text("city")});
  EXPECT_THAT(ProposePii(table, true), ElementsAre("name", "E-Mail", "Phone No"));
  EXPECT_THAT(ProposePii(table, false), ElementsAre("E-Mail", "Phone No"));
}

TEST(ProposeCurrency, TakesTheOnlyOneInTheSales) {
  TableFacts sales = Table("sales", {Day("date"), Number("price"), Text("currency", 1)});
  sales.columns[2].only_value = "GBP";
  EXPECT_EQ(ProposeCurrency({sales}, ProposeRoles({sales}, All)), "GBP");
  sales.columns[2].values = kRows - 1;
  EXPECT_EQ(ProposeCurrency({sales}, ProposeRoles({sales}, All)), "");
  sales.columns[2] = Text("currency", 2);
  EXPECT_EQ(ProposeCurrency({sales}, ProposeRoles({sales}, All)), "");
  EXPECT_EQ(ProposeCurrency({}, {}), "");
}

}  // namespace
}  // namespace assay::retail
