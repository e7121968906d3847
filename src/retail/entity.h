#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace assay::retail {

/// The four entities of a shop. Any but transactions may be missing.
enum class Entity { kTransactions, kProducts, kStores, kCustomers };

/// "transactions", "products", "stores", "customers": role names, silver table names.
std::string_view Name(Entity entity);

/// How a canonical column is read from whatever type the source has; see conversion.h.
enum class ColumnKind { kKey, kText, kDate, kQuantity, kMoney };

/// A column that Assay understands. `name` is its canonical name; `aliases` are normalised source names (lower case, no
/// '_', no blanks) under which it is found without a mapping, besides its own name.
struct CanonicalColumn {
  std::string_view name;
  ColumnKind kind;
  std::optional<Entity> key_of;  ///< kKey: the entity the key points to; for the entity's own key, the entity itself
  bool required;
  std::vector<std::string_view> aliases;
};

/// The canonical columns of an entity, in the order of its mapped relation.
std::span<const CanonicalColumn> ColumnsOf(Entity entity);

/// The column called `name`, or null.
const CanonicalColumn* FindColumn(Entity entity, std::string_view name);

/// The key column of an entity: line_id, product_id, store_id, customer_id.
std::string_view KeyColumn(Entity entity);

/// A source column's name as aliases are written: ASCII lower case, without '_', '-', '.' and blanks.
std::string NormaliseName(std::string_view name);

}  // namespace assay::retail
