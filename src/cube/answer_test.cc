#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cube/query.h"
#include "cube/slow_answer.h"

namespace assay::cube {
namespace {

using Kind = Aggregate::Kind;

std::vector<std::uint8_t> RandomAllowed(Dice& dice, std::size_t members) {
  if (dice.OneIn(25)) return {};
  const std::uint32_t thinness = 1 + dice.Below(4);
  std::vector<std::uint8_t> allowed;
  for (std::size_t i = 0; i < members; ++i) allowed.push_back(dice.OneIn(thinness) ? 1 : 0);
  return allowed;
}

class RandomQuery {
 public:
  RandomQuery(Dice& dice, const Outline& outline, const ShopShape& shape)
      : dice_(dice), outline_(outline), shape_(shape) {}

  Query Make(int outputs) {
    Query query;
    for (std::uint32_t i = dice_.Below(4); i > 0; --i) {
      const std::size_t axis = AnyAxis();
      query.selections.push_back({axis, RandomAllowed(dice_, MembersOf(axis))});
    }
    if (dice_.OneIn(2)) query.days = RandomDays();
    for (int i = 0; i < outputs; ++i)
      query.outputs.push_back(i > 0 && dice_.OneIn(2) ? Coarser(query) : RandomOutput(query));
    return query;
  }

 private:
  std::size_t RowAxis() { return dice_.Below(static_cast<std::uint32_t>(outline_.axes.size())); }
  std::size_t AnyAxis() { return dice_.OneIn(3) ? Image::kCustomers : RowAxis(); }
  std::size_t MembersOf(std::size_t axis) const {
    return axis == Image::kCustomers ? outline_.customers.keys.size() : outline_.axes[axis].keys.size();
  }

  DayRange RandomDays() {
    const auto days = static_cast<std::uint32_t>(shape_.days);
    const std::int32_t first = shape_.first_day - 3 + static_cast<std::int32_t>(dice_.Below(days + 3));
    return {first, first - 1 + static_cast<std::int32_t>(dice_.Below(days))};
  }

  Group RandomGroup() {
    if (dice_.OneIn(3)) return {.kind = Group::Kind::kMember, .axis = RowAxis()};
    if (dice_.OneIn(6)) return RandomBuckets();
    if (dice_.OneIn(2)) return {.kind = Group::Kind::kAttribute, .axis = AnyAxis(), .attribute = dice_.Below(2)};
    Group group{.kind = Group::Kind::kDayBucket, .buckets = 1 + dice_.Below(6)};
    for (std::uint32_t i = dice_.Below(static_cast<std::uint32_t>(shape_.days) + 5); i > 0; --i)
      group.bucket_of.push_back(dice_.OneIn(9) ? group.buckets + dice_.Below(2) : dice_.Below(group.buckets));
    return group;
  }

  Group RandomBuckets() {
    Group group{.kind = Group::Kind::kCustomerBucket, .buckets = 1 + dice_.Below(6)};
    std::vector<std::uint32_t> buckets;
    for (std::size_t i = 0; i < outline_.customers.keys.size(); ++i)
      buckets.push_back(dice_.OneIn(9) ? group.buckets + dice_.Below(2) : dice_.Below(group.buckets));
    group.customer_buckets = std::make_shared<const std::vector<std::uint32_t>>(std::move(buckets));
    return group;
  }

  Aggregate RandomAggregate(Kind kind) {
    Aggregate aggregate{.kind = kind, .measure = dice_.Below(3), .axis = RowAxis()};
    if ((kind == Kind::kSum || kind == Kind::kOrders) && dice_.OneIn(2)) {
      aggregate.only_axis = AnyAxis();
      aggregate.only_allowed = RandomAllowed(dice_, MembersOf(*aggregate.only_axis));
    }
    return aggregate;
  }

  Output RandomOutput(const Query& query) {
    Output output;
    for (std::uint32_t i = dice_.Below(3); i > 0; --i) output.groups.push_back(RandomGroup());
    for (const Kind kind : {Kind::kLines, Kind::kSum, Kind::kCustomers, Kind::kCustomerSum, Kind::kRepeatCustomers,
                            Kind::kOrders, Kind::kSeveral})
      if (!dice_.OneIn(3)) output.aggregates.push_back(RandomAggregate(kind));
    for (std::size_t i = 0; i < query.selections.size(); ++i)
      if (dice_.OneIn(4)) output.ignores.push_back(i);
    output.ignores_days = dice_.OneIn(4);
    if (dice_.OneIn(4)) output.days = RandomDays();
    return output;
  }

  // Much of a page is a coarser view of what another part of it shows.
  Output Coarser(const Query& query) {
    Output output = query.outputs[dice_.Below(static_cast<std::uint32_t>(query.outputs.size()))];
    std::vector<Group> groups;
    for (Group& group : output.groups) {
      if (dice_.OneIn(3)) continue;
      if (group.kind == Group::Kind::kMember && dice_.OneIn(2))
        group = {.kind = Group::Kind::kAttribute, .axis = group.axis, .attribute = dice_.Below(2)};
      groups.push_back(std::move(group));
    }
    output.groups = std::move(groups);
    return output;
  }

  Dice& dice_;
  const Outline& outline_;
  const ShopShape& shape_;
};

void ExpectSame(const Result<Answers>& answer, const std::vector<Table>& expected, const std::string& where) {
  ASSERT_TRUE(answer) << answer.error().message;
  ASSERT_EQ(answer->tables.size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i)
    ASSERT_EQ(answer->tables[i].values, expected[i].values) << where << ", output " << i;
}

void CompareOnRandomQueries(const ShopShape& shape, unsigned seed, int queries, int outputs = 8) {
  const TestFolder folder;
  const Shop shop = RandomShop(seed, shape);
  const std::shared_ptr<const Image> image = BuildAndOpen(shop, folder);
  ASSERT_NE(image, nullptr);
  const SlowAnswer slow(shop);
  Dice dice(seed + 1000);
  for (int i = 0; i < queries; ++i) {
    const Query query = RandomQuery(dice, shop.outline, shape).Make(outputs);
    const std::vector<Table> expected = slow(query);
    for (const unsigned threads : {1U, 2U, 3U})
      ExpectSame(Answer(*image, query, threads), expected,
                 fmt::format("seed {}, query {}, threads {}", seed, i, threads));
    if (testing::Test::HasFatalFailure()) return;
  }
}

TEST(AnswerTest, EqualsCountingRowByRow) {
  for (unsigned seed = 0; seed < 25 && !HasFatalFailure(); ++seed) CompareOnRandomQueries({}, seed, 4);
}

TEST(AnswerTest, EqualsCountingRowByRowWhenOrdersAreTidy) {
  for (unsigned seed = 0; seed < 10 && !HasFatalFailure(); ++seed)
    CompareOnRandomQueries({.rows = 500, .orders = 3, .tidy_orders = true}, seed, 4);
}

TEST(AnswerTest, EqualsCountingRowByRowOverManyBlocks) {
  CompareOnRandomQueries({.customers = 900, .axes = {3, 300}, .rows = 9000, .days = 400, .orders = 4000}, 1, 3);
  CompareOnRandomQueries({.customers = 5, .axes = {3, 2}, .rows = 9000, .days = 40, .orders = 900}, 2, 3);
  CompareOnRandomQueries({.customers = 900, .axes = {3, 30}, .rows = 12000, .orders = 4000, .alike_together = true}, 4,
                         6);
}

// More rows than one thread takes at a time, a third of them of the three customers who are none.
TEST(AnswerTest, EqualsCountingRowByRowOverManyStretches) {
  CompareOnRandomQueries({.customers = 7000, .axes = {40}, .rows = 80000, .days = 600, .orders = 50000}, 3, 1, 3);
  CompareOnRandomQueries({.customers = 4, .axes = {40}, .rows = 80000, .orders = 6, .tidy_orders = true}, 4, 1, 3);
}

TEST(AnswerTest, CountsMembersBeyondTwoBytes) {
  CompareOnRandomQueries({.customers = 70000, .axes = {70000, 256, 257}, .rows = 2000}, 5, 1, 5);
  CompareOnRandomQueries({.customers = 256, .axes = {65536, 65537, 1}, .rows = 2000}, 6, 1, 5);
}

TEST(AnswerTest, HandlesOneCustomerAndOneRow) {
  CompareOnRandomQueries({.customers = 1, .rows = 50}, 7, 6);
  CompareOnRandomQueries({.customers = 4, .rows = 1}, 8, 6);
  CompareOnRandomQueries({.rows = 2, .first_day = -800, .days = 100000}, 9, 2);
}

TEST(AnswerTest, AnswersZerosWithoutRows) {
  CompareOnRandomQueries({.rows = 0}, 10, 10);
  const TestFolder folder;
  Shop shop{.outline = {.identity = "empty", .measures = {"amount"}}};
  const auto image = BuildAndOpen(shop, folder);
  ASSERT_NE(image, nullptr);
  const Query query{.outputs = {{.aggregates = {{Kind::kLines}, {Kind::kSum}, {Kind::kCustomers}}}}};
  const auto answer = Answer(*image, query, 0);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->tables[0].values, (std::vector<std::vector<std::int64_t>>{{0}, {0}, {0}}));
}

Shop TinyShop() {
  Shop shop = RandomShop(1, {.customers = 4, .axes = {2}, .rows = 0});
  shop.outline.measures = {"amount"};
  return shop;
}

Query TotalOf(Kind kind) { return {.outputs = {{.aggregates = {{kind}}}}}; }

std::int64_t TotalIn(const Image& image, Kind kind) {
  const auto answer = Answer(image, TotalOf(kind), 2);
  return answer ? answer->tables[0].values[0][0] : -1;
}

TEST(AnswerTest, CountsOrdersOfTwoDaysAndTwoCustomersOnce) {
  const TestFolder folder;
  Shop shop = TinyShop();
  const auto add = [&](std::uint32_t customer, std::int32_t day, std::int64_t order) {
    shop.rows.push_back({.customer = customer, .day = day, .members = {0}, .order = order, .measures = {1}});
  };
  add(3, 10, 500);  // two days
  add(3, 11, 500);
  add(3, 11, 501);  // three customers, two of them guests
  add(0, 11, 501);
  add(1, 12, 501);
  add(0, 12, 502);
  const auto image = BuildAndOpen(shop, folder);
  ASSERT_NE(image, nullptr);
  EXPECT_EQ(TotalIn(*image, Kind::kOrders), 3);
  EXPECT_EQ(TotalIn(*image, Kind::kRepeatCustomers), 1);
  EXPECT_EQ(TotalIn(*image, Kind::kCustomers), 1);
}

TEST(AnswerTest, SumsExtremeMoney) {
  constexpr std::int64_t kHalf = std::numeric_limits<std::int64_t>::max() / 2;
  const TestFolder folder;
  Shop shop = TinyShop();
  shop.rows = {{.customer = 3, .members = {0}, .order = 1, .measures = {kHalf}},
               {.customer = 0, .members = {1}, .order = 2, .measures = {-kHalf}},
               {.customer = 3, .members = {1}, .order = 2, .measures = {1}}};
  const auto image = BuildAndOpen(shop, folder);
  ASSERT_NE(image, nullptr);
  EXPECT_EQ(TotalIn(*image, Kind::kSum), 1);
  EXPECT_EQ(TotalIn(*image, Kind::kCustomerSum), kHalf + 1);
  EXPECT_EQ(TotalIn(*image, Kind::kLines), 3);
}

TEST(AnswerTest, StopsOnRequest) {
  const TestFolder folder;
  const auto image = BuildAndOpen(RandomShop(1, {}), folder);
  ASSERT_NE(image, nullptr);
  std::stop_source source;
  source.request_stop();
  const auto answer = Answer(*image, TotalOf(Kind::kLines), 2, source.get_token());
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, ErrorKind::kCancelled);
}

TEST(AnswerTest, RefusesWhatDoesNotFitTheImage) {
  const TestFolder folder;
  const auto image = BuildAndOpen(RandomShop(1, {}), folder);
  ASSERT_NE(image, nullptr);
  const auto member = [](std::size_t axis) { return Group{.kind = Group::Kind::kMember, .axis = axis}; };
  const Group huge{.kind = Group::Kind::kDayBucket, .buckets = 1U << 31};
  const Group too_few{.kind = Group::Kind::kCustomerBucket,
                      .customer_buckets = std::make_shared<const std::vector<std::uint32_t>>(1),
                      .buckets = 2};
  const std::vector<Query> queries = {
      {.selections = {{2, {1}}}},
      {.selections = {{0, {1, 1}}}},
      {.selections = {{Image::kCustomers, {1}}}},
      {.outputs = {{.groups = {member(0), member(1), member(0)}}}},
      {.outputs = {{.groups = {member(2)}}}},
      {.outputs = {{.groups = {member(Image::kCustomers)}}}},
      {.outputs = {{.groups = {{.kind = Group::Kind::kAttribute, .axis = 0, .attribute = 2}}}}},
      {.outputs = {{.groups = {huge, huge}}}},
      {.outputs = {{.groups = {{.kind = Group::Kind::kCustomerBucket, .buckets = 2}}}}},
      {.outputs = {{.groups = {too_few}}}},
      {.outputs = {{.aggregates = {{.kind = Kind::kSum, .measure = 3}}}}},
      {.outputs = {{.aggregates = {{.kind = Kind::kCustomerSum, .measure = 3}}}}},
      {.outputs = {{.aggregates = {{.kind = Kind::kSeveral, .axis = Image::kCustomers}}}}},
      {.outputs = {{.aggregates = {{.kind = Kind::kSum, .only_axis = 0, .only_allowed = {1}}}}}},
      {.outputs = {{.aggregates = {{.kind = Kind::kCustomers, .only_axis = 0, .only_allowed = {}}}}}},
      {.selections = {{0, {}}}, .outputs = {{.ignores = {1}}}},
      {.lists = {{.measure = 3}}},
      {.selections = {{0, {}}}, .lists = {{.ignores = {1}}}},
  };
  for (std::size_t i = 0; i < queries.size(); ++i) {
    const auto answer = Answer(*image, queries[i], 1);
    ASSERT_FALSE(answer) << i;
    EXPECT_EQ(answer.error().kind, ErrorKind::kInvalidInput) << i;
  }
}

}  // namespace
}  // namespace assay::cube
