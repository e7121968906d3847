#include "server/router.h"

#include <gmock/gmock.h>

namespace assay::server {
namespace {

Router MakeRouter() {
  Router router;
  const auto add = [&](Method method, const char* pattern) {
    router.Add({.method = method, .pattern = pattern, .handler = [](const Request&) { return EmptyResponse(); }});
  };
  add(Method::kGet, "/");
  add(Method::kGet, "/api/views");
  add(Method::kPost, "/api/views");
  add(Method::kDelete, "/api/views/{id:int}");
  add(Method::kGet, "/api/{thing}/{id}");
  add(Method::kGet, "/api/customer/{key:int}");
  return router;
}

TEST(Router, FindsByMethodAndPath) {
  const Router router = MakeRouter();
  EXPECT_EQ(router.Find(Method::kGet, "/").route->pattern, "/");
  EXPECT_EQ(router.Find(Method::kHead, "/api/views").route->method, Method::kGet);
  EXPECT_EQ(router.Find(Method::kPost, "/api/views").route->method, Method::kPost);
}

TEST(Router, ReadsTypedSegments) {
  const Router router = MakeRouter();
  const auto match = router.Find(Method::kGet, "/api/customer/-17");
  ASSERT_NE(match.route, nullptr);
  EXPECT_EQ(match.route->pattern, "/api/customer/{key:int}");
  EXPECT_EQ(match.path_values.at("key"), "-17");
  EXPECT_EQ(router.Find(Method::kGet, "/api/customer/x1").route->pattern, "/api/{thing}/{id}");
  EXPECT_EQ(router.Find(Method::kDelete, "/api/views/1x").route, nullptr);
  EXPECT_EQ(router.Find(Method::kDelete, "/api/views/1234567890123456789").route, nullptr);
}

TEST(Router, TellsWhatAPathKnows) {
  const Router router = MakeRouter();
  EXPECT_EQ(router.Find(Method::kDelete, "/api/views").allowed, "GET, HEAD, POST");
  EXPECT_EQ(router.Find(Method::kGet, "/nothing").allowed, "");
  EXPECT_EQ(router.Find(Method::kGet, "/api").route, nullptr);
}

}  // namespace
}  // namespace assay::server
