#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace assay::demo {

/// An amount of money in hundredths of the shop's currency.
using Cents = std::int64_t;

/// `cents` as decimal text with two decimals, such as "-45.00".
std::string DecimalText(Cents cents);

struct Product {
  std::int64_t product_id;
  std::string product_name;
  std::string category;
  Cents list_price;
  std::string name_ar;
  bool operator==(const Product&) const = default;
};

struct Store {
  std::int64_t store_id;
  std::string store_name;
  std::string location;
  std::string country;
  bool operator==(const Store&) const = default;
};

/// A customer as the customer system knows them. Its ids are 900 above those of the till: customer 101 of a sale is
/// 1001 here.
struct Customer {
  std::int64_t customer_id;
  std::string full_name;
  std::string email;
  std::string phone;
  std::string country;
  std::string registration_date;  ///< YYYY-MM-DD, before the first purchase
  bool marketing_consent;
  bool operator==(const Customer&) const = default;
};

/// One line of a receipt as the till wrote it, mistakes included: so date and price are text. A negative quantity is a
/// return.
struct Transaction {
  std::int64_t transaction_id;
  std::int64_t order_id;
  std::string sale_date;  ///< YYYY-MM-DD
  std::int64_t customer_id;
  std::int64_t product_id;
  std::int64_t store_id;
  std::int64_t quantity;
  std::string sale_price;  ///< of one piece, as decimal text
  std::string updated_at;  ///< YYYY-MM-DD HH:MM:SS
  bool operator==(const Transaction&) const = default;
};

struct ShopRows {
  std::vector<Product> products;
  std::vector<Store> stores;
  std::vector<Customer> customers;
  std::vector<Transaction> transactions;
  bool operator==(const ShopRows&) const = default;
};

}  // namespace assay::demo
