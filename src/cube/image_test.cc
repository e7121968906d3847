#include "cube/image.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "cube/image_format.h"
#include "cube/query.h"
#include "cube/shop_fixture.h"

namespace assay::cube {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string ReadAll(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void WriteAll(const std::string& path, const std::string& content) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << content;
}

ErrorKind KindOfOpening(const std::string& path, std::string_view identity = "release 7") {
  const auto image = Image::Open(path, identity);
  return image ? ErrorKind::kInternal : image.error().kind;
}

TEST(ImageTest, TellsWhatItWasMadeFrom) {
  const TestFolder folder;
  const Shop shop = RandomShop(1, {});
  const auto image = BuildAndOpen(shop, folder);
  ASSERT_NE(image, nullptr);
  EXPECT_EQ(image->rows(), 300);
  EXPECT_EQ(image->bytes(), static_cast<std::int64_t>(std::filesystem::file_size(folder.File("image"))));
  EXPECT_EQ(image->first_day(), 19000);
  EXPECT_EQ(image->last_day(), 19029);
  EXPECT_EQ(image->identity(), "release 7");
  EXPECT_THAT(image->measures(), ElementsAre("amount", "returned", "quantity"));
  EXPECT_EQ(image->axes(), 2U);
  EXPECT_EQ(image->axis_name(1), "axis 1");
  EXPECT_EQ(image->axis_name(Image::kCustomers), "customer");
}

TEST(ImageTest, KeepsMembersAndAttributes) {
  const TestFolder folder;
  const Shop shop = RandomShop(1, {.customers = 300});
  const auto image = BuildAndOpen(shop, folder);
  ASSERT_NE(image, nullptr);
  for (const std::size_t axis : {std::size_t{0}, std::size_t{1}, Image::kCustomers}) {
    const Axis& expected = axis == Image::kCustomers ? shop.outline.customers : shop.outline.axes[axis];
    ASSERT_EQ(image->members(axis), expected.keys.size());
    ASSERT_EQ(image->attributes(axis), 2U);
    EXPECT_EQ(image->attribute_name(axis, 0), "colour");
    EXPECT_THAT(image->attribute_labels(axis, 0), ElementsAre("red", "Green", "BLUE"));
    for (std::uint32_t member = 0; member < image->members(axis); ++member) {
      EXPECT_EQ(image->key(axis, member), expected.keys[member]);
      EXPECT_EQ(image->label(axis, member), expected.labels[member]);
      EXPECT_EQ(image->code(axis, 0, member), expected.attributes[0].codes[member]);
      EXPECT_EQ(image->code(axis, 1, member), 0U);
    }
  }
}

TEST(ImageTest, HasNoDaysWithoutRows) {
  const TestFolder folder;
  const auto image = BuildAndOpen({.outline = {.identity = ""}}, folder);
  ASSERT_NE(image, nullptr);
  EXPECT_EQ(image->rows(), 0);
  EXPECT_EQ(image->first_day(), std::nullopt);
  EXPECT_EQ(image->last_day(), std::nullopt);
}

TEST(ImageTest, ReachesFromTheFirstDayToTheLast) {
  const TestFolder folder;
  Shop shop = RandomShop(1, {.axes = {}, .rows = 2});
  shop.rows[0].day = std::numeric_limits<std::int32_t>::min();
  shop.rows[1].day = std::numeric_limits<std::int32_t>::max();
  const auto image = BuildAndOpen(shop, folder);
  ASSERT_NE(image, nullptr);
  EXPECT_EQ(image->first_day(), std::numeric_limits<std::int32_t>::min());
  EXPECT_EQ(image->last_day(), std::numeric_limits<std::int32_t>::max());
}

TEST(ImageBuilderTest, TheFileDependsOnTheSetOfRowsOnly) {
  const TestFolder folder;
  Shop shop = RandomShop(1, {.customers = 1000, .rows = 5000});
  for (int i = 0; i < 50; ++i) {
    shop.rows[static_cast<std::size_t>(i)].measures[2] = std::int64_t{1} << (20 + i % 30);  // of several sizes
    shop.rows.push_back(shop.rows[static_cast<std::size_t>(i)]);                            // and twice the same
  }
  ASSERT_TRUE(Build(shop, folder.File("a")));
  std::mt19937 random(1);
  std::shuffle(shop.rows.begin(), shop.rows.end(), random);
  ASSERT_TRUE(Build(shop, folder.File("b"), 777));
  EXPECT_EQ(ReadAll(folder.File("a")), ReadAll(folder.File("b")));
  EXPECT_EQ(folder.files(), 2U);
}

TEST(ImageBuilderTest, ReplacesTheFileWhole) {
  const TestFolder folder;
  const auto old_image = BuildAndOpen(RandomShop(1, {}), folder);
  const auto new_image = BuildAndOpen(RandomShop(2, {.rows = 10}), folder);
  ASSERT_TRUE(old_image && new_image);
  EXPECT_EQ(old_image->rows(), 300);
  EXPECT_EQ(Answer(*old_image, {.outputs = {{.aggregates = {{}}}}}, 1)->tables.at(0).values[0][0], 300);
  EXPECT_EQ(new_image->rows(), 10);
}

TEST(ImageBuilderTest, RefusesAnOutlineThatDoesNotFitTogether) {
  const auto refuses = [](const auto& spoil) {
    Outline outline = RandomShop(1, {}).outline;
    spoil(outline);
    const auto builder = ImageBuilder::Start(std::move(outline));
    return !builder && builder.error().kind == ErrorKind::kInvalidInput;
  };
  EXPECT_FALSE(refuses([](Outline&) {}));
  EXPECT_TRUE(refuses([](Outline& outline) { outline.customers.labels.pop_back(); }));
  EXPECT_TRUE(refuses([](Outline& outline) { outline.axes[1].keys.pop_back(); }));
  EXPECT_TRUE(refuses([](Outline& outline) { outline.axes[1].attributes[0].codes.push_back(0); }));
  EXPECT_TRUE(refuses([](Outline& outline) { outline.axes[1].attributes[1].codes[0] = 1; }));
  EXPECT_TRUE(refuses([](Outline& outline) { outline.customers.attributes[0].labels.clear(); }));
}

TEST(ImageBuilderTest, RefusesRowsThatDoNotFitTheOutlineAndAddsNoneOfThem) {
  const TestFolder folder;
  const Shop shop = RandomShop(1, {});
  auto builder = ImageBuilder::Start(shop.outline);
  ASSERT_TRUE(builder);
  const auto refuses = [&](const auto& spoil) {
    ShopColumns columns(shop, 0, 3);
    spoil(columns);
    const Status status = builder->Append(columns.batch());
    return !status && status.error().kind == ErrorKind::kInvalidInput;
  };
  EXPECT_TRUE(refuses([](ShopColumns& columns) { columns.customers[2] = 20; }));
  EXPECT_TRUE(refuses([](ShopColumns& columns) { columns.axes[1][2] = 7; }));
  EXPECT_TRUE(refuses([](ShopColumns& columns) { columns.axes.pop_back(); }));
  EXPECT_TRUE(refuses([](ShopColumns& columns) { columns.measures.pop_back(); }));
  EXPECT_TRUE(refuses([](ShopColumns& columns) { columns.measures[1].pop_back(); }));
  EXPECT_TRUE(refuses([](ShopColumns& columns) { columns.days.pop_back(); }));
  EXPECT_TRUE(refuses([](ShopColumns& columns) { columns.is_sold.pop_back(); }));
  EXPECT_FALSE(refuses([](ShopColumns&) {}));
  ASSERT_TRUE(builder->Finish(folder.File("image")));
  EXPECT_EQ((*Image::Open(folder.File("image"), "release 7"))->rows(), 3);
}

TEST(ImageBuilderTest, RefusesMeasuresWhoseSumsCouldOverflow) {
  const TestFolder folder;
  Shop shop = RandomShop(1, {.axes = {}, .rows = 2});
  const auto refuses = [&](std::int64_t a, std::int64_t b) {
    shop.rows[0].measures[1] = a;
    shop.rows[1].measures[1] = b;
    const Status status = Build(shop, folder.File("image"));
    return !status && status.error().kind == ErrorKind::kInvalidInput;
  };
  constexpr std::int64_t kGreatest = std::numeric_limits<std::int64_t>::max();
  constexpr std::int64_t kLeast = std::numeric_limits<std::int64_t>::min();
  EXPECT_FALSE(refuses(kGreatest, 0));
  EXPECT_FALSE(refuses(kGreatest - 1, -1));
  EXPECT_TRUE(refuses(kGreatest, -1));
  EXPECT_TRUE(refuses(kLeast, 0));
  EXPECT_TRUE(refuses(kLeast, kLeast));
  EXPECT_EQ(folder.files(), 1U);
}

TEST(ImageBuilderTest, SaysWhereItCannotWrite) {
  const TestFolder folder;
  const Status status = Build(RandomShop(1, {}), folder.File("no/such/folder/image"));
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().kind, ErrorKind::kIo);
  EXPECT_THAT(status.error().message, HasSubstr("no/such/folder/image"));
}

TEST(ImageOpenTest, TellsMissingDamagedAndOutOfDateFilesApart) {
  const TestFolder folder;
  const std::string path = folder.File("image");
  EXPECT_EQ(KindOfOpening(path), ErrorKind::kNotFound);
  ASSERT_TRUE(Build(RandomShop(1, {}), path));
  EXPECT_EQ(KindOfOpening(path, "release 8"), ErrorKind::kCorrupt);
  EXPECT_THAT(Image::Open(path, "release 8").error().message,
              HasSubstr("it was made from release 7, not from release 8"));
  WriteAll(path, "");
  EXPECT_EQ(KindOfOpening(path), ErrorKind::kCorrupt);
  WriteAll(path, "This is a text, and no image at all, although it is longer than the head of an image would be.");
  EXPECT_EQ(KindOfOpening(path), ErrorKind::kCorrupt);
}

TEST(ImageOpenTest, RefusesEveryTruncatedOrLengthenedFile) {
  const TestFolder folder;
  const std::string path = folder.File("image");
  ASSERT_TRUE(Build(RandomShop(1, {.rows = 30}), path));
  const std::string content = ReadAll(path);
  for (std::size_t size = 0; size < content.size(); size += 1 + size / 50) {
    WriteAll(path, content.substr(0, size));
    ASSERT_EQ(KindOfOpening(path), ErrorKind::kCorrupt) << size;
  }
  WriteAll(path, content + std::string(64, '\0'));
  EXPECT_EQ(KindOfOpening(path), ErrorKind::kCorrupt);
}

TEST(ImageOpenTest, RefusesEveryFlippedByte) {
  const TestFolder folder;
  const std::string path = folder.File("image");
  ASSERT_TRUE(Build(RandomShop(1, {.customers = 5, .axes = {2}, .rows = 12}), path));
  std::string content = ReadAll(path);
  for (std::size_t at = 0; at < content.size(); ++at) {
    content[at] = static_cast<char>(content[at] ^ (1 << at % 8));
    WriteAll(path, content);
    ASSERT_EQ(KindOfOpening(path), ErrorKind::kCorrupt) << at;
    content[at] = static_cast<char>(content[at] ^ (1 << at % 8));
  }
}

Query EveryKindOfOutput(const Image& image) {
  using enum Aggregate::Kind;
  Query query{.days = DayRange{19004, 19020}};
  Output output;
  for (const Aggregate::Kind kind : {kLines, kSum, kCustomers, kCustomerSum, kRepeatCustomers, kOrders})
    output.aggregates.push_back({.kind = kind});
  query.outputs.push_back(output);
  if (image.axes() > 0) output.groups = {{.kind = Group::Kind::kMember, .axis = 0}};
  output.ignores_days = true;
  query.outputs.push_back(output);
  return query;
}

// A wrong byte under a right checksum must be noticed or harmless.
TEST(ImageOpenTest, StandsBytesChangedUnderTheirChecksums) {
  const TestFolder folder;
  const std::string path = folder.File("image");
  ASSERT_TRUE(Build(RandomShop(1, {.customers = 5, .axes = {2}, .rows = 12}), path));
  const std::string content = ReadAll(path);
  std::size_t opened = 0;
  for (std::size_t at = 0; at < content.size(); ++at) {
    std::string changed = content;
    changed[at] = static_cast<char>(changed[at] == 0 ? 1 + at % 255 : 0);
    Reseal(std::as_writable_bytes(std::span(changed)));
    WriteAll(path, changed);
    const auto image = Image::Open(path, "release 7");
    if (!image) {
      ASSERT_EQ(image.error().kind, ErrorKind::kCorrupt) << at;
      continue;
    }
    ++opened;
    Query query = EveryKindOfOutput(**image);
    query.lists = {{.search = "customer"}};
    (void)Answer(**image, query, 1);
    if ((*image)->axes() > 0) (void)SumByCustomerAndMember(**image, {}, 0, 0);
  }
  EXPECT_GT(opened, 0U);
}

}  // namespace
}  // namespace assay::cube
