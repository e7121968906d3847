#include "pipeline/image.h"

#include <filesystem>
#include <fstream>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/uuid.h"
#include "cube/query.h"

namespace assay::pipeline {
namespace {

using engine::duckdb::Connection;
using engine::duckdb::Database;

constexpr const char* kGold =
    "CREATE SCHEMA gold;"
    "CREATE TABLE gold.dim_customer AS SELECT * FROM (VALUES (-2::BIGINT, NULL::BIGINT, 'Guest', 'Guest', 'guest', "
    "NULL), (-1, NULL, 'Unknown', 'Unknown', 'unknown', NULL), (101, 101, 'Mona', 'Gold', 'champions', 'Egypt'), (102, "
    "102, NULL, 'Silver', 'loyal', 'Qatar')) AS t(customer_key, customer_id, customer_name, customer_tier, segment, "
    "country);"
    "CREATE TABLE gold.dim_product AS SELECT * FROM (VALUES (-1::BIGINT, 'Unknown', 'Unknown', false, NULL::VARCHAR), "
    "(1, "
    "'Phone', 'Electronics', false, NULL), (2, 'Postage', 'Not categorised', true, NULL)) AS t(product_key, "
    "product_name, category, is_non_goods, name_ar);"
    "CREATE TABLE gold.dim_store AS SELECT * FROM (VALUES (-1::BIGINT, 'Unknown', 'Unknown', NULL, NULL), (7, 'North', "
    "'Cairo', 'Egypt', 'الشمال')) AS t(store_key, store_name, location, country, name_ar);"
    "CREATE TABLE gold.fact_sales AS SELECT t.* REPLACE (CAST(quantity AS DECIMAL(18,3)) AS quantity, CAST(unit_price "
    "AS "
    "DECIMAL(18,4)) AS unit_price, CAST(total_sale_amount AS DECIMAL(18,4)) AS total_sale_amount, CAST(return_amount "
    "AS "
    "DECIMAL(18,4)) AS return_amount) FROM (VALUES (1::BIGINT, 'A'::VARCHAR, DATE '2025-01-01', 101::BIGINT, "
    "1::BIGINT, "
    "7::BIGINT, 2, 10.5, 21, 0, NULL::DECIMAL(18,4), NULL::DECIMAL(18,4), true), (2, 'A', DATE '2025-01-01', 101, 2, "
    "7, "
    "1, 4, 4, 0, NULL, NULL, true), (3, NULL, DATE '2025-01-02', 102, 1, 7, 1, 10.5, 10.5, 0, NULL, NULL, true), (4, "
    "NULL, DATE '2025-01-03', 102, 1, -1, -1, 10.5, -10.5, 10.5, NULL, NULL, false), (5, 'B', DATE '2025-01-03', -2, "
    "-1, "
    "7, 1, 3, 3, 0, NULL, NULL, false), (6, 'C', DATE '2025-02-01', 101, 1, 7, 1, 10.5, 10.5, 0, NULL, NULL, true)) AS "
    "t(transaction_id, order_id, date, customer_key, product_key, store_key, quantity, unit_price, total_sale_amount, "
    "return_amount, discount, cost, is_purchase)";

class ImageTest : public testing::Test {
 protected:
  void SetUp() override {
    std::filesystem::create_directories(folder_);
    ASSERT_TRUE(connection_.Execute(kGold));
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::int64_t Sum(const cube::Image& image, cube::Aggregate aggregate) {
    const cube::Query query{
        .selections = {}, .days = {}, .outputs = {{.groups = {}, .aggregates = {aggregate}}}, .lists = {}};
    return cube::Answer(image, query, 1).value().tables[0].values[0][0];
  }

  std::string folder_ = (std::filesystem::temp_directory_path() / ("image-" + NewUuid())).string();
  std::string path_ = folder_ + "/release.image";
  Database database_ = Database::Open({.threads = 1}).value();
  Connection connection_ = Connection::Open(database_).value();
  lake::Release release_{.number = 3,
                         .as_of = "2025-01-31",
                         .run_id = "r",
                         .tables = {{.name = "gold.fact_sales", .path = "gold/fact_sales", .version = 4}}};
};

TEST_F(ImageTest, HoldsTheLinesUpToAsOfWithTheirMembers) {
  const auto opened = OpenImage(release_, connection_, path_);
  ASSERT_TRUE(opened) << opened.error().message;
  const cube::Image& image = **opened;
  EXPECT_EQ(image.rows(), 5);
  EXPECT_EQ(image.members(cube::Image::kCustomers), 4U);
  // By tier: Gold, Guest, Silver, Unknown.
  EXPECT_EQ(image.key(cube::Image::kCustomers, 0), 101);
  EXPECT_EQ(image.label(cube::Image::kCustomers, 0), "Mona");
  EXPECT_EQ(image.key(cube::Image::kCustomers, 1), -2);
  EXPECT_EQ(image.label(cube::Image::kCustomers, 2), "102");
  EXPECT_EQ(image.key(cube::Image::kCustomers, 3), -1);
  EXPECT_EQ(image.axis_name(0), "product");
  EXPECT_EQ(image.axis_name(1), "store");
  EXPECT_EQ(image.attributes(0), 2U);
  EXPECT_EQ(image.attributes(1), 3U);
  EXPECT_EQ(image.attribute_name(1, 2), "name_ar");
  EXPECT_EQ(Sum(image, {.kind = cube::Aggregate::Kind::kSum, .measure = 0}), 280000);
  EXPECT_EQ(Sum(image, {.kind = cube::Aggregate::Kind::kCustomers}), 2);
  EXPECT_EQ(Sum(image, {.kind = cube::Aggregate::Kind::kOrders}), 3);
}

TEST_F(ImageTest, IsBuiltAnewWhenDamagedOrOfAnotherRelease) {
  ASSERT_TRUE(OpenImage(release_, connection_, path_));
  std::filesystem::resize_file(path_, std::filesystem::file_size(path_) / 2);
  std::string noted;
  const auto mended = OpenImage(release_, connection_, path_, [&](std::string_view note) { noted = note; });
  EXPECT_THAT(noted, testing::AllOf(testing::StartsWith("the image of release 3 is built anew: "),
                                    testing::HasSubstr("Cannot read a cube image")));
  ASSERT_TRUE(mended) << mended.error().message;
  EXPECT_EQ((*mended)->rows(), 5);
  release_.number = 4;
  release_.as_of = "2025-02-28";
  const auto next = OpenImage(release_, connection_, path_);
  ASSERT_TRUE(next) << next.error().message;
  EXPECT_EQ((*next)->rows(), 6);
}

TEST_F(ImageTest, DoesNotLoseALineThatNoDimensionKnows) {
  ASSERT_TRUE(connection_.Execute("DELETE FROM gold.dim_store WHERE store_key = -1"));
  const auto opened = OpenImage(release_, connection_, path_);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().message, "Cannot build the image of release 3: expected 5 fact rows, got 4");
}

TEST_F(ImageTest, HoldsCostsWhereLinesHaveThem) {
  ASSERT_TRUE(connection_.Execute("UPDATE gold.fact_sales SET cost = 6 WHERE transaction_id = 1"));
  const auto opened = OpenImage(release_, connection_, path_);
  ASSERT_TRUE(opened) << opened.error().message;
  const auto measures = (*opened)->measures();
  ASSERT_EQ(measures.size(), 5U);
  EXPECT_EQ(measures[3], "cost");
  EXPECT_EQ(Sum(**opened, {.kind = cube::Aggregate::Kind::kSum, .measure = 3}), 60000);
  EXPECT_EQ(Sum(**opened, {.kind = cube::Aggregate::Kind::kSum, .measure = 4}), 210000);
}

}  // namespace
}  // namespace assay::pipeline
