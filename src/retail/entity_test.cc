#include "retail/entity.h"

#include <set>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "retail/key_types.h"

namespace assay::retail {
namespace {

constexpr Entity kAll[] = {Entity::kTransactions, Entity::kProducts, Entity::kStores, Entity::kCustomers};

TEST(Entity, HasANameAndAKey) {
  EXPECT_EQ(Name(Entity::kTransactions), "transactions");
  EXPECT_EQ(KeyColumn(Entity::kTransactions), "line_id");
  EXPECT_EQ(KeyColumn(Entity::kProducts), "product_id");
  EXPECT_EQ(KeyColumn(Entity::kStores), "store_id");
  EXPECT_EQ(KeyColumn(Entity::kCustomers), "customer_id");
}

TEST(Entity, RequiresTheDateAndTheKeysOfDimensionsOnly) {
  std::set<std::string_view> required;
  for (const Entity entity : kAll) {
    for (const CanonicalColumn& column : ColumnsOf(entity)) {
      if (column.required) required.insert(column.name);
    }
  }
  EXPECT_THAT(required, testing::UnorderedElementsAre("date", "product_id", "store_id", "customer_id"));
}

TEST(Entity, FindsColumns) {
  ASSERT_NE(FindColumn(Entity::kTransactions, "store_id"), nullptr);
  EXPECT_EQ(FindColumn(Entity::kTransactions, "store_id")->key_of, Entity::kStores);
  EXPECT_EQ(FindColumn(Entity::kStores, "line_id"), nullptr);
}

TEST(Entity, NormalisesNames) { EXPECT_EQ(NormaliseName("Invoice_No. É-7 "), "invoicenoÉ7"); }

TEST(Entity, HasAliasesThatAreNormalAndUnique) {
  for (const Entity entity : kAll) {
    std::set<std::string> seen;
    for (const CanonicalColumn& column : ColumnsOf(entity)) {
      EXPECT_TRUE(seen.insert(NormaliseName(column.name)).second) << column.name;
      for (const std::string_view alias : column.aliases) {
        EXPECT_EQ(NormaliseName(alias), alias);
        EXPECT_TRUE(seen.insert(std::string(alias)).second) << Name(entity) << "." << alias;
      }
    }
  }
}

TEST(ModelKeyTypes, NamesTheEntities) {
  const auto types = ModelKeyTypes({{"customer_id", KeyType::kText}, {"order_id", KeyType::kText}});
  EXPECT_EQ(types.at("customers"), "string");
  EXPECT_EQ(types.at("orders"), "string");
  EXPECT_EQ(types.at("transactions"), "bigint");
  EXPECT_EQ(types.size(), 5);
}

}  // namespace
}  // namespace assay::retail
