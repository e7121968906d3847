#include "demo/demo_shop.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/digest.h"
#include "demo/people.h"
#include "demo/sales.h"

namespace assay::demo {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::Ge;
using testing::Le;

constexpr std::string_view kLastDate = "2025-10-30";

Cents CentsOf(const std::string& price) {
  std::string digits = price;
  std::erase(digits, '.');
  return std::stoll(digits);
}

bool IsDate(const std::string& text) {
  int year = 0;
  unsigned month = 0;
  unsigned day = 0;
  if (std::sscanf(text.c_str(), "%4d-%2u-%2u", &year, &month, &day) != 3) return false;
  return std::chrono::year_month_day{std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{day}}.ok();
}

Cents AmountOf(const Transaction& row) { return CentsOf(row.sale_price) * row.quantity; }

/// The lines that every figure is made of: once each, with a date and a price that can be read.
std::vector<Transaction> ValidLines(const ShopRows& shop) {
  std::vector<Transaction> lines;
  std::set<std::int64_t> seen;
  for (const Transaction& row : shop.transactions) {
    if (IsDate(row.sale_date) && CentsOf(row.sale_price) > 0 && seen.insert(row.transaction_id).second)
      lines.push_back(row);
  }
  return lines;
}

template <typename KeyOf>
auto SalesBy(const std::vector<Transaction>& lines, KeyOf key_of) {
  std::map<decltype(key_of(lines.front())), Cents> sales;
  for (const Transaction& line : lines) sales[key_of(line)] += AmountOf(line);
  return sales;
}

Cents Total(const std::vector<Transaction>& lines) {
  Cents total = 0;
  for (const Transaction& line : lines) total += AmountOf(line);
  return total;
}

class DemoShop : public testing::Test {
 protected:
  /// Tier by RETAIL's rule: (rank-1) <= share*(n-1), rank = 1 + customers who spent more.
  std::string TierOf(std::int64_t customer_id) const {
    const Cents own = by_customer_.at(customer_id);
    const auto above = std::ranges::count_if(by_customer_, [&](const auto& other) { return other.second > own; });
    const auto last = std::ssize(by_customer_) - 1;
    return above * 100 <= 30 * last ? "Gold" : above * 100 <= 50 * last ? "Silver" : "Bronze";
  }

  /// Percent of the store's sales, and of its customers, that belong to `tier`.
  std::pair<double, double> ShareOf(const std::string& tier, std::int64_t store_id) const {
    std::vector<Transaction> lines = lines_;
    std::erase_if(lines, [&](const Transaction& line) { return line.store_id != store_id; });
    const auto customers = SalesBy(lines, [](const Transaction& line) { return line.customer_id; });
    Cents sales = 0;
    int members = 0;
    for (const auto& [customer, amount] : customers) {
      if (TierOf(customer) != tier) continue;
      sales += amount;
      ++members;
    }
    return {100.0 * static_cast<double>(sales) / static_cast<double>(Total(lines)),
            100.0 * members / static_cast<double>(customers.size())};
  }

  std::string NameOf(std::int64_t product_id) const {
    const auto found = std::ranges::find(shop_.products, product_id, &Product::product_id);
    return found == shop_.products.end() ? "Unknown" : found->product_name;
  }

  std::string CategoryOf(std::int64_t product_id) const {
    const auto found = std::ranges::find(shop_.products, product_id, &Product::product_id);
    return found == shop_.products.end() ? "Unknown" : found->category;
  }

  const ShopRows shop_ = GenerateShop();
  const std::vector<Transaction> lines_ = ValidLines(shop_);
  const std::map<std::int64_t, Cents> by_customer_ =
      SalesBy(lines_, [](const Transaction& line) { return line.customer_id; });
};

template <typename Key>
Key Best(const std::map<Key, Cents>& sales) {
  return std::ranges::max_element(sales, {}, [](const auto& entry) { return entry.second; })->first;
}

TEST_F(DemoShop, SellsThePublishedTotal) {
  EXPECT_EQ(Total(lines_), 177'660'00);
  EXPECT_EQ(by_customer_.size(), 27u);
  EXPECT_EQ(Total(lines_) % 27, 0);
  EXPECT_EQ(Total(lines_) / 27, 6'580'00);
  EXPECT_THAT(lines_.size(), AllOf(Ge(1000u), Le(1500u)));
}

TEST_F(DemoShop, HasThePublishedTiers) {
  std::map<std::string, int> tiers;
  for (const auto& [customer, amount] : by_customer_) ++tiers[TierOf(customer)];
  EXPECT_THAT(tiers, ElementsAre(std::pair("Bronze", 13), std::pair("Gold", 8), std::pair("Silver", 6)));
}

TEST_F(DemoShop, HasNoCustomerNearAnother) {
  std::vector<Cents> amounts;
  for (const auto& [customer, amount] : by_customer_) amounts.push_back(amount);
  std::ranges::sort(amounts);
  for (std::size_t at = 1; at < amounts.size(); ++at) EXPECT_GT(amounts[at] - amounts[at - 1], 20'00) << amounts[at];
  EXPECT_GT(amounts[13] - amounts[12], 100'00);    // Bronze to Silver
  EXPECT_GT(amounts[19] - amounts[18], 1'000'00);  // Silver to Gold
}

TEST_F(DemoShop, SellsToGoldInHighStreetAndToBronzeInCairo) {
  ASSERT_EQ(shop_.stores.size(), 5u);
  EXPECT_EQ(shop_.stores[0].store_name, "High Street Store");
  EXPECT_EQ(shop_.stores[1].store_name, "Cairo Festival City");
  const auto sales = SalesBy(lines_, [](const Transaction& line) { return line.store_id; });
  EXPECT_THAT(sales.at(1), AllOf(Ge(88'000'00), Le(92'000'00)));
  EXPECT_THAT(sales.at(2), AllOf(Ge(58'000'00), Le(62'000'00)));
  for (const std::int64_t store : {3, 4, 5}) EXPECT_LT(sales.at(store), 20'000'00);
  const auto [gold_sales, gold_customers] = ShareOf("Gold", 1);
  EXPECT_GE(gold_sales, 95);
  EXPECT_GE(gold_customers, 90);
  const auto [bronze_sales, bronze_customers] = ShareOf("Bronze", 2);
  EXPECT_GE(bronze_sales, 95);
  EXPECT_GE(bronze_customers, 90);
}

TEST_F(DemoShop, SellsElectronicsAndSmartwatchesFirst) {
  EXPECT_EQ(Best(SalesBy(lines_, [&](const Transaction& line) { return CategoryOf(line.product_id); })), "Electronics");
  EXPECT_EQ(Best(SalesBy(lines_, [&](const Transaction& line) { return NameOf(line.product_id); })), "Smartwatch");
}

TEST_F(DemoShop, SellsInEveryMonthAndNeverLater) {
  const auto months = SalesBy(lines_, [](const Transaction& line) { return line.sale_date.substr(0, 7); });
  EXPECT_EQ(months.size(), 10u);
  for (const auto& [month, amount] : months) EXPECT_GT(amount, 0) << month;
  const auto dates = SalesBy(lines_, [](const Transaction& line) { return line.sale_date; });
  EXPECT_EQ(dates.begin()->first, "2025-01-06");
  EXPECT_EQ(dates.rbegin()->first, kLastDate);
}

TEST_F(DemoShop, KnowsEveryBuyerBeforeTheFirstPurchase) {
  std::map<std::int64_t, std::string> registered;
  for (const Customer& customer : shop_.customers) registered[customer.customer_id] = customer.registration_date;
  EXPECT_EQ(registered.size(), 30u);
  for (const Transaction& line : lines_) {
    ASSERT_TRUE(registered.contains(line.customer_id + kCustomerIdOffset));
    EXPECT_LT(registered[line.customer_id + kCustomerIdOffset], line.sale_date);
  }
}

TEST_F(DemoShop, HasOneCustomerStoreAndDayPerOrder) {
  std::map<std::int64_t, std::tuple<std::int64_t, std::int64_t, std::string>> orders;
  for (const Transaction& line : lines_) {
    const std::tuple visit(line.customer_id, line.store_id, line.updated_at);
    EXPECT_EQ(orders.try_emplace(line.order_id, visit).first->second, visit);
    EXPECT_EQ(line.updated_at.substr(0, 10), line.sale_date);
  }
  EXPECT_LT(orders.size(), lines_.size());
}

TEST_F(DemoShop, HasDifferentPurchaseCounts) {
  std::map<std::int64_t, std::set<std::int64_t>> orders;
  for (const Transaction& line : lines_) {
    if (line.quantity > 0) orders[line.customer_id].insert(line.order_id);
  }
  std::set<std::size_t> counts;
  for (const auto& [customer, ids] : orders) counts.insert(ids.size());
  EXPECT_GE(counts.size(), 15u);
}

TEST_F(DemoShop, SellsAtMostAtListPrice) {
  for (const Transaction& line : lines_) {
    const auto product = std::ranges::find(shop_.products, line.product_id, &Product::product_id);
    if (product == shop_.products.end()) continue;
    EXPECT_LE(CentsOf(line.sale_price), product->list_price);
    EXPECT_GE(CentsOf(line.sale_price) * 100, product->list_price * 60);
  }
}

TEST_F(DemoShop, HasThePlantedDuplicates) {
  std::map<std::int64_t, std::vector<Transaction>> by_id;
  for (const Transaction& row : shop_.transactions) by_id[row.transaction_id].push_back(row);
  int duplicates = 0;
  for (const auto& [id, rows] : by_id) {
    ASSERT_LE(rows.size(), 2u);
    if (rows.size() == 1) continue;
    ++duplicates;
    EXPECT_EQ(rows[0], rows[1]);
  }
  EXPECT_EQ(duplicates, 5);
}

TEST_F(DemoShop, HasThePlantedBadRowsWithinTheGates) {
  std::vector<Transaction> undated = shop_.transactions;
  std::erase_if(undated, [](const Transaction& row) { return IsDate(row.sale_date); });
  std::vector<Transaction> negative = shop_.transactions;
  std::erase_if(negative, [](const Transaction& row) { return CentsOf(row.sale_price) > 0; });
  std::vector<Transaction> unknown = lines_;
  std::erase_if(unknown, [](const Transaction& row) { return row.product_id != kUnknownProductId; });
  ASSERT_EQ(undated.size(), 1u);
  ASSERT_EQ(negative.size(), 1u);
  ASSERT_EQ(unknown.size(), 1u);
  EXPECT_NE(undated[0].transaction_id, negative[0].transaction_id);
  const Cents one_percent = Total(lines_) / 100;
  EXPECT_LT(std::abs(AmountOf(undated[0])) + std::abs(AmountOf(negative[0])), one_percent);
  EXPECT_LT(AmountOf(unknown[0]), one_percent);
  for (const Transaction& line : lines_)
    EXPECT_TRUE(NameOf(line.product_id) != "Unknown" || line.product_id == kUnknownProductId);
}

TEST_F(DemoShop, TakesBackOnlyWhatWasBoughtBefore) {
  int returns = 0;
  for (const Transaction& line : lines_) {
    if (line.quantity > 0) continue;
    ++returns;
    const auto bought = std::ranges::count_if(lines_, [&](const Transaction& other) {
      return other.quantity > 0 && other.customer_id == line.customer_id && other.product_id == line.product_id &&
             other.store_id == line.store_id && other.sale_price == line.sale_price && other.sale_date < line.sale_date;
    });
    EXPECT_GE(bought, 1) << line.transaction_id;
  }
  EXPECT_EQ(returns, 6);
}

std::string TextOf(const ShopRows& shop) {
  std::string text;
  const auto add = [&text](const auto&... values) { ((text += testing::PrintToString(values) + "|"), ...); };
  for (const Product& row : shop.products)
    add(row.product_id, row.product_name, row.category, row.list_price, row.name_ar);
  for (const Store& row : shop.stores) add(row.store_id, row.store_name, row.location, row.country);
  for (const Customer& row : shop.customers) {
    add(row.customer_id, row.full_name, row.email, row.phone, row.country, row.registration_date,
        row.marketing_consent);
  }
  for (const Transaction& row : shop.transactions) {
    add(row.transaction_id, row.order_id, row.sale_date, row.customer_id, row.product_id, row.store_id, row.quantity,
        row.sale_price, row.updated_at);
  }
  return text;
}

TEST_F(DemoShop, IsTheSameEverywhere) {
  EXPECT_EQ(GenerateShop(), shop_);
  EXPECT_EQ(Sha256Hex(TextOf(shop_)), "d3f19e688a4467f83fbe7bcd7a96aa3f9ab0dcf2d12648272668bcb0e0cc9042");
}

}  // namespace
}  // namespace assay::demo
