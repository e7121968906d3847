#pragma once

#include <map>
#include <string>

namespace assay::retail {

/// The type of every natural key: bigint where all its values are whole numbers, else string. Names: line_id, order_id,
/// customer_id, product_id, store_id. A key that is used on both sides of a relationship has one type.
enum class KeyType { kInteger, kText };
using KeyTypes = std::map<std::string, KeyType, std::less<>>;

/// What the models call them, for `key(...)` types: transactions, orders, customers, products, stores -> "bigint" or
/// "string".
std::map<std::string, std::string> ModelKeyTypes(const KeyTypes& types);

}  // namespace assay::retail
