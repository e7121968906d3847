#include "cube/block.h"

#include <gtest/gtest.h>

#include "cube/shop_fixture.h"

namespace assay::cube {
namespace {

std::uint32_t CustomerOf(const Image::Parts& image, std::uint32_t row) {
  std::uint32_t customer = 0;
  while (image.row_offsets()[customer + 1] <= row) ++customer;
  return customer;
}

TEST(CutRowsTest, CutsNoCustomerAndNoOrder) {
  const TestFolder folder;
  const Shop shop =
      RandomShop(1, {.customers = 8, .axes = {1}, .rows = 300000, .days = 300, .orders = 3, .tidy_orders = true});
  const auto image = BuildAndOpen(shop, folder);
  ASSERT_NE(image, nullptr);
  const Image::Parts& parts = ImageReader::PartsOf(*image);
  std::uint32_t at = 0;
  std::size_t inside = 0;
  for (const Stretch& stretch : CutRows(parts)) {
    ASSERT_EQ(stretch.begin, at);
    ASSERT_LT(stretch.begin, stretch.end);
    at = stretch.end;
    const std::uint32_t customer = CustomerOf(parts, stretch.begin);
    const bool starts_customer = parts.row_offsets()[customer] == stretch.begin;
    EXPECT_TRUE(starts_customer || !parts.is_customer(customer));
    EXPECT_NE(As<std::uint8_t>(parts.flags)[stretch.begin] & kStartsOrder, 0);
    inside += starts_customer ? 0 : 1;
  }
  EXPECT_EQ(at, parts.meta.rows);
  EXPECT_GE(inside, 2U);
}

}  // namespace
}  // namespace assay::cube
