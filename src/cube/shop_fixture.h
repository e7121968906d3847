#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "cube/image.h"

namespace assay::cube {

/// A fact row as tests write it.
struct ShopRow {
  std::uint32_t customer = 0;
  std::int32_t day = 0;
  std::vector<std::uint32_t> members;
  std::int64_t order = 0;
  bool is_purchase = true;
  bool is_sold = true;
  std::vector<std::int64_t> measures;
};

struct Shop {
  Outline outline;
  std::vector<ShopRow> rows;
};

/// A folder that lives as long as the object.
class TestFolder {
 public:
  TestFolder() {
    std::string name = std::filesystem::temp_directory_path() / "cube_test_XXXXXX";
    path_ = ::mkdtemp(name.data());
  }
  ~TestFolder() { std::filesystem::remove_all(path_); }
  TestFolder(const TestFolder&) = delete;
  TestFolder& operator=(const TestFolder&) = delete;

  std::string File(const std::string& name) const { return (path_ / name).string(); }
  std::size_t files() const {
    return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(path_), {}));
  }

 private:
  std::filesystem::path path_;
};

/// The rows from `begin` on, before `end`, in columns.
struct ShopColumns {
  ShopColumns(const Shop& shop, std::size_t begin, std::size_t end)
      : axes(shop.outline.axes.size()), measures(shop.outline.measures.size()) {
    for (std::size_t i = begin; i < end; ++i) Add(shop.rows[i]);
  }

  void Add(const ShopRow& row) {
    customers.push_back(row.customer);
    days.push_back(row.day);
    for (std::size_t axis = 0; axis < axes.size(); ++axis) axes[axis].push_back(row.members[axis]);
    orders.push_back(row.order);
    is_purchase.push_back(row.is_purchase ? 1 : 0);
    is_sold.push_back(row.is_sold ? 1 : 0);
    for (std::size_t i = 0; i < measures.size(); ++i) measures[i].push_back(row.measures[i]);
  }

  RowBatch batch() const {
    return {customers,   days,    {axes.begin(), axes.end()},        orders,
            is_purchase, is_sold, {measures.begin(), measures.end()}};
  }

  std::vector<std::uint32_t> customers;
  std::vector<std::int32_t> days;
  std::vector<std::vector<std::uint32_t>> axes;
  std::vector<std::int64_t> orders;
  std::vector<std::uint8_t> is_purchase;
  std::vector<std::uint8_t> is_sold;
  std::vector<std::vector<std::int64_t>> measures;
};

inline Status Build(const Shop& shop, const std::string& path, std::size_t batch_rows = 1000) {
  ASSIGN_OR_RETURN(ImageBuilder builder, ImageBuilder::Start(shop.outline));
  for (std::size_t begin = 0; begin < shop.rows.size(); begin += batch_rows) {
    const ShopColumns columns(shop, begin, std::min(shop.rows.size(), begin + batch_rows));
    RETURN_IF_ERROR(builder.Append(columns.batch()));
  }
  return builder.Finish(path);
}

/// Builds and opens; fails the test when that is impossible.
inline std::shared_ptr<const Image> BuildAndOpen(const Shop& shop, const TestFolder& folder) {
  const std::string path = folder.File("image");
  const Status built = Build(shop, path);
  EXPECT_TRUE(built) << built.error().message;
  auto image = Image::Open(path, shop.outline.identity);
  EXPECT_TRUE(image) << image.error().message;
  return image ? *image : nullptr;
}

/// What a random shop is made of.
struct ShopShape {
  std::uint32_t customers = 20;
  std::vector<std::uint32_t> axes = {5, 7};
  std::size_t rows = 300;
  std::int32_t first_day = 19000;
  std::int32_t days = 30;
  std::int64_t orders = 120;    ///< drawn at random, so most have several days and customers
  bool tidy_orders = false;     ///< an order has one customer and day
  bool alike_together = false;  ///< customers stand by colour, and their keys run backwards
};

class Dice {
 public:
  explicit Dice(unsigned seed) : random_(seed) {}
  std::uint32_t Below(std::uint32_t limit) { return static_cast<std::uint32_t>(random_() % limit); }
  bool OneIn(std::uint32_t limit) { return Below(limit) == 0; }

 private:
  std::mt19937 random_;
};

inline Axis RandomAxis(Dice& dice, const std::string& name, std::uint32_t members, std::int64_t first_key) {
  Axis axis{.name = name};
  std::vector<std::string> labels = {"red", "Green", "BLUE"};
  axis.attributes = {{"colour", labels, {}}, {"only", {"one"}, {}}};
  for (std::uint32_t i = 0; i < members; ++i) {
    axis.keys.push_back(first_key + i);
    axis.labels.push_back(name + " " + std::to_string(dice.Below(members)));
    axis.attributes[0].codes.push_back(dice.Below(3));
    axis.attributes[1].codes.push_back(0);
  }
  return axis;
}

inline ShopRow RandomRow(Dice& dice, const ShopShape& shape) {
  ShopRow row;
  row.customer = dice.OneIn(3) ? dice.Below(std::min(3U, shape.customers)) : dice.Below(shape.customers);
  row.day = shape.first_day + static_cast<std::int32_t>(dice.Below(static_cast<std::uint32_t>(shape.days)));
  for (const std::uint32_t members : shape.axes) row.members.push_back(dice.Below(members));
  row.order = dice.Below(static_cast<std::uint32_t>(shape.orders));
  if (shape.tidy_orders) row.order = row.order % 3 + 3 * (row.day + std::int64_t{100000} * row.customer);
  row.is_sold = !dice.OneIn(6);
  row.is_purchase = row.is_sold && !dice.OneIn(8);
  const std::int64_t amount = 100 * (static_cast<std::int64_t>(dice.Below(2000)) - 300);
  row.measures = {amount, dice.OneIn(20) ? std::int64_t{dice.Below(50)} : 0, 1 + std::int64_t{dice.Below(9)}};
  return row;
}

/// Customers' keys begin with -2, -1, 0, so that the first three (or the last) are none.
inline Shop RandomShop(unsigned seed, const ShopShape& shape) {
  Dice dice(seed);
  Shop shop;
  shop.outline.identity = "release 7";
  shop.outline.customers = RandomAxis(dice, "customer", shape.customers, -2);
  if (shape.alike_together) {
    std::ranges::sort(shop.outline.customers.attributes[0].codes);
    std::ranges::reverse(shop.outline.customers.keys);
  }
  for (std::size_t i = 0; i < shape.axes.size(); ++i)
    shop.outline.axes.push_back(RandomAxis(dice, "axis " + std::to_string(i), shape.axes[i], -1));
  shop.outline.measures = {"amount", "returned", "quantity"};
  for (std::size_t i = 0; i < shape.rows; ++i) shop.rows.push_back(RandomRow(dice, shape));
  return shop;
}

}  // namespace assay::cube
