#include "cube/image_format.h"

#include <gtest/gtest.h>

#include <vector>

#include "cube/image_meta.h"

namespace assay::cube {
namespace {

TEST(ChecksumTest, IsXxh64) { EXPECT_EQ(Checksum({}), 0xEF46DB3751D8E999U); }

TEST(ChecksumTest, TellsEveryBitApart) {
  std::vector<std::byte> bytes(128, std::byte{0x5A});
  const std::uint64_t sum = Checksum(bytes);
  for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
    const std::byte flip{static_cast<unsigned char>(1U << bit % 8)};
    bytes[bit / 8] ^= flip;
    EXPECT_NE(Checksum(bytes), sum) << bit;
    bytes[bit / 8] ^= flip;
  }
}

TEST(WidthTest, IsTheNarrowestThatHoldsAllValues) {
  EXPECT_EQ(UnsignedWidth(255), 1U);
  EXPECT_EQ(UnsignedWidth(256), 2U);
  EXPECT_EQ(UnsignedWidth(65536), 4U);
  EXPECT_EQ(UnsignedWidth(std::uint64_t{1} << 32), 8U);
  EXPECT_EQ(PositionWidth(0), 1U);
  EXPECT_EQ(PositionWidth(256), 1U);
  EXPECT_EQ(PositionWidth(257), 2U);
  EXPECT_EQ(PositionWidth(65537), 4U);
}

ImageMeta SomeMeta() {
  return {.identity = "release 7",
          .rows = 12,
          .first_day = -3,
          .last_day = 40,
          .customers = {"customer", 5, {{"tier", {"Gold", ""}}}},
          .axes = {{"store", 2, {}}, {"product", 0, {{"category", {}}, {"brand", {"x"}}}}},
          .measures = {{"amount", 100, 4, false, 12}, {"returned", 1, 1, true, 0}},
          .split_rows = 3};
}

TEST(ImageMetaTest, ReadsWhatItWrote) {
  const auto read = DecodeMeta(EncodeMeta(SomeMeta()));
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(*read, SomeMeta());
}

TEST(ImageMetaTest, RefusesEveryOtherLength) {
  std::vector<std::byte> bytes = EncodeMeta(SomeMeta());
  bytes.push_back({});
  while (true) {
    EXPECT_FALSE(DecodeMeta(bytes)) << bytes.size();
    if (bytes.empty()) break;
    bytes.pop_back();
    if (bytes.size() == EncodeMeta(SomeMeta()).size()) bytes.pop_back();
  }
}

TEST(ImageMetaTest, RefusesNumbersThatDoNotFit) {
  std::vector<std::byte> bytes = EncodeMeta({});
  bytes[8 + 5] = std::byte{1};  // the number of rows, beyond 32 bits
  EXPECT_FALSE(DecodeMeta(bytes));
}

}  // namespace
}  // namespace assay::cube
