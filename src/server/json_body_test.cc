#include "server/json_body.h"

#include <gmock/gmock.h>

namespace assay::server {
namespace {

using testing::HasSubstr;

TEST(JsonBody, OnlyAnObjectPasses) {
  EXPECT_TRUE(ParseJsonBody(R"({"a": [1, {"b": "]]]"}]})"));
  for (const char* bad : {"", "null", "[]", "1", "{", "{\"a\":}", "{\"a\":1}x", "{\"a\":\"\xff\"}", "{'a':1}"})
    EXPECT_FALSE(ParseJsonBody(bad)) << bad;
}

TEST(JsonBody, IsNotNestedWithoutEnd) {
  const auto deep = ParseJsonBody("{\"a\":" + std::string(1'000'000, '['));
  ASSERT_FALSE(deep);
  EXPECT_THAT(deep.error().message, HasSubstr("too deep"));
}

TEST(Fields, AreTakenByType) {
  const auto body = nlohmann::json::parse(R"({"t": "x", "b": true, "n": 7, "o": {"k": 1}, "gone": null})");
  Fields fields(body);
  EXPECT_EQ(fields.Text("t"), "x");
  EXPECT_EQ(fields.Boolean("b"), true);
  EXPECT_EQ(fields.Integer("n", 0, 10), 7);
  EXPECT_EQ(fields.Object("o").at("k"), 1);
  EXPECT_EQ(fields.Text("gone", "none"), "none");
  EXPECT_TRUE(fields.Done());
}

TEST(Fields, FirstMistakeIsTold) {
  const auto body = nlohmann::json::parse(R"({"n": 18446744073709551615, "t": 1})");
  Fields fields(body);
  EXPECT_EQ(fields.Integer("n", 0, 10), std::nullopt);
  EXPECT_EQ(fields.Text("t"), "");
  EXPECT_THAT(fields.Done().error().message, HasSubstr("whole number from 0 to 10 in 'n'"));
}

TEST(Fields, UnknownFieldIsToldWithTheNearOne) {
  const auto body = nlohmann::json::parse(R"({"visul": "x"})");
  Fields fields(body);
  fields.Text("visual", "");
  EXPECT_THAT(fields.Done().error().message, HasSubstr("unknown field 'visul'; did you mean 'visual'"));
}

}  // namespace
}  // namespace assay::server
