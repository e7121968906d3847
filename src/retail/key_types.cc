#include "retail/key_types.h"

namespace assay::retail {

std::map<std::string, std::string> ModelKeyTypes(const KeyTypes& types) {
  static const std::map<std::string, std::string, std::less<>> kEntities{{"line_id", "transactions"},
                                                                         {"order_id", "orders"},
                                                                         {"customer_id", "customers"},
                                                                         {"product_id", "products"},
                                                                         {"store_id", "stores"}};
  std::map<std::string, std::string> names;
  for (const auto& [column, entity] : kEntities) {
    const auto found = types.find(column);
    names[entity] = found == types.end() || found->second == KeyType::kInteger ? "bigint" : "string";
  }
  return names;
}

}  // namespace assay::retail
