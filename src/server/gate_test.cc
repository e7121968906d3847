#include "server/gate.h"

#include <filesystem>

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "base/uuid.h"
#include "server/access_log.h"
#include "server/login_routes.h"
#include "server/site.h"

namespace assay::server {
namespace {

using testing::HasSubstr;

// A site with accounts of its own; requests go through everything but the network.
class GateTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() / ("assay-gate-" + NewUuid());
    std::filesystem::create_directories(folder_);
    accounts_ = std::move(*Accounts::Open(folder_.string(), [this] { return now_; }, kLeastPasswordCost));
    log_ = std::move(*AccessLog::Open(""));
    Build({});
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  void Build(GateOptions options) {
    gate_ = std::make_unique<Gate>(options, *accounts_);
    site_ = std::make_unique<Site>(*gate_, *log_);
    AddLoginRoutes(site_->router(), *gate_, *accounts_, [this] { return now_; });
    AddKeptRoutes(site_->router(), *accounts_);
    AddWatchRoutes(*site_);
  }

  Response Send(Method method, const std::string& path, std::map<std::string, std::string> headers = {},
                const std::string& body = "") {
    headers.try_emplace("host", "127.0.0.1:8080");
    if (method == Method::kPost) headers.try_emplace("content-type", "application/json");
    return site_->Handle(
        {.method = method, .path = path, .headers = std::move(headers), .body = body, .address = "192.0.2.1"});
  }
  Response Login(const std::string& user, const std::string& password) {
    return Send(Method::kPost, "/api/login", {}, nlohmann::json{{"user", user}, {"password", password}}.dump());
  }
  static std::string CookieOf(const Response& response) {
    for (const auto& [name, value] : response.headers) {
      if (name == "Set-Cookie") return value.substr(0, value.find(';'));
    }
    return "";
  }
  static nlohmann::json JsonOf(const Response& response) { return nlohmann::json::parse(response.text()); }

  std::filesystem::path folder_;
  std::int64_t now_ = 1'800'000'000;
  std::unique_ptr<Accounts> accounts_;
  std::unique_ptr<AccessLog> log_;
  std::unique_ptr<Gate> gate_;
  std::unique_ptr<Site> site_;
};

TEST_F(GateTest, WithoutUsersNobodyLogsIn) {
  EXPECT_EQ(Send(Method::kGet, "/api/views").status, 200);
  const auto session = JsonOf(Send(Method::kGet, "/api/session"));
  EXPECT_EQ(session["needs_login"], false);
  EXPECT_EQ(session["user"], nullptr);
}

TEST_F(GateTest, WhatChangesNeedsTheCsrfToken) {
  const std::string view = R"({"name": "v", "url": "/"})";
  EXPECT_EQ(Send(Method::kPost, "/api/views", {}, view).status, 403);
  EXPECT_EQ(Send(Method::kPost, "/api/views", {{"x-csrf-token", "guess"}}, view).status, 403);
  const std::string csrf = JsonOf(Send(Method::kGet, "/api/session"))["csrf"];
  EXPECT_EQ(Send(Method::kPost, "/api/views", {{"x-csrf-token", csrf}}, view).status, 201);
  EXPECT_EQ(Send(Method::kDelete, "/api/views/1", {{"x-csrf-token", csrf}}).status, 204);
}

TEST_F(GateTest, OneUserClosesTheDoor) {
  ASSERT_TRUE(accounts_->AddUser("ana", "correct horse"));
  EXPECT_EQ(Send(Method::kGet, "/api/views").status, 401);
  EXPECT_EQ(Send(Method::kGet, "/healthz").status, 200);
  EXPECT_EQ(Send(Method::kGet, "/metrics").status, 401);
  const Response login = Login("ana", "correct horse");
  ASSERT_EQ(login.status, 200);
  const std::string cookie = CookieOf(login);
  EXPECT_EQ(Send(Method::kGet, "/api/views", {{"cookie", "a=b; " + cookie}}).status, 200);
  const auto session = JsonOf(Send(Method::kGet, "/api/session", {{"cookie", cookie}}));
  EXPECT_EQ(session["user"], "ana");
  EXPECT_EQ(session["csrf"], JsonOf(login)["csrf"]);
  const Response out =
      Send(Method::kPost, "/api/logout", {{"cookie", cookie}, {"x-csrf-token", session["csrf"]}}, "{}");
  EXPECT_EQ(out.status, 204);
  EXPECT_EQ(Send(Method::kGet, "/api/views", {{"cookie", cookie}}).status, 401);
}

TEST_F(GateTest, UnknownUserAndWrongPasswordLookAlike) {
  ASSERT_TRUE(accounts_->AddUser("ana", "correct horse"));
  const Response wrong = Login("ana", "wrong horse");
  const Response unknown = Login("eve", "wrong horse");
  EXPECT_EQ(wrong.status, 401);
  EXPECT_EQ(unknown.status, 401);
  EXPECT_EQ(wrong.text(), unknown.text());
}

TEST_F(GateTest, LoginsAreLimitedByUserUntilTimePasses) {
  ASSERT_TRUE(accounts_->AddUser("ana", "correct horse"));
  for (int i = 0; i < 10; ++i) EXPECT_EQ(Login("ana", "wrong horse").status, 401);
  const Response limited = Login("ana", "correct horse");
  EXPECT_EQ(limited.status, 429);
  EXPECT_THAT(limited.headers, testing::Contains(testing::Pair("Retry-After", "300")));
  now_ += 300;
  EXPECT_EQ(Login("ana", "correct horse").status, 200);
}

TEST_F(GateTest, LoginsAreLimitedByAddress) {
  for (int i = 0; i < 30; ++i) EXPECT_EQ(Login(fmt::format("user{}", i), "wrong horse").status, 401);
  EXPECT_EQ(Login("another", "wrong horse").status, 429);
}

TEST_F(GateTest, TokensOpenOnlyWhatIsMeantForThem) {
  ASSERT_TRUE(accounts_->AddUser("ana", "correct horse"));
  const std::string token = accounts_->MakeToken("ana", "excel")->second;
  EXPECT_EQ(Send(Method::kGet, "/metrics", {{"authorization", "Bearer " + token}}).status, 200);
  EXPECT_EQ(Send(Method::kGet, "/api/views", {{"authorization", "Bearer " + token}}).status, 401);
}

TEST_F(GateTest, ForeignHostNamesAreRefusedOnLoopback) {
  EXPECT_EQ(Send(Method::kGet, "/healthz", {{"host", "evil.example"}}).status, 421);
  EXPECT_EQ(Send(Method::kGet, "/healthz", {{"host", "127.0.0.1.evil.example:8080"}}).status, 421);
  EXPECT_EQ(Send(Method::kGet, "/healthz", {{"host", "localhost:8080"}}).status, 200);
  EXPECT_EQ(Send(Method::kGet, "/healthz", {{"host", "[::1]:8080"}}).status, 200);
  Build({.only_own_names = false, .always_login = true, .secure_cookies = true});
  EXPECT_EQ(Send(Method::kGet, "/healthz", {{"host", "shop.example"}}).status, 200);
  EXPECT_EQ(Send(Method::kGet, "/api/views").status, 401);
}

TEST_F(GateTest, OtherSitesCannotPost) {
  const std::string body = R"({"user": "ana", "password": "x"})";
  EXPECT_EQ(Send(Method::kPost, "/api/login", {{"origin", "https://evil.example"}}, body).status, 403);
  EXPECT_EQ(Send(Method::kPost, "/api/login", {{"origin", "null"}}, body).status, 403);
  EXPECT_EQ(Send(Method::kPost, "/api/login", {{"sec-fetch-site", "cross-site"}}, body).status, 403);
  EXPECT_EQ(Send(Method::kPost, "/api/login", {{"content-type", "text/plain"}}, body).status, 415);
  EXPECT_EQ(Send(Method::kPost, "/api/login", {{"origin", "http://127.0.0.1:8080"}}, body).status, 401);
}

TEST_F(GateTest, CookieIsGuarded) {
  EXPECT_THAT(gate_->SessionCookie("x"), testing::AllOf(HasSubstr("HttpOnly"), HasSubstr("SameSite=Lax"),
                                                        HasSubstr("Max-Age=2592000"), Not(HasSubstr("Secure"))));
  Build({.secure_cookies = true});
  EXPECT_THAT(gate_->SessionCookie("x"), HasSubstr("; Secure"));
  EXPECT_THAT(gate_->SessionCookie(""), HasSubstr("Max-Age=0"));
}

TEST_F(GateTest, UnknownAddressesAndMethodsAreTold) {
  site_->ShowWhereNothingIs([](const Request&) -> Result<Response> {
    Response page = TextResponse("<p>", "text/html");
    page.status = 404;
    return page;
  });
  const std::map<std::string, std::string> browser{{"accept", "text/html,application/xhtml+xml,*/*;q=0.8"}};
  EXPECT_EQ(Send(Method::kGet, "/nothing", browser).text(), "<p>");
  for (const auto& [method, path, headers] :
       {std::tuple{Method::kGet, "/nothing", std::map<std::string, std::string>{}},
        std::tuple{Method::kGet, "/api/nothing", browser}, std::tuple{Method::kPost, "/nothing", browser}}) {
    const Response response = Send(method, path, headers);
    EXPECT_EQ(response.status, 404);
    EXPECT_EQ(JsonOf(response)["error"]["kind"], "not_found");
  }
  const Response wrong = Send(Method::kDelete, "/api/session");
  EXPECT_EQ(wrong.status, 405);
  EXPECT_THAT(wrong.headers, testing::Contains(testing::Pair("Allow", "GET, HEAD")));
  EXPECT_EQ(JsonOf(wrong)["error"]["kind"], "method_not_allowed");
}

TEST(Cookie, IsFoundByItsWholeName) {
  EXPECT_EQ(CookieValue("a=1; assay_session=x=y; b=2", "assay_session"), "x=y");
  EXPECT_EQ(CookieValue("xassay_session=1", "assay_session"), "");
  EXPECT_EQ(CookieValue("", "assay_session"), "");
}

}  // namespace
}  // namespace assay::server
