#include "server/target.h"

#include <gmock/gmock.h>

namespace assay::server {
namespace {

TEST(Target, IsDecodedOnce) {
  const auto target = ParseTarget("/api/csv/a%20b/%C3%A9?tier=Gold&tier=Not+scored&x=%2541&empty=&bare");
  ASSERT_TRUE(target);
  EXPECT_EQ(target->path, "/api/csv/a b/é");
  EXPECT_EQ(target->parameters,
            (Parameters{{"tier", "Gold"}, {"tier", "Not scored"}, {"x", "%41"}, {"empty", ""}, {"bare", ""}}));
}

class BadTarget : public testing::TestWithParam<std::string> {};

TEST_P(BadTarget, IsInvalidInput) {
  const auto target = ParseTarget(GetParam());
  ASSERT_FALSE(target);
  EXPECT_EQ(target.error().kind, ErrorKind::kInvalidInput);
}

INSTANTIATE_TEST_SUITE_P(Tricks, BadTarget,
                         testing::Values("", "*", "api", "http://host/", "/..", "/../etc/passwd", "/a/../b", "/a/./b",
                                         "/%2e%2e/x", "/.%2E/x", "//host/x", "/a//b", "/a%2fb", "/a%5cb", "/a\\b",
                                         "/%00", "/a%0d%0ab", "/%zz", "/%4", "/x?%", "/x?a=%0a", "/x#y", "/%ff",
                                         "/%c0%ae%c0%ae/", "/%ed%a0%80", "/" + std::string(9000, 'a')));

TEST(Target, TakesNoMoreParametersThanFit) {
  std::string target = "/x?";
  for (int i = 0; i < 600; ++i) target += "a&";
  EXPECT_FALSE(ParseTarget(target));
}

TEST(Utf8, OnlyWellFormedTextPasses) {
  for (const char* good : {"", "a", "é", "متجر", "€", "😀", "\xf4\x8f\xbf\xbf"}) EXPECT_TRUE(IsUtf8(good)) << good;
  for (const char* bad : {"\x80", "\xc1\xbf", "\xe0\x9f\xbf", "\xed\xa0\x80", "\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80",
                          "\xf5\x80\x80\x80", "\xe2\x82"})
    EXPECT_FALSE(IsUtf8(bad)) << bad;
}

}  // namespace
}  // namespace assay::server
