#include <gmock/gmock.h>

#include "server/rate_limit.h"
#include "server/response.h"
#include "server/server.h"

namespace assay::server {
namespace {

using testing::HasSubstr;

TEST(ServeRules, FiguresNeverGoUnguarded) {
  EXPECT_TRUE(CheckServeRules({.host = "127.0.0.1"}, false));
  EXPECT_TRUE(CheckServeRules({.host = "::1"}, false));
  EXPECT_THAT(CheckServeRules({.host = "0.0.0.0"}, true).error().message, HasSubstr("--tls-cert"));
  EXPECT_THAT(CheckServeRules({.host = "0.0.0.0", .behind_proxy = true}, false).error().message,
              HasSubstr("assay users add"));
  EXPECT_THAT(CheckServeRules({.host = "127.0.0.1", .behind_proxy = true}, false).error().message,
              HasSubstr("behind a proxy"));
  EXPECT_THAT(CheckServeRules({.host = "0.0.0.0", .tls_certificate = "c", .tls_key = "k"}, false).error().message,
              HasSubstr("without users"));
  EXPECT_TRUE(CheckServeRules({.host = "0.0.0.0", .tls_certificate = "c", .tls_key = "k"}, true));
  EXPECT_TRUE(CheckServeRules({.host = "0.0.0.0", .behind_proxy = true}, true));
  EXPECT_FALSE(CheckServeRules({.host = "127.0.0.1", .tls_certificate = "c"}, false));
}

TEST(RateLimit, CountsByKeyInAWindow) {
  std::int64_t now = 1000;
  RateLimit limit(2, 60, [&] { return now; });
  EXPECT_EQ(limit.Try("a"), 0);
  now += 10;
  EXPECT_EQ(limit.Try("a"), 0);
  EXPECT_EQ(limit.Try("a"), 50);
  EXPECT_EQ(limit.Try("b"), 0);
  now += 50;
  EXPECT_EQ(limit.Try("a"), 0);
  EXPECT_EQ(limit.Try("a"), 10);
  limit.Forget("a");
  EXPECT_EQ(limit.Try("a"), 0);
}

TEST(RateLimit, RemembersABoundedNumberOfKeys) {
  RateLimit limit(1, 60, [] { return 1000; });
  EXPECT_EQ(limit.Try("first"), 0);
  for (int i = 0; i < 10'000; ++i) limit.Try(std::to_string(i));
  EXPECT_EQ(limit.Try("first"), 0);
}

TEST(Errors, HaveOneStatusEach) {
  EXPECT_EQ(StatusOf(ErrorKind::kInvalidInput), 400);
  EXPECT_EQ(StatusOf(ErrorKind::kNotFound), 404);
  EXPECT_EQ(StatusOf(ErrorKind::kConflict), 409);
  EXPECT_EQ(StatusOf(ErrorKind::kInternal), 500);
  EXPECT_EQ(StatusOf(ErrorKind::kCancelled), 503);
  const Response response = ErrorResponse({ErrorKind::kNotFound, "Cannot \xff"});
  EXPECT_THAT(std::string(response.text()), HasSubstr(R"("kind":"not_found")"));
}

}  // namespace
}  // namespace assay::server
