#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "cube/query.h"
#include "cube/slow_answer.h"

namespace assay::cube {
namespace {

using Order = ListOutput::Order;

/// A list and what limits it.
struct ListQuery {
  std::vector<Selection> selections = {};
  std::optional<DayRange> days = {};
  ListOutput list = {};
};

Result<CustomerList> ListCustomers(const Image& image, const ListQuery& query, unsigned threads,
                                   std::stop_token stop = {}) {
  ASSIGN_OR_RETURN(const Answers answers,
                   Answer(image, {.selections = query.selections, .days = query.days, .lists = {query.list}}, threads,
                          std::move(stop)));
  return answers.lists.at(0);
}

std::vector<CustomerLine> SlowList(const Shop& shop, const ListQuery& query) {
  const SlowAnswer slow(shop);
  std::map<std::uint32_t, CustomerLine> lines;
  std::map<std::uint32_t, std::set<std::int64_t>> orders;
  for (const ShopRow& row : shop.rows) {
    if (!slow.Passes(row, query.selections, {}, query.days)) continue;
    CustomerLine& line = lines[row.customer];
    line.customer = row.customer;
    line.sum += row.measures[query.list.measure];
    if (!slow.IsPurchase(row)) continue;
    orders[row.customer].insert(row.order);
    line.orders = static_cast<std::int64_t>(orders[row.customer].size());
    line.last_day = std::max(line.last_day.value_or(row.day), row.day);
  }
  std::vector<CustomerLine> list;
  for (const auto& [customer, line] : lines)
    if (line.last_day && shop.outline.customers.labels[customer].find(query.list.search) != std::string::npos)
      list.push_back(line);
  return list;
}

void SortLines(const Shop& shop, const ListQuery& query, std::vector<CustomerLine>& lines) {
  const auto less = [&](const CustomerLine& a, const CustomerLine& b) {
    const auto& labels = shop.outline.customers.labels;
    if (query.list.order == Order::kSum) return a.sum < b.sum;
    if (query.list.order == Order::kOrders) return a.orders < b.orders;
    if (query.list.order == Order::kLastDay) return a.last_day < b.last_day;
    return labels[a.customer] < labels[b.customer];
  };
  std::ranges::sort(lines, {}, [&](const auto& line) { return shop.outline.customers.keys[line.customer]; });
  std::ranges::stable_sort(
      lines, [&](const auto& a, const auto& b) { return query.list.descending ? less(b, a) : less(a, b); });
}

void ExpectSameLines(std::span<const CustomerLine> got, std::span<const CustomerLine> expected) {
  ASSERT_EQ(got.size(), expected.size());
  for (std::size_t i = 0; i < got.size(); ++i) {
    EXPECT_EQ(got[i].customer, expected[i].customer);
    EXPECT_EQ(got[i].sum, expected[i].sum);
    EXPECT_EQ(got[i].orders, expected[i].orders);
    EXPECT_EQ(got[i].last_day, expected[i].last_day);
  }
}

void CompareList(const Shop& shop, const Image& image, ListQuery query) {
  std::vector<CustomerLine> expected = SlowList(shop, query);
  SortLines(shop, query, expected);
  for (const unsigned threads : {1U, 3U}) {
    query.list.offset = 0;
    query.list.limit = 1000000;
    const auto all = ListCustomers(image, query, threads);
    ASSERT_TRUE(all) << all.error().message;
    EXPECT_EQ(all->total, static_cast<std::int64_t>(expected.size()));
    ExpectSameLines(all->lines, expected);
    query.list.offset = 2;
    query.list.limit = 3;
    const auto page = ListCustomers(image, query, threads);
    ASSERT_TRUE(page);
    EXPECT_EQ(page->total, all->total);
    const std::size_t begin = std::min<std::size_t>(2, expected.size());
    ExpectSameLines(page->lines, std::span(expected).subspan(begin, std::min<std::size_t>(3, expected.size() - begin)));
  }
}

TEST(ListCustomersTest, EqualsCountingRowByRow) {
  for (unsigned seed = 0; seed < 10; ++seed) {
    const TestFolder folder;
    const Shop shop =
        RandomShop(seed, {.customers = 30, .rows = seed % 2 == 0 ? 400U : 100U, .alike_together = seed % 3 == 0});
    const auto image = BuildAndOpen(shop, folder);
    ASSERT_NE(image, nullptr);
    for (const Order order : {Order::kSum, Order::kOrders, Order::kLastDay, Order::kLabel}) {
      for (const bool descending : {true, false}) {
        CompareList(shop, *image,
                    {.list = {.measure = seed % 3, .search = "", .order = order, .descending = descending}});
        CompareList(shop, *image,
                    {.selections = {{0, {1, 0, 1, 1, 0}}},
                     .days = DayRange{19003, 19019},
                     .list = {.search = "r 1", .order = order}});
      }
    }
  }
}

TEST(ListCustomersTest, EqualsCountingRowByRowOverManyStretches) {
  const TestFolder folder;
  const Shop shop = RandomShop(1, {.customers = 3000, .rows = 70000, .orders = 30000});
  const auto image = BuildAndOpen(shop, folder);
  ASSERT_NE(image, nullptr);
  CompareList(shop, *image, {.list = {.order = Order::kOrders}});
}

TEST(ListCustomersTest, FindsByLabelOrKeyInAnyCase) {
  const TestFolder folder;
  Shop shop = RandomShop(1, {.customers = 6, .axes = {1}, .rows = 0});
  shop.outline.customers.labels = {"x", "x", "x", "Anna", "ben", "HANNA 2"};  // keys -2 to 3
  shop.outline.measures = {"amount"};
  for (std::uint32_t customer = 0; customer < 6; ++customer)
    shop.rows.push_back({.customer = customer, .members = {0}, .order = customer, .measures = {1}});
  const auto image = BuildAndOpen(shop, folder);
  ASSERT_NE(image, nullptr);
  const auto total = [&](const std::string& search) {
    const auto list = ListCustomers(*image, {.list = {.search = search}}, 1);
    return list ? list->total : -1;
  };
  EXPECT_EQ(total(""), 3);
  EXPECT_EQ(total("aNN"), 2);
  EXPECT_EQ(total("2"), 2);  // a key and a label
  EXPECT_EQ(total("-1"), 0);
  EXPECT_EQ(total("x"), 0);
}

TEST(ListCustomersTest, RefusesAndStops) {
  const TestFolder folder;
  const auto image = BuildAndOpen(RandomShop(1, {}), folder);
  ASSERT_NE(image, nullptr);
  EXPECT_EQ(ListCustomers(*image, {.list = {.measure = 3}}, 1).error().kind, ErrorKind::kInvalidInput);
  EXPECT_EQ(ListCustomers(*image, {.selections = {{5, {}}}}, 1).error().kind, ErrorKind::kInvalidInput);
  std::stop_source source;
  source.request_stop();
  EXPECT_EQ(ListCustomers(*image, {}, 1, source.get_token()).error().kind, ErrorKind::kCancelled);
}

TEST(SumByCustomerAndMemberTest, EqualsCountingRowByRow) {
  for (unsigned seed = 0; seed < 10; ++seed) {
    const TestFolder folder;
    const Shop shop = RandomShop(seed, {.rows = 5000});
    const auto image = BuildAndOpen(shop, folder);
    ASSERT_NE(image, nullptr);
    const Query filter{.selections = {{0, {1, 0, 1, 1, 0}}}, .days = DayRange{19003, 19019 + static_cast<int>(seed)}};
    const SlowAnswer slow(shop);
    std::map<std::pair<std::uint32_t, std::uint32_t>, std::pair<std::int64_t, bool>> expected;
    for (const ShopRow& row : shop.rows) {
      if (shop.outline.customers.keys[row.customer] <= 0) continue;
      if (!slow.Passes(row, filter.selections, {}, filter.days)) continue;
      auto& [sum, has_purchase] = expected[{row.customer, row.members[1]}];
      sum += row.measures[seed % 3];
      has_purchase = has_purchase || row.is_purchase;
    }
    const auto sums = SumByCustomerAndMember(*image, filter, 1, seed % 3);
    ASSERT_TRUE(sums) << sums.error().message;
    ASSERT_EQ(sums->size(), expected.size());
    auto next = expected.begin();
    for (const CustomerMemberSum& sum : *sums) {
      EXPECT_EQ(std::pair(sum.customer, sum.member), next->first);
      EXPECT_EQ(std::pair(sum.sum, sum.has_purchase), next->second);
      ++next;
    }
  }
}

TEST(SumByCustomerAndMemberTest, RefusesAndStops) {
  const TestFolder folder;
  const auto image = BuildAndOpen(RandomShop(1, {}), folder);
  ASSERT_NE(image, nullptr);
  EXPECT_EQ(SumByCustomerAndMember(*image, {}, 2, 0).error().kind, ErrorKind::kInvalidInput);
  EXPECT_EQ(SumByCustomerAndMember(*image, {}, 0, 3).error().kind, ErrorKind::kInvalidInput);
  std::stop_source source;
  source.request_stop();
  EXPECT_EQ(SumByCustomerAndMember(*image, {}, 0, 0, source.get_token()).error().kind, ErrorKind::kCancelled);
}

}  // namespace
}  // namespace assay::cube
